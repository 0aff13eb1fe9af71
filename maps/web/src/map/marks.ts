/** A proposed name's place, the names it conflicts with and the area the law looks in. Severity is colour, shape and word. */

import type { Feature } from 'geojson';
import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import type { Mark, MarkLook } from '../state/marks.ts';
import { COLOUR } from '../theme.ts';
import { FONT } from './ground.ts';
import { namePlace, positionsOf } from './places.ts';
import { shapeOf } from './prepared.ts';

const SOURCE = 'marks';
/** Those that a touch chooses. */
export const MARK_LAYERS = ['mark-point'];
export const MARK_INK: Record<MarkLook, string> = {
  scope: '#5c6b72', place: COLOUR.accent, blocks: COLOUR.unlawful, needs_reason: '#8a5a00', information: COLOUR.quiet,
};

export function drawMarks(map: Map, marks: readonly Mark[]): void {
  const data = { type: 'FeatureCollection' as const, features: [...marks.map(drawn), ...marks.flatMap(worded)] };
  const source = map.getSource<GeoJSONSource>(SOURCE);
  if (source) {
    source.setData(data);
    return;
  }
  if (data.features.length === 0) return;
  map.addSource(SOURCE, { type: 'geojson', data });
  addLayers(map);
}

const said = ({ look, word, code }: Mark) => ({ look, word, id: code ?? '', layer: code ? 'place_names' : '' });

function drawn(mark: Mark): Feature {
  return { type: 'Feature', geometry: mark.geometry, properties: { ...said(mark), shape: shapeOf(mark.geometry) } };
}

/** A word beside whatever is no point itself. */
function worded(mark: Mark): Feature[] {
  if (!mark.word || mark.geometry.type === 'Point') return [];
  const all = positionsOf(mark.geometry);
  const at = namePlace(mark.geometry) ?? all[Math.floor(all.length / 2)];
  return at ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { ...said(mark), shape: 'word' } }] : [];
}

const ink: ExpressionSpecification = [
  'match', ['get', 'look'], ...Object.entries(MARK_INK).flat(), COLOUR.quiet,
] as unknown as ExpressionSpecification;
const only = (...tests: FilterSpecification[]): FilterSpecification => ['all', ...tests] as FilterSpecification;
const looks = (look: MarkLook): ExpressionSpecification => ['==', ['get', 'look'], look];
const shaped = (...shapes: string[]): ExpressionSpecification => ['in', ['get', 'shape'], ['literal', shapes]];

function addLayers(map: Map): void {
  const outline = (id: string, filter: FilterSpecification, width: number, dashes?: number[], white = false) => map.addLayer({
    id, type: 'line', source: SOURCE, filter, layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': white ? '#ffffff' : ink, 'line-width': width, ...(dashes ? { 'line-dasharray': dashes } : {}) },
  });
  const named = only(['!', looks('scope')], shaped('line', 'area'));
  map.addLayer({ id: 'mark-fill', type: 'fill', source: SOURCE, filter: only(looks('place'), shaped('area')), paint: { 'fill-color': ink, 'fill-opacity': 0.14 } });
  outline('mark-scope', only(looks('scope'), shaped('area')), 2, [3, 2]);
  outline('mark-casing', named, 7, undefined, true);
  outline('mark-line', named, 3.4);
  map.addLayer({
    id: 'mark-point', type: 'circle', source: SOURCE, filter: shaped('point'),
    paint: {
      'circle-radius': ['match', ['get', 'look'], 'place', 9, 7], 'circle-color': ['match', ['get', 'look'], 'information', '#ffffff', ink],
      'circle-stroke-color': ['match', ['get', 'look'], 'information', COLOUR.quiet, '#ffffff'], 'circle-stroke-width': 2.4,
    },
  });
  map.addLayer({
    id: 'mark-word', type: 'symbol', source: SOURCE, filter: shaped('point', 'word'),
    layout: {
      'text-field': ['get', 'word'], 'text-font': FONT, 'text-size': 13, 'text-anchor': 'top', 'text-offset': [0, 0.8], 'text-optional': true,
      'symbol-sort-key': ['match', ['get', 'look'], 'place', 0, 'blocks', 1, 'needs_reason', 2, 3],
    },
    paint: { 'text-color': ink, 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  });
}
