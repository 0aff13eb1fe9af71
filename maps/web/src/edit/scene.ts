/** How what is edited looks on the map: the shape with its corners, the neighbours that move along, findings, versions. */

import type { Feature, Geometry, Point, Position } from 'geojson';
import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, LayerSpecification, Map } from 'maplibre-gl';
import { FONT } from '../map/ground.ts';
import { namePlace, positionsOf } from '../map/places.ts';
import { shapeOf } from '../map/prepared.ts';
import { COLOUR } from '../theme.ts';
import { chainsOf, type Corner } from './chains.ts';
import type { Snap } from './snapping.ts';

export type Look = 'own' | 'other' | 'base' | 'mine' | 'theirs' | 'finding';

export interface Drawn {
  look: Look;
  shape: Geometry;
  /** A word written beside it. */
  word?: string;
}

export interface Handle {
  kind: 'corner' | 'chosen' | 'middle' | 'whole';
  at: Position;
  corner: Corner;
}

const SHAPES = 'edit-shapes';
const HANDLES = 'edit-handles';
const HINT = 'edit-hint';
/** More corners than this in sight cannot be told apart. */
export const MOST_CORNERS = 1500;

export const INK: Record<Look, string> = {
  own: COLOUR.accent, other: '#7a4a00', base: '#5c6b72', mine: COLOUR.accent, theirs: '#8e2a7d', finding: COLOUR.unlawful,
};
const DASHES: Partial<Record<Look, number[]>> = { base: [1, 2], theirs: [4, 2], other: [3, 1.5] };
/** Neighbours may lie in one another, as villages in their town: their tints would add up. */
const FILLS: Partial<Record<Look, number>> = { finding: 0.35, other: 0 };
const LOOKS: Look[] = ['base', 'other', 'theirs', 'mine', 'own', 'finding'];

const looks = (look: Look, ...more: FilterSpecification[]): FilterSpecification =>
  ['all', ['==', ['get', 'look'], look], ...more] as FilterSpecification;
const POINTS: ExpressionSpecification = ['==', ['get', 'shape'], 'point'];
const AREAS: ExpressionSpecification = ['==', ['get', 'shape'], 'area'];

function layersOf(look: Look): LayerSpecification[] {
  const colour = INK[look];
  const dash = DASHES[look];
  const line = { 'line-join': 'round', 'line-cap': 'round' } as const;
  return [
    { id: `edit-${look}-fill`, type: 'fill', source: SHAPES, filter: looks(look, AREAS), paint: { 'fill-color': colour, 'fill-opacity': FILLS[look] ?? 0.1 } },
    { id: `edit-${look}-casing`, type: 'line', source: SHAPES, filter: looks(look, ['!', POINTS]), layout: line, paint: { 'line-color': '#ffffff', 'line-width': 6 } },
    { id: `edit-${look}-line`, type: 'line', source: SHAPES, filter: looks(look, ['!', POINTS]), layout: line,
      paint: { 'line-color': colour, 'line-width': look === 'finding' ? 4 : 2.6, ...(dash ? { 'line-dasharray': dash } : {}) } },
    { id: `edit-${look}-point`, type: 'circle', source: SHAPES, filter: looks(look, POINTS),
      paint: { 'circle-radius': look === 'finding' ? 12 : 8, 'circle-color': colour, 'circle-opacity': look === 'finding' ? 0.25 : 0.85,
        'circle-stroke-color': look === 'finding' ? colour : '#ffffff', 'circle-stroke-width': 2.5 } },
  ];
}

const handleIs = (kind: Handle['kind']): FilterSpecification => ['==', ['get', 'kind'], kind];
const disc = (id: string, kind: Handle['kind'], radius: number, colour: string, edge: string): LayerSpecification => ({
  id, type: 'circle', source: HANDLES, filter: handleIs(kind),
  paint: { 'circle-radius': radius, 'circle-color': colour, 'circle-stroke-color': edge, 'circle-stroke-width': 2 },
});

