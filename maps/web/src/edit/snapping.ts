/** The corner or edge of a neighbour that a pointer means. Screen in pixels, the world in lon/lat degrees. */

import type { Geometry, Position } from 'geojson';
import { chainsOf, place } from './chains.ts';

export interface Pixel {
  x: number;
  y: number;
}

export interface Snap {
  at: Position;
  kind: 'corner' | 'edge';
}

interface Edge {
  start: Position;
  end: Position;
}

/** What can be snapped to: corners and edges of shapes. */
export interface Catch {
  corners: Position[];
  edges: Edge[];
}

/** How near, in pixels of the screen. */
export const REACH = 10;

export function catchOf(shapes: Geometry[]): Catch {
  const chains = shapes.flatMap(chainsOf);
  const edges = chains.flatMap(({ points, closed }) => points.flatMap((start, at): Edge[] => {
    const end = points[at + 1] ?? (closed && points.length > 1 ? points[0] : undefined);
    return end ? [{ start, end }] : [];
  }));
  return { corners: chains.flatMap((chain) => chain.points), edges };
}

/** The catch without what hangs on a position: a corner does not snap to its own edges. */
export function without({ corners, edges }: Catch, isOwn: (point: Position) => boolean): Catch {
  return {
    corners: corners.filter((corner) => !isOwn(corner)),
    edges: edges.filter(({ start, end }) => !isOwn(start) && !isOwn(end)),
  };
}

type Project = (lon: number, lat: number) => Pixel;

/** The nearest corner within reach, else the nearest place on an edge within reach. */
export function snap({ corners, edges }: Catch, pointer: Pixel, project: Project, reach = REACH): Snap | null {
  const corner = nearest(corners.map((at) => ({ at, far: distance(project(at[0] ?? 0, at[1] ?? 0), pointer) })), reach);
  if (corner) return { at: corner, kind: 'corner' };
  const edge = nearest(edges.map((each) => along(each, pointer, project)), reach);
  return edge ? { at: edge, kind: 'edge' } : null;
}

const distance = (one: Pixel, other: Pixel): number => Math.hypot(one.x - other.x, one.y - other.y);

function nearest(found: { at: Position; far: number }[], reach: number): Position | null {
  const best = found.reduce<{ at: Position; far: number } | null>((least, each) => (least && least.far <= each.far ? least : each), null);
  return best && best.far <= reach ? best.at : null;
}

function along({ start, end }: Edge, pointer: Pixel, project: Project): { at: Position; far: number } {
  const [a, b] = [project(start[0] ?? 0, start[1] ?? 0), project(end[0] ?? 0, end[1] ?? 0)];
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((pointer.x - a.x) * (b.x - a.x) + (pointer.y - a.y) * (b.y - a.y)) / length));
  const foot = { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
  const between = (from = 0, to = 0) => from + share * (to - from);
  return { at: place(between(start[0], end[0]), between(start[1], end[1])), far: distance(foot, pointer) };
}
