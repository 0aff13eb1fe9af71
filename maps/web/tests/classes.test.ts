import { describe, expect, it } from 'vitest';
import { classOf, colourOf, fillOf, placeOf, scaleFor } from '../src/map/classes.ts';

const CLASSES = [10, 20, 30, 40, 50];
const amounts = scaleFor('sequential', CLASSES, 40);
const around = scaleFor('diverging', CLASSES, 40);

/** Lightness of a colour as the eye weighs it (relative luminance of WCAG). */
function lightness(colour: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * parts[0]! + 0.7152 * parts[1]! + 0.0722 * parts[2]!;
}

describe('classes', () => {
  it('put a value on a bound into the class above', () => {
    expect([0, 9.99, 10, 39.99, 40, 50, 400].map((value) => classOf(amounts, value))).toEqual([0, 0, 1, 3, 4, 5, 5]);
  });

  it('darken with the amount, so that grey print keeps the order', () => {
    const steps = amounts.colours.map(lightness);
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(new Set(steps).size).toBe(6);
  });

  it('stand around the target with the lightest beside it', () => {
    expect(around.breaks).toEqual([20, 30, 40, 50, 60]);
    const steps = around.colours.map(lightness);
    expect(Math.max(...steps.slice(0, 3))).toBe(steps[2]);
    expect(Math.max(...steps.slice(3))).toBe(steps[3]);
  });

  it.each([[35, [15, 25, 35, 45, 55]], [30, [10, 20, 30, 40, 50]], [100, [60, 80, 100, 120, 140]], [8, [4, 6, 8, 10, 12]]])(
    'have bounds that can be said aloud around %d', (target, breaks) => {
      expect(scaleFor('diverging', CLASSES, target).breaks).toEqual(breaks);
    });

  it('fall back to amounts without a target', () => {
    expect(scaleFor('diverging', CLASSES, null).breaks).toEqual(CLASSES);
  });

  it('stand on the legend at equal widths', () => {
    expect(placeOf(amounts, 0)).toBe(0);
    expect(placeOf(amounts, 40)).toBeCloseTo(4 / 6);
    expect(placeOf(amounts, 35)).toBeCloseTo(3.5 / 6);
    expect(placeOf(amounts, 1000)).toBe(1);
  });

  it('colour the map as they colour the table', () => {
    const [, , first, ...stops] = fillOf(amounts) as unknown as [string, unknown, string, ...(string | number)[]];
    expect(first).toBe(colourOf(amounts, 0));
    for (let at = 0; at < stops.length; at += 2) expect(stops[at + 1]).toBe(colourOf(amounts, Number(stops[at])));
  });
});
