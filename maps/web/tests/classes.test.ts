import { describe, expect, it } from 'vitest';
import { classOf, colourOf, fillOf, placeOf, scaleFor } from '../src/map/classes.ts';

const ramps = {
  sequential: { breaks: [10, 20, 30, 40, 50], colours: ['#f3f5cf', '#c8e5ba', '#85ccbb', '#43afc0', '#2a7ab0', '#27378a'] },
  diverging: {
    breaks: [0.25, 0.5, 0.875, 1.125, 1.5, 1.75],
    colours: ['#8c4a10', '#cb954a', '#efdbb2', '#f2f1ec', '#c3e2de', '#60a8a2', '#0b5d59'],
  },
};
const amounts = scaleFor('sequential', ramps, 40);
const around = scaleFor('diverging', ramps, 40);

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

  it('hold the target in the neutral class, the lightest of all', () => {
    expect(around.breaks).toEqual([10, 20, 35, 45, 60, 70]);
    expect(classOf(around, 40)).toBe(3);
    const steps = around.colours.map(lightness);
    expect(Math.max(...steps)).toBe(steps[3]);
  });

  it('follow the target', () => {
    expect(scaleFor('diverging', ramps, 32).breaks).toEqual([8, 16, 28, 36, 48, 56]);
  });

  it('fall back to amounts without a target', () => {
    expect(scaleFor('diverging', ramps, null).breaks).toEqual(ramps.sequential.breaks);
  });

  it('are blank until the service has said its colours', () => {
    expect(colourOf(scaleFor('sequential', null, 40), 12)).toBe('#ffffff');
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
