/** Two states on one map: what was is dashed and rust, what is is solid and teal; a moved point leaves a dotted way. */

import type { Feature, Geometry } from 'geojson';
import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import type { Difference } from '../state/differences.ts';
import { COLOUR } from '../theme.ts';
import { below, FONT } from './ground.ts';
import { shapeOf } from './prepared.ts';

const SOURCE = 'differences';
export const WAS = '#8a3b12';
export const DIFFERENCE_LAYERS = ['difference-is', 'difference-was', 'difference-line-is', 'difference-line-was', 'difference-fill'];

export function drawDifferences(map: Map, differences: readonly Difference[]): void {
  const features = [...differences.map(drawn), ...ways(differences)];
  const data = { type: 'FeatureCollection' as const, features };
  const source = map.getSource<GeoJSONSource>(SOURCE);
  if (source) {
    source.setData(data);
    return;
  }
  if (features.length === 0) return;
  map.addSource(SOURCE, { type: 'geojson', data });
  addLayers(map);
}

function drawn({ geometry, ...said }: Difference): Feature {
  return { type: 'Feature', geometry, properties: { ...said, shape: shapeOf(geometry) } };
}

/** The straight way from where a point was to where it is. */
function ways(differences: readonly Difference[]): Feature[] {
  const points = differences.filter((each) => each.geometry.type === 'Point');
  return points.filter((each) => each.side === 'was').flatMap((was): Feature[] => {
    const is = points.find((each) => each.side === 'is' && each.id === was.id && each.layer === was.layer);
    if (!is || same(was.geometry, is.geometry)) return [];
    const coordinates = [was, is].map(({ geometry }) => (geometry.type === 'Point' ? geometry.coordinates : []));
    return [{ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: { shape: 'way' } }];
  });
}

const same = (a: Geometry, b: Geometry): boolean => JSON.stringify(a) === JSON.stringify(b);

const of = (side: string, shape: string[]): FilterSpecification =>
  ['all', ['==', ['get', 'side'], side], ['in', ['get', 'shape'], ['literal', shape]]] as ExpressionSpecification;

function addLayers(map: Map): void {
  const before = below('chosen');
  const line = (id: string, filter: FilterSpecification, colour: string, width: number, dashes?: number[]) => map.addLayer({
    id, type: 'line', source: SOURCE, filter, layout: { 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': width, ...(dashes ? { 'line-dasharray': dashes } : {}) },
  }, before);
  map.addLayer({ id: 'difference-fill', type: 'fill', source: SOURCE, filter: ['==', ['get', 'shape'], 'area'],
    paint: { 'fill-color': ['match', ['get', 'side'], 'was', WAS, COLOUR.accent], 'fill-opacity': 0.1 } }, before);
  line('difference-casing', ['in', ['get', 'shape'], ['literal', ['area', 'line']]], '#ffffff', 5);
  line('difference-line-is', of('is', ['area', 'line']), COLOUR.accent, 2.6);
  line('difference-line-was', of('was', ['area', 'line']), WAS, 2.6, [2.6, 2]);
  line('difference-way', ['==', ['get', 'shape'], 'way'], COLOUR.quiet, 1.6, [1, 2]);
  const ring = (id: string, side: string, fill: string, stroke: string) => map.addLayer({
    id, type: 'circle', source: SOURCE, filter: of(side, ['point']),
    paint: { 'circle-radius': 7, 'circle-color': fill, 'circle-stroke-color': stroke, 'circle-stroke-width': 2.4 },
  }, before);
  ring('difference-was', 'was', '#ffffff', WAS);
  ring('difference-is', 'is', COLOUR.accent, '#ffffff');
  map.addLayer({ id: 'difference-name', type: 'symbol', source: SOURCE, filter: ['==', ['get', 'shape'], 'point'],
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-optional': true, 'text-padding': 1 },
    paint: { 'text-color': ['match', ['get', 'side'], 'was', WAS, COLOUR.accent], 'text-halo-color': '#ffffff', 'text-halo-width': 1.8 } }, before);
}
