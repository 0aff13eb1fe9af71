/** Boxes around shapes, and the place inside an area where its name is written. Lon/lat in degrees. */

import type { Geometry, Position } from 'geojson';
import type { Box } from '../types.ts';

type Ring = Position[];

export function positionsOf(shape: Geometry): Position[] {
  if (shape.type === 'GeometryCollection') return shape.geometries.flatMap(positionsOf);
  const nested: unknown = shape.coordinates;
  return flatten(nested);
}

function flatten(nested: unknown): Position[] {
  if (!Array.isArray(nested)) return [];
  return typeof nested[0] === 'number' ? [nested as Position] : nested.flatMap(flatten);
}

export function boxOf(shapes: (Geometry | null)[]): Box | null {
  const all = shapes.flatMap((shape) => (shape ? positionsOf(shape) : []));
  if (all.length === 0) return null;
  return all.reduce<Box>(
    ([west, south, east, north], [x = 0, y = 0]) =>
      [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

/** Twice the signed area of a ring, in square degrees. */
function doubled(ring: Ring): number {
  return ring.reduce((sum, [x = 0, y = 0], place) => {
    const [nextX = 0, nextY = 0] = ring[(place + 1) % ring.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
}

function inside(rings: Ring[], x: number, y: number): boolean {
  let odd = false;
  for (const ring of rings) {
    ring.forEach(([ax = 0, ay = 0], place) => {
      const [bx = 0, by = 0] = ring[(place + ring.length - 1) % ring.length] ?? [];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    });
  }
  return odd;
}

/** Squared distance from a point to the nearest edge. */
function clearance(rings: Ring[], x: number, y: number): number {
  let nearest = Infinity;
  for (const ring of rings) {
    ring.forEach(([ax = 0, ay = 0], place) => {
      const [bx = 0, by = 0] = ring[(place + 1) % ring.length] ?? [];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length > 0 ? Math.min(Math.max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0), 1) : 0;
      nearest = Math.min(nearest, (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2);
    });
  }
  return nearest;
}

const GRID = 9;
const ROUNDS = 3;

/** The roomiest of a grid of places, refined around the best: where a name has space, and surely inside. */
function roomiest(rings: Ring[], box: Box): Position {
  let [west, south, east, north] = box;
  let best: Position = [(west + east) / 2, (south + north) / 2];
  let room = inside(rings, best[0] ?? 0, best[1] ?? 0) ? clearance(rings, best[0] ?? 0, best[1] ?? 0) : -1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [stepX, stepY] = [(east - west) / (GRID + 1), (north - south) / (GRID + 1)];
    for (let place = 0; place < GRID * GRID; place += 1) {
      const x = west + stepX * (1 + (place % GRID));
      const y = south + stepY * (1 + Math.floor(place / GRID));
      const here = inside(rings, x, y) ? clearance(rings, x, y) : -1;
      if (here > room) [best, room] = [[x, y], here];
    }
    const [x = 0, y = 0] = best;
    [west, south, east, north] = [x - stepX, y - stepY, x + stepX, y + stepY];
  }
  return best;
}

/** Where the name of an area is written: inside the largest part. Null when there is no area. */
export function namePlace(shape: Geometry | null): Position | null {
  if (shape?.type !== 'Polygon' && shape?.type !== 'MultiPolygon') return null;
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  const size = (part: Ring[]) => Math.abs(doubled(part[0] ?? []));
  const largest = parts.reduce((best, part) => (size(part) > size(best) ? part : best), parts[0] ?? []);
  const box = boxOf([{ type: 'Polygon', coordinates: largest }]);
  return box && roomiest(largest, box);
}
