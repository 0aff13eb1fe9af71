/** Areas coloured by a figure; no value is hatched grey, sample data dotted. */

import type { FeatureCollection, Geometry } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import { numeric, rate as written, DASH } from '../format.ts';
import { COLOUR } from '../theme.ts';
import type { AreaRow, CoverageRun, Thing, Things } from '../types.ts';
import { fillOf, type Scale } from './classes.ts';
import { below, FONT } from './ground.ts';
import { addHatch, HATCH } from './icons.ts';
import { namesOf } from './prepared.ts';

export interface Choropleth {
  /** The layer a chosen area belongs to. */
  layer: string;
  shapes: FeatureCollection<Geometry, Coloured>;
  scale: Scale;
}

export interface Coloured {
  layer: string;
  id: string;
  name: string;
  rate: number | null;
  label: string;
  invented: boolean;
}

const SOURCE = 'choropleth';
const NAMES = 'choropleth-names';
export const AREA_FILLS = ['choropleth-fill', 'choropleth-none'];

/** The row of a shape: by its id, or by whichever property carries an area's id. */
function rowOf(shape: Thing, rows: ReadonlyMap<string, AreaRow>): AreaRow | undefined {
  const own = [shape.id, shape.properties['id'], shape.properties['code'], ...Object.values(shape.properties)];
  return own.map((value) => rows.get(String(value))).find(Boolean);
}

export function coloured(run: CoverageRun, shapes: Things, layer: string): FeatureCollection<Geometry, Coloured> {
  const rows = new globalThis.Map(run.areas.map((row) => [row.id, row]));
  const features = shapes.features.flatMap((shape) => {
    const row = rowOf(shape, rows);
    if (!row || !shape.geometry) return [];
    const rate = numeric(row.beds_per_thousand);
    const label = `${row.name}\n${rate === null ? DASH : written(rate)}`;
    const properties: Coloured = { layer, id: row.id, name: row.name, rate, label, invented: row.invented };
    return [{ type: 'Feature' as const, geometry: shape.geometry, properties }];
  });
  return { type: 'FeatureCollection', features };
}

export function drawChoropleth(map: Map, choropleth: Choropleth | null): void {
  const data = choropleth?.shapes ?? { type: 'FeatureCollection' as const, features: [] };
  const names = namesOf(data.features);
  const drawn = map.getSource<GeoJSONSource>(SOURCE);
  if (drawn) {
    drawn.setData(data);
    map.getSource<GeoJSONSource>(NAMES)?.setData(names);
  } else if (choropleth) {
    map.addSource(SOURCE, { type: 'geojson', data });
    map.addSource(NAMES, { type: 'geojson', data: names });
    addLayers(map);
  }
  if (choropleth) map.setPaintProperty('choropleth-fill', 'fill-color', fillOf(choropleth.scale));
}

function addLayers(map: Map): void {
  addHatch(map);
  const before = below('choropleth');
  const known: ExpressionSpecification = ['!=', ['get', 'rate'], null];
  const unknown: ExpressionSpecification = ['==', ['get', 'rate'], null];
  map.addLayer({ id: 'choropleth-fill', type: 'fill', source: SOURCE, filter: known,
    paint: { 'fill-color': '#ffffff', 'fill-opacity': 0.82 } }, before);
  map.addLayer({ id: 'choropleth-none', type: 'fill', source: SOURCE, filter: unknown,
    paint: { 'fill-pattern': HATCH } }, before);
  map.addLayer({ id: 'choropleth-seam', type: 'line', source: SOURCE,
    paint: { 'line-color': '#ffffff', 'line-width': 2.4 } }, before);
  map.addLayer({ id: 'choropleth-edge', type: 'line', source: SOURCE, filter: ['!', ['get', 'invented']],
    paint: { 'line-color': COLOUR.quiet, 'line-width': 1.1 } }, before);
  map.addLayer({ id: 'choropleth-edge-invented', type: 'line', source: SOURCE, filter: ['get', 'invented'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': COLOUR.quiet, 'line-width': 1.5, 'line-dasharray': [0.2, 2.2] } }, before);
  map.addLayer({ id: 'choropleth-name', type: 'symbol', source: NAMES,
    layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 13, 'text-line-height': 1.2, 'text-padding': 1 },
    paint: { 'text-color': COLOUR.ink, 'text-halo-color': '#ffffff', 'text-halo-width': 2.2 } }, below('names'));
}
