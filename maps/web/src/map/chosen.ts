/** The chosen thing on the map: a dark line with a white casing, or a ring around a point. */

import type { Geometry } from 'geojson';
import type { GeoJSONSource, Map } from 'maplibre-gl';
import { COLOUR } from '../theme.ts';
import { below } from './ground.ts';
import { shapeOf } from './prepared.ts';

const SOURCE = 'chosen';

export function drawChosen(map: Map, geometry: Geometry | null): void {
  const features = geometry ? [{ type: 'Feature' as const, geometry, properties: { shape: shapeOf(geometry) } }] : [];
  const data = { type: 'FeatureCollection' as const, features };
  const drawn = map.getSource<GeoJSONSource>(SOURCE);
  if (drawn) {
    drawn.setData(data);
    return;
  }
  map.addSource(SOURCE, { type: 'geojson', data });
  const line = (id: string, colour: string, width: number) => map.addLayer({
    id, type: 'line', source: SOURCE, filter: ['!=', ['get', 'shape'], 'point'],
    layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colour, 'line-width': width },
  }, below('chosen'));
  line('chosen-casing', '#ffffff', 6);
  line('chosen-line', COLOUR.chosen, 2.6);
  const ring = (id: string, colour: string, width: number) => map.addLayer({
    id, type: 'circle', source: SOURCE, filter: ['==', ['get', 'shape'], 'point'],
    paint: { 'circle-radius': 14, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': colour, 'circle-stroke-width': width },
  }, below('chosen'));
  ring('chosen-halo', '#ffffff', 5);
  ring('chosen-ring', COLOUR.chosen, 2.4);
}
