import { describe, expect, it } from 'vitest';
import { catchOf, snap, without } from '../src/edit/snapping.ts';
import { fromZone, toZone, zoneAt } from '../src/edit/zones.ts';

// Computed by PROJ: EPSG:4490 → EPSG:4547 (longitude, latitude → X north, Y east).
const KNOWN: [number, number, number, number][] = [
  [113.1164, 29.1572, 3227015.891076742, 414031.7689726418],
  [114, 29, 3209269.323789888, 500000],
  [112.6, 28.9, 3198992.1962949587, 363447.1446029131],
  [115.5, 53.5, 5931313.318786133, 599535.2645989385],
  [113.3, 18.2, 2013259.53163101, 425949.0403705618],
];

describe("the county's zone", () => {
  it.each([[113.1, 114, 4547], [120, 120, 4549], [118.4, 117, 4548], [74, 75, 4534]])('%f lies in the zone of %f', (lon, meridian, epsg) => {
    expect(zoneAt(lon)).toEqual({ meridian, epsg });
  });

  it.each(KNOWN)('agrees with PROJ at %f, %f within a tenth of a millimetre', (lon, lat, x, y) => {
    const zone = zoneAt(114);
    const there = toZone([lon, lat], zone);
    expect(Math.abs(there.x - x)).toBeLessThan(1e-4);
    expect(Math.abs(there.y - y)).toBeLessThan(1e-4);
    const back = fromZone(x, y, zone);
    expect(Math.abs(back[0]! - lon)).toBeLessThan(2e-9);
    expect(Math.abs(back[1]! - lat)).toBeLessThan(2e-9);
  });
});

describe('snapping', () => {
  // A screen on which a degree is 100 pixels.
  const project = (lon: number, lat: number) => ({ x: lon * 100, y: -lat * 100 });
  const square = catchOf([{ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]] }]);

  it('takes a corner before an edge', () => {
    expect(snap(square, { x: 95, y: -3 }, project)).toEqual({ at: [1, 0], kind: 'corner' });
  });

  it('takes the foot on an edge, the closing one too', () => {
    expect(snap(square, { x: 50, y: -4 }, project)).toEqual({ at: [0.5, 0], kind: 'edge' });
    expect(snap(square, { x: 6, y: -50 }, project)).toEqual({ at: [0, 0.5], kind: 'edge' });
  });

  it('takes nothing that is far', () => {
    expect(snap(square, { x: 50, y: -50 }, project)).toBeNull();
  });

  it('leaves out what hangs on the corner that is moved', () => {
    const others = without(square, ([lon, lat]) => lon === 1 && lat === 0);
    expect(others.corners).toHaveLength(3);
    expect(snap(others, { x: 50, y: -4 }, project)).toBeNull();
    expect(snap(others, { x: 50, y: -98 }, project)?.kind).toBe('edge');
  });
});