const WRITTEN: LayerSpecification = {
  id: 'edit-words', type: 'symbol', source: SHAPES, filter: ['==', ['get', 'shape'], 'word'],
  layout: { 'text-field': ['get', 'word'], 'text-font': FONT, 'text-size': 13, 'text-anchor': 'top', 'text-offset': [0, 0.9], 'text-allow-overlap': true, 'text-max-width': 14 },
  paint: { 'text-color': ['get', 'ink'], 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
};
const HINTS: LayerSpecification[] = [
  { id: 'edit-hint-ring', type: 'circle', source: HINT,
    paint: { 'circle-radius': ['match', ['get', 'kind'], 'corner', 10, 7], 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': '#c2185b', 'circle-stroke-width': ['match', ['get', 'kind'], 'corner', 3, 2] } },
  { id: 'edit-hint-word', type: 'symbol', source: HINT,
    layout: { 'text-field': ['get', 'word'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'bottom', 'text-offset': [0, -1.1], 'text-allow-overlap': true },
    paint: { 'text-color': '#8c0f42', 'text-halo-color': '#ffffff', 'text-halo-width': 2 } },
];

function put(map: Map, id: string, features: Feature[]): void {
  const data = { type: 'FeatureCollection' as const, features };
  const drawn = map.getSource<GeoJSONSource>(id);
  if (drawn) drawn.setData(data);
  else map.addSource(id, { type: 'geojson', data });
}

/** Lay the sheets of an editing desk on top of everything. */
export function lay(map: Map): void {
  for (const source of [SHAPES, HANDLES, HINT]) put(map, source, []);
  const sheets = [
    ...LOOKS.flatMap(layersOf), WRITTEN,
    disc('edit-middles', 'middle', 4, '#ffffff', '#6f9a9d'),
    disc('edit-corners', 'corner', 5.5, '#ffffff', COLOUR.accent),
    disc('edit-chosen', 'chosen', 7.5, COLOUR.accent, '#ffffff'),
    disc('edit-whole', 'whole', 9, COLOUR.accent, '#ffffff'),
    ...HINTS,
  ];
  for (const sheet of sheets) if (!map.getLayer(sheet.id)) map.addLayer(sheet);
}

export function lift(map: Map): void {
  if (!map.style) return;
  for (const { id } of map.getStyle().layers.filter((layer) => layer.id.startsWith('edit-'))) map.removeLayer(id);
  for (const source of [SHAPES, HANDLES, HINT]) if (map.getSource(source)) map.removeSource(source);
}

/** Where a word is written beside a shape: once, and for each version at another end. */
function wordPlace(look: Look, shape: Geometry): Position | null {
  if (look === 'finding') return namePlace(shape) ?? positionsOf(shape)[0] ?? null;
  const height = ([lon = 0, lat = 0]: Position) => (look === 'base' ? -lon : look === 'mine' ? lat : -lat);
  return positionsOf(shape).reduce<Position | null>((best, each) => (best && height(best) >= height(each) ? best : each), null);
}

export function drawShapes(map: Map, drawn: Drawn[]): void {
  const words = drawn.flatMap(({ look, shape, word }): Feature[] => {
    const at = word ? wordPlace(look, shape) : null;
    return at ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { look, shape: 'word', word, ink: INK[look] } }] : [];
  });
  put(map, SHAPES, [...drawn.map(({ look, shape }): Feature => ({ type: 'Feature', geometry: shape, properties: { look, shape: shapeOf(shape) } })), ...words]);
}

export function drawHandles(map: Map, handles: Handle[]): void {
  const point = (at: Position): Point => ({ type: 'Point', coordinates: at });
  put(map, HANDLES, handles.map(({ kind, at }) => ({ type: 'Feature', geometry: point(at), properties: { kind } })));
}

export function drawHint(map: Map, hint: Snap | null, word: string): void {
  put(map, HINT, hint ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: hint.at }, properties: { kind: hint.kind, word } }] : []);
}

type Sight = (at: Position) => boolean;

/** The corners in sight, and the middles of edges where one may be put; null when there are too many to tell apart. */
export function handlesOf(shape: Geometry, chosen: Corner | null, inSight: Sight): Handle[] | null {
  const handles: Handle[] = [];
  for (const [chain, { points, closed }] of chainsOf(shape).entries()) {
    for (const [at, point] of points.entries()) {
      if (inSight(point)) handles.push({ kind: chosen?.chain === chain && chosen.at === at ? 'chosen' : 'corner', at: point, corner: { chain, at } });
      const next = points[at + 1] ?? (closed ? points[0] : undefined);
      if (!next || points.length < 2) continue;
      const middle = [((point[0] ?? 0) + (next[0] ?? 0)) / 2, ((point[1] ?? 0) + (next[1] ?? 0)) / 2];
      if (inSight(middle)) handles.push({ kind: 'middle', at: middle, corner: { chain, at } });
    }
    if (handles.length > 2 * MOST_CORNERS) return null;
  }
  return handles;
}
