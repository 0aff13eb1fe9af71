/** The layers of the atlas on the map: areas, lines, points and their names, drawn from their symbols. */

import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import { COLOUR } from '../theme.ts';
import type { LayerInfo } from '../types.ts';
import { below, FONT, type Height } from './ground.ts';
import { addSigns, iconName } from './icons.ts';
import type { Prepared } from './prepared.ts';
import { isSmall } from './shapes.ts';

const is = (shape: string, invented?: boolean): ExpressionSpecification =>
  ['all', ['==', ['get', 'shape'], shape],
    ...(invented === undefined ? [] : [['==', ['get', 'invented'], invented] as ExpressionSpecification])] as ExpressionSpecification;

const LARGE = ['county', 'prefecture', 'province'];
const VILLAGES_FROM_ZOOM = 10.5;

/** Villages are drawn only where there is room for them. */
const near = (filter: ExpressionSpecification): FilterSpecification =>
  ['all', filter, ['any', ['!=', ['get', 'level'], 'village'], ['>=', ['zoom'], VILLAGES_FROM_ZOOM]]];

const parts = (layer: string): string[] =>
  ['fill', 'edge', 'edge-invented', 'line', 'line-invented', 'line-name', 'sign', 'sign-name', 'name']
    .map((part) => `atlas-${layer}-${part}`);

export const isDrawn = (map: Map, layer: string): boolean => map.getSource(`atlas-${layer}`) !== undefined;

export function removeAtlasLayer(map: Map, layer: string): void {
  for (const id of parts(layer)) if (map.getLayer(id)) map.removeLayer(id);
  for (const source of [`atlas-${layer}`, `atlas-${layer}-names`]) if (map.getSource(source)) map.removeSource(source);
}

/** Below which of the atlas's other signs these lie: the first layers of the atlas are drawn last, on top. */
function underSigns(map: Map, layer: LayerInfo, layers: LayerInfo[]): string {
  const before = layers.slice(0, layers.indexOf(layer)).map((each) => `atlas-${each.id}-sign`);
  return before.findLast((id) => map.getLayer(id)) ?? below('points');
}

export function drawAtlasLayer(map: Map, layer: LayerInfo, prepared: Prepared, layers: LayerInfo[]): void {
  const source = `atlas-${layer.id}`;
  const drawn = map.getSource<GeoJSONSource>(source);
  if (drawn) {
    drawn.setData(prepared.shapes);
    map.getSource<GeoJSONSource>(`${source}-names`)?.setData(prepared.names);
    return;
  }
  map.addSource(source, { type: 'geojson', data: prepared.shapes });
  map.addSource(`${source}-names`, { type: 'geojson', data: prepared.names });
  const shapes = new Set(prepared.shapes.features.map((feature) => feature.properties.shape));
  if (shapes.has('area')) drawAreas(map, layer, source);
  if (shapes.has('line')) drawLines(map, layer, source);
  if (shapes.has('point')) drawPoints(map, layer, source, underSigns(map, layer, layers));
}

const DOTS = [0.2, 2.2];

function edge(map: Map, id: string, source: string, filter: FilterSpecification, height: Height,
  paint: { colour: string; width: number; dotted: boolean }): void {
  map.addLayer({
    id, type: 'line', source, filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': paint.colour,
      'line-width': paint.dotted ? paint.width * 1.35 : paint.width,
      ...(paint.dotted ? { 'line-dasharray': DOTS } : {}),
    },
  }, below(height));
}

function drawAreas(map: Map, layer: LayerInfo, source: string): void {
  const { colour } = layer.symbol;
  map.addLayer({
    id: `${source}-fill`, type: 'fill', source, filter: near(is('area')),
    paint: { 'fill-color': colour, 'fill-opacity': ['match', ['get', 'level'], 'village', 0, 'township', 0.06, 0.1] },
  }, below('areas'));
  edge(map, `${source}-edge`, source, near(is('area', false)), 'areas', { colour, width: 1.3, dotted: false });
  edge(map, `${source}-edge-invented`, source, near(is('area', true)), 'areas', { colour, width: 1.3, dotted: true });
  map.addLayer({
    id: `${source}-name`, type: 'symbol', source: `${source}-names`,
    // Where counties and their townships share a sheet, the county's name makes room as the townships' come.
    filter: near(['any', ['!', ['in', ['get', 'level'], ['literal', LARGE]]], ['<', ['zoom'], 9.2]]),
    layout: {
      'text-field': ['get', 'name'], 'text-font': FONT, 'text-padding': 1, 'text-max-width': 8,
      'text-size': ['match', ['get', 'level'], LARGE, 15, 'village', 12, 13],
    },
    paint: nameInk(COLOUR.ink),
  }, below('names'));
}

const nameInk = (colour: string) =>
  ({ 'text-color': colour, 'text-halo-color': '#ffffff', 'text-halo-width': 1.6, 'text-halo-blur': 0.3 });

function drawLines(map: Map, layer: LayerInfo, source: string): void {
  const { colour } = layer.symbol;
  edge(map, `${source}-line`, source, is('line', false), 'lines', { colour, width: 2.2, dotted: false });
  edge(map, `${source}-line-invented`, source, is('line', true), 'lines', { colour, width: 1.6, dotted: true });
  map.addLayer({
    id: `${source}-line-name`, type: 'symbol', source, filter: is('line'), minzoom: 9,
    layout: {
      'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12,
      'symbol-spacing': 320, 'text-max-angle': 40,
    },
    paint: nameInk(COLOUR.quiet),
  }, below('names'));
}

function drawPoints(map: Map, layer: LayerInfo, source: string, beneath: string): void {
  const { icon, colour } = layer.symbol;
  const small = isSmall(icon);
  const first = layer.symbol.from_zoom ?? 0;
  addSigns(map, icon, colour);
  map.addLayer({
    id: `${source}-sign`, type: 'symbol', source, filter: is('point'), minzoom: Math.max(first - 1, 0),
    layout: {
      'icon-image': ['case', ['get', 'invented'], iconName(icon, colour, true), iconName(icon, colour, false)],
      'icon-size': ['interpolate', ['linear'], ['zoom'], first, small ? 0.4 : 0.5, first + 3, small ? 0.75 : 1],
      'icon-allow-overlap': true, 'icon-ignore-placement': true,
    },
  }, beneath);
  map.addLayer({
    id: `${source}-sign-name`, type: 'symbol', source, filter: is('point'), minzoom: Math.max(first + 1.5, 10),
    layout: {
      'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'top',
      'text-offset': [0, small ? 0.5 : 0.85], 'text-max-width': 9,
    },
    paint: nameInk(small ? COLOUR.quiet : COLOUR.ink),
  }, below('names'));
}
