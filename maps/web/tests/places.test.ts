import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { boxOf, namePlace } from '../src/map/places.ts';

const square = (west: number, south: number, side: number): Polygon => ({
  type: 'Polygon',
  coordinates: [[[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]],
});

/** A horseshoe open to the east: its centre of mass lies in the gap. */
const HORSESHOE: Polygon = {
  type: 'Polygon', coordinates: [[[0, 0], [10, 0], [10, 2], [2, 2], [2, 8], [10, 8], [10, 10], [0, 10], [0, 0]]],
};

describe('the name of an area', () => {
  it('stands in the middle of a square', () => {
    expect(namePlace(square(0, 0, 10))).toEqual([5, 5]);
  });

  it('stands inside a horseshoe, not in its gap', () => {
    const [x = 0, y = 0] = namePlace(HORSESHOE) ?? [];
    expect(x > 2 && y > 2 && y < 8).toBe(false);
    expect(x > 0 && x < 10 && y > 0 && y < 10).toBe(true);
  });

  it('stands in the largest part', () => {
    const [x = 0] = namePlace({ type: 'MultiPolygon', coordinates: [square(0, 0, 1).coordinates, square(20, 0, 5).coordinates] }) ?? [];
    expect(x).toBeGreaterThan(20);
  });

  it('keeps out of a hole', () => {
    const ring = square(0, 0, 10).coordinates[0]!;
    const hole = square(3, 3, 4).coordinates[0]!;
    const [x = 0, y = 0] = namePlace({ type: 'Polygon', coordinates: [ring, hole] }) ?? [];
    expect(x > 3 && x < 7 && y > 3 && y < 7).toBe(false);
  });

  it('has no place on a line', () => {
    expect(namePlace({ type: 'LineString', coordinates: [[0, 0], [1, 1]] })).toBeNull();
  });
});

describe('a box', () => {
  it('holds all shapes', () => {
    expect(boxOf([square(1, 2, 3), { type: 'Point', coordinates: [-1, 9] }, null])).toEqual([-1, 2, 4, 9]);
  });

  it('is nothing around nothing', () => {
    expect(boxOf([null])).toBeNull();
  });
});
