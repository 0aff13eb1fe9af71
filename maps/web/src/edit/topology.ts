/**
 * Areas that tile: one edge has two sides, and whoever moves it moves both. Lon/lat in degrees.
 *
 * Two corners are one when their positions are equal; neighbours are first given each other's corners (`noded`), so that
 * every shared edge is shared corner by corner.
 */

import type { Geometry, Position } from 'geojson';
import { chainsOf, keyOf, rebuilt, same, type Chain } from './chains.ts';

/** Shapes by the identifiers of their things. */
export type Areas = Readonly<Record<string, Geometry>>;

/** How near an edge a corner lies on it; 2e-9° is a fifth of a millimetre. */
const ON_THE_EDGE = 2e-9;

type Change = (chain: Chain) => Position[];

/** Every area in which the change changes anything, changed; null when an area would vanish. */
function through(areas: Areas, change: Change): Areas | null {
  const found: Record<string, Geometry> = {};
  for (const [id, shape] of Object.entries(areas)) {
    const before = chainsOf(shape);
    const after = before.map((chain) => ({ ...chain, points: change(chain) }));
    if (after.every((chain, at) => chain.points === before[at]?.points)) continue;
    const kept = rebuilt(shape, after);
    if (!kept || chainsOf(kept).length < before.length) return null;
    found[id] = kept;
  }
  return found;
}

/** All areas with a corner there, with it moved; null when one of them would lose a ring. */
export const movedTogether = (areas: Areas, from: Position, to: Position): Areas | null =>
  through(areas, ({ points }) => (points.some((point) => same(point, from)) ? points.map((point) => (same(point, from) ? to : point)) : points));

/** All areas with that edge, whichever way it runs, with a corner put into it. */
export function insertedTogether(areas: Areas, start: Position, end: Position, point: Position): Areas {
  const found = through(areas, ({ points, closed }) => {
    const at = edgeAt(points, closed, start, end);
    return at < 0 ? points : [...points.slice(0, at + 1), point, ...points.slice(at + 1)];
  });
  return found ?? {};
}

function edgeAt(points: Position[], closed: boolean, start: Position, end: Position): number {
  return points.findIndex((one, at) => {
    const other = points[at + 1] ?? (closed ? points[0] : undefined);
    return other !== undefined && ((same(one, start) && same(other, end)) || (same(one, end) && same(other, start)));
  });
}

/**
 * All areas with a corner there, without it; null when that would open a gap or take a ring: where three areas meet,
 * their edges lead to different places.
 */
export function removedTogether(areas: Areas, point: Position): Areas | null {
  const ways = new Set(Object.values(areas).flatMap((shape) => chainsOf(shape).flatMap((chain) => waysFrom(chain, point))));
  if (ways.size > 1) return null;
  return through(areas, ({ points }) => (points.some((each) => same(each, point)) ? points.filter((each) => !same(each, point)) : points));
}

/** Where the edges at a corner lead, the same whichever way the ring runs. */
function waysFrom({ points, closed }: Chain, point: Position): string[] {
  return points.flatMap((each, at) => {
    if (!same(each, point)) return [];
    const before = points[at - 1] ?? (closed ? points.at(-1) : undefined);
    const after = points[at + 1] ?? (closed ? points[0] : undefined);
    return [[before, after].map((end) => (end ? keyOf(end) : '')).sort().join(' ')];
  });
}

/** Whether a point lies on the edge between two others, not at its ends. */
function lies(point: Position, [ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position): boolean {
  const [x = 0, y = 0] = point;
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  if (length === 0) return false;
  const along = ((x - ax) * dx + (y - ay) * dy) / length;
  const off = Math.abs((x - ax) * dy - (y - ay) * dx) / length;
  return off <= ON_THE_EDGE && along > ON_THE_EDGE && along < length - ON_THE_EDGE;
}

/** One shape with the corners of its neighbours put into the edges they lie on. */
export function noded(shape: Geometry, corners: Position[]): Geometry {
  const chains = chainsOf(shape).map((chain) => ({ ...chain, points: nodedChain(chain, corners) }));
  return rebuilt(shape, chains) ?? shape;
}

function nodedChain({ points, closed }: Chain, corners: Position[]): Position[] {
  return points.flatMap((start, at) => {
    const end = points[at + 1] ?? (closed ? points[0] : undefined);
    if (!end) return [start];
    const [west, east] = [Math.min(start[0] ?? 0, end[0] ?? 0) - ON_THE_EDGE, Math.max(start[0] ?? 0, end[0] ?? 0) + ON_THE_EDGE];
    const on = corners.filter((corner) => (corner[0] ?? 0) >= west && (corner[0] ?? 0) <= east && lies(corner, start, end));
    const far = (corner: Position) => Math.hypot((corner[0] ?? 0) - (start[0] ?? 0), (corner[1] ?? 0) - (start[1] ?? 0));
    return [start, ...unique(on).sort((one, other) => far(one) - far(other))];
  });
}

function unique(points: Position[]): Position[] {
  return [...new Map(points.map((point) => [keyOf(point), point])).values()];
}

/** All corners of a shape. */
export const cornersOf = (shape: Geometry): Position[] => chainsOf(shape).flatMap((chain) => chain.points);

/** An area and its neighbours with each other's corners on their shared edges; only those that gained one are told. */
export function nodedTogether(areas: Areas): Areas {
  const found: Record<string, Geometry> = {};
  const all = Object.entries(areas).map(([id, shape]) => ({ id, shape, corners: cornersOf(shape) }));
  for (const { id, shape, corners } of all) {
    const others = unique(all.filter((each) => each.id !== id).flatMap((each) => each.corners));
    const after = noded(shape, others);
    if (cornersOf(after).length !== corners.length) found[id] = after;
  }
  return found;
}
