import type { Geometry, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { chainsOf, fitted, inserted, joined, moved, removed, shifted } from '../src/edit/chains.ts';
import { insertedTogether, movedTogether, nodedTogether, removedTogether, type Areas } from '../src/edit/topology.ts';

const area = (...rings: Position[][]): Geometry => ({ type: 'MultiPolygon', coordinates: [rings.map((ring) => [...ring, ring[0]!])] });
const corners = (shape: Geometry | undefined) => chainsOf(shape ?? null).map((chain) => chain.points);

/** Twice the signed area, in square degrees. */
const doubled = (points: Position[]): number =>
  points.reduce((sum, [x = 0, y = 0], at) => sum + x * points[(at + 1) % points.length]![1]! - points[(at + 1) % points.length]![0]! * y, 0);
const size = (shape: Geometry | undefined): number => Math.abs(corners(shape).reduce((sum, ring) => sum + doubled(ring), 0)) / 2;

// Two squares side by side and one below both: corners shared by two and by three.
const WEST = area([[0, 0], [1, 0], [1, 1], [0, 1]]);
const EAST = area([[1, 0], [2, 0], [2, 1], [1, 1]]);
const SOUTH = area([[0, -1], [2, -1], [2, 0], [1, 0], [0, 0]]);
const COUNTY: Areas = { west: WEST, east: EAST, south: SOUTH };
const whole = (areas: Areas) => Object.values(areas).reduce((sum, each) => sum + size(each), 0);

describe('a shared edge', () => {
  it('moves on both sides, so that nothing is lost or doubled', () => {
    const after = movedTogether(COUNTY, [1, 1], [1.2, 1]);
    expect(Object.keys(after ?? {}).sort()).toEqual(['east', 'west']);
    expect(size(after?.['west'])).toBeCloseTo(1.1);
    expect(size(after?.['east'])).toBeCloseTo(0.9);
  });

  it('moves on all three sides where three areas meet', () => {
    const after = { ...COUNTY, ...movedTogether(COUNTY, [1, 0], [1.1, -0.2]) };
    expect(Object.values(after).filter((each, at) => each !== Object.values(COUNTY)[at])).toHaveLength(3);
    expect(whole(after)).toBeCloseTo(whole(COUNTY));
  });

  it('takes a new corner into both sides, whichever way their rings run', () => {
    const after = insertedTogether(COUNTY, [1, 1], [1, 0], [1, 0.5]);
    expect(corners(after['west'])[0]).toEqual([[0, 0], [1, 0], [1, 0.5], [1, 1], [0, 1]]);
    expect(corners(after['east'])[0]).toEqual([[1, 0], [2, 0], [2, 1], [1, 1], [1, 0.5]]);
    expect(after['south']).toBeUndefined();
  });

  it('takes a new corner into the edge that closes a ring', () => {
    const after = insertedTogether({ west: WEST }, [0, 1], [0, 0], [0, 0.5]);
    expect(corners(after['west'])[0]?.at(-1)).toEqual([0, 0.5]);
  });

  it('loses a corner on both sides', () => {
    const bent = { ...COUNTY, ...insertedTogether(COUNTY, [1, 0], [1, 1], [1.1, 0.5]) };
    const after = removedTogether(bent, [1.1, 0.5]);
    expect(after).toEqual({ west: WEST, east: EAST });
  });

  it('keeps the corner where three areas meet', () => {
    expect(removedTogether(COUNTY, [1, 0])).toBeNull();
  });

  it('is not moved where an area would vanish', () => {
    const sliver = { sliver: area([[0, 0], [1, 0], [1, 1]]) };
    expect(movedTogether(sliver, [1, 1], [1, 0])).toBeNull();
  });

  it('is given the corners of the other side first', () => {
    const long = area([[1, -1], [2, -1], [2, 2], [1, 2]]);
    const after = nodedTogether({ west: WEST, long });
    expect(Object.keys(after)).toEqual(['long']);
    expect(corners(after['long'])[0]).toEqual([[1, -1], [2, -1], [2, 2], [1, 2], [1, 1], [1, 0]]);
    expect(size(after['long'])).toBeCloseTo(size(long));
  });
});

describe('a shape', () => {
  const holed: Geometry = { type: 'MultiPolygon', coordinates: [
    [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 2], [2, 2], [1, 1]]],
    [[[9, 9], [10, 9], [10, 10], [9, 9]]],
  ] };

  it('keeps its holes and parts when a corner moves', () => {
    const after = moved(holed, { chain: 1, at: 0 }, [1.5, 1]);
    expect(chainsOf(after).map(({ part, ring, points }) => [part, ring, points.length])).toEqual([[0, 0, 4], [0, 1, 3], [1, 0, 3]]);
    expect(corners(after!)[1]?.[0]).toEqual([1.5, 1]);
  });

  it('stays closed when its first corner moves', () => {
    const after = moved(WEST, { chain: 0, at: 0 }, [-1, 0]) as { coordinates: Position[][][] };
    expect(after.coordinates[0]![0]![0]).toEqual([-1, 0]);
    expect(after.coordinates[0]![0]!.at(-1)).toEqual([-1, 0]);
  });

  it('loses a hole or a part whose corners go, and its last part never without a word', () => {
    expect(chainsOf(removed(holed, { chain: 1, at: 0 }))).toHaveLength(2);
    expect(chainsOf(removed(holed, { chain: 2, at: 0 }))).toHaveLength(2);
    expect(removed(area([[0, 0], [1, 0], [1, 1]]), { chain: 0, at: 0 })).toBeNull();
  });

  it('loses the holes with the part they are in', () => {
    const outer = { type: 'MultiPolygon', coordinates: [[[[0, 0], [4, 0], [4, 4], [0, 0]], [[2, 1], [3, 1], [3, 2], [2, 1]]], [[[9, 9], [10, 9], [10, 10], [9, 9]]]] } as Geometry;
    expect(chainsOf(removed(outer, { chain: 0, at: 0 })).map(({ points }) => points[0])).toEqual([[9, 9]]);
  });

  it('takes a corner into a line and moves as a whole', () => {
    const line: Geometry = { type: 'LineString', coordinates: [[0, 0], [2, 0]] };
    expect(inserted(line, { chain: 0, at: 0 }, [1, 1])).toEqual({ type: 'LineString', coordinates: [[0, 0], [1, 1], [2, 0]] });
    expect(shifted(line, 0.1, 0.2)).toEqual({ type: 'LineString', coordinates: [[0.1, 0.2], [2.1, 0.2]] });
  });

  it('is drawn as the layer keeps it, part by part', () => {
    const drawn: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] };
    const kept = fitted(drawn, 'MULTIPOLYGON');
    expect(kept).toEqual({ type: 'MultiPolygon', coordinates: [drawn.coordinates] });
    expect(chainsOf(joined(kept, kept))).toHaveLength(2);
    expect(fitted({ type: 'Point', coordinates: [1, 2] }, 'POINT')).toEqual({ type: 'Point', coordinates: [1, 2] });
  });
});
