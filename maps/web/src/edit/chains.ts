/** Shapes as chains of positions: a ring without its repeated end, a line, or a single point. Lon/lat in degrees. */

import type { Geometry, Position } from 'geojson';

export interface Chain {
  points: Position[];
  closed: boolean;
  /** Which part of a shape of many parts, and which ring of it (0 is the outer one). */
  part: number;
  ring: number;
}

/** A corner of a shape: which chain, and which of its points. */
export interface Corner {
  chain: number;
  at: number;
}

/** Digits after the point that a position keeps: 1e-9° is a tenth of a millimetre. */
const DIGITS = 9;
const round = (value: number): number => Number(value.toFixed(DIGITS));

export const place = (lon: number, lat: number): Position => [round(lon), round(lat)];
const HALF = 0.5 * 10 ** -DIGITS;
export const same = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position): boolean => Math.abs(ax - bx) < HALF && Math.abs(ay - by) < HALF;
export const keyOf = ([lon = 0, lat = 0]: Position): string => `${round(lon)},${round(lat)}`;

function ringOf(points: Position[], part: number, ring: number): Chain {
  const [first, last] = [points[0], points.at(-1)];
  const repeats = points.length > 1 && first && last && same(first, last);
  return { points: repeats ? points.slice(0, -1) : [...points], closed: true, part, ring };
}

export function chainsOf(shape: Geometry | null): Chain[] {
  switch (shape?.type) {
    case 'Point':
      return [{ points: [shape.coordinates], closed: false, part: 0, ring: 0 }];
    case 'MultiPoint':
      return shape.coordinates.map((point, part) => ({ points: [point], closed: false, part, ring: 0 }));
    case 'LineString':
      return [{ points: [...shape.coordinates], closed: false, part: 0, ring: 0 }];
    case 'MultiLineString':
      return shape.coordinates.map((points, part) => ({ points: [...points], closed: false, part, ring: 0 }));
    case 'Polygon':
      return shape.coordinates.map((points, ring) => ringOf(points, 0, ring));
    case 'MultiPolygon':
      return shape.coordinates.flatMap((rings, part) => rings.map((points, ring) => ringOf(points, part, ring)));
    default:
      return [];
  }
}

/** How few points a chain may have. */
export const least = (chain: Chain, shape: Geometry): number =>
  chain.closed ? 3 : shape.type.endsWith('LineString') ? 2 : 1;

/** A chain without points that repeat their neighbour. */
function tidy(chain: Chain): Position[] {
  const { points, closed } = chain;
  return points.filter((point, at) => {
    const before = points[at - 1] ?? (closed ? points.at(-1) : undefined);
    return !before || points.length === 1 || !same(before, point) || (at === 0 && !closed);
  });
}

/** The shape of the same type with other chains; null when nothing is left of it. */
export function rebuilt(shape: Geometry, chains: Chain[]): Geometry | null {
  const sound = chains.map((chain) => ({ ...chain, points: tidy(chain) })).filter((chain) => chain.points.length >= least(chain, shape));
  const line = ({ points, closed }: Chain): Position[] => (closed ? [...points, points[0] ?? []] : points);
  const [first] = sound;
  if (!first) return null;
  switch (shape.type) {
    case 'Point':
      return { type: 'Point', coordinates: first.points[0] ?? [] };
    case 'MultiPoint':
      return { type: 'MultiPoint', coordinates: sound.flatMap((chain) => chain.points) };
    case 'LineString':
      return { type: 'LineString', coordinates: line(first) };
    case 'MultiLineString':
      return { type: 'MultiLineString', coordinates: sound.map(line) };
    case 'Polygon':
      return first.ring === 0 ? { type: 'Polygon', coordinates: sound.map(line) } : null;
    case 'MultiPolygon':
      return polygons(sound, line);
    default:
      return shape;
  }
}

/** Rings gathered by their part; a part whose outer ring is gone goes with its holes. */
function polygons(chains: Chain[], line: (chain: Chain) => Position[]): Geometry | null {
  const outer = chains.filter((chain) => chain.ring === 0);
  if (outer.length === 0) return null;
  return {
    type: 'MultiPolygon',
    coordinates: outer.map(({ part }) => chains.filter((chain) => chain.part === part).map(line)),
  };
}

function changed(shape: Geometry, { chain: number }: Corner, change: (points: Position[], chain: Chain) => Position[]): Geometry | null {
  return rebuilt(shape, chainsOf(shape).map((chain, at) => (at === number ? { ...chain, points: change(chain.points, chain) } : chain)));
}

export const pointAt = (shape: Geometry, { chain, at }: Corner): Position | undefined => chainsOf(shape)[chain]?.points[at];

export const moved = (shape: Geometry, corner: Corner, to: Position): Geometry | null =>
  changed(shape, corner, (points) => points.map((point, at) => (at === corner.at ? to : point)));

/** A new corner after the one named. */
export const inserted = (shape: Geometry, corner: Corner, point: Position): Geometry | null =>
  changed(shape, corner, (points) => [...points.slice(0, corner.at + 1), point, ...points.slice(corner.at + 1)]);

/** Without the corner; a chain that becomes too short goes with it. */
export const removed = (shape: Geometry, corner: Corner): Geometry | null =>
  changed(shape, corner, (points) => points.filter((_, at) => at !== corner.at));

/** The whole shape, so many degrees to the east and to the north. */
export function shifted(shape: Geometry, east: number, north: number): Geometry {
  const by = ([lon = 0, lat = 0]: Position): Position => place(lon + east, lat + north);
  return rebuilt(shape, chainsOf(shape).map((chain) => ({ ...chain, points: chain.points.map(by) }))) ?? shape;
}

/** What was drawn, as the type the layer keeps: a polygon of a layer of multipolygons becomes one. */
export function fitted(drawn: Geometry, type: string | null): Geometry {
  if (type === 'MULTIPOLYGON' && drawn.type === 'Polygon') return { type: 'MultiPolygon', coordinates: [drawn.coordinates] };
  if (type === 'MULTILINESTRING' && drawn.type === 'LineString') return { type: 'MultiLineString', coordinates: [drawn.coordinates] };
  return drawn;
}

/** Another part of a shape of many parts; a shape of one part is replaced. */
export function joined(shape: Geometry | null, more: Geometry): Geometry {
  if (shape?.type === 'MultiPolygon' && more.type === 'MultiPolygon') return { ...shape, coordinates: [...shape.coordinates, ...more.coordinates] };
  if (shape?.type === 'MultiLineString' && more.type === 'MultiLineString') return { ...shape, coordinates: [...shape.coordinates, ...more.coordinates] };
  return more;
}
