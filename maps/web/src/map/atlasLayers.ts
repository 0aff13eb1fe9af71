/** The layers of the atlas on the map: areas, lines, points and their names, drawn from their symbols. */

import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import { COLOUR } from '../theme.ts';
import type { LayerInfo } from '../types.ts';
import { below, FONT, type Height } from './ground.ts';
import { addSigns, iconName } from './icons.ts';
import type { Drawn, Prepared } from './prepared.ts';
import { isSmall } from './shapes.ts';

/** Where the features of a layer are drawn from, and what a style asks of them. */
export interface Sheet {
  source: string;
  /** The layer within a vector tile; none for features held whole. */
  inTile?: string;
  is: (shape: Drawn['shape'], invented?: boolean) => ExpressionSpecification;
  name: ExpressionSpecification;
  /** How a feature tells which thing it is, where it does not carry layer and id by those names. */
  metadata?: { layer: string; identifiedBy: string };
}

const held = (source: string): Sheet => ({
  source,
  name: ['get', 'name'],
  is: (shape, invented) =>
    ['all', ['==', ['get', 'shape'], shape],
      ...(invented === undefined ? [] : [['==', ['get', 'invented'], invented] as ExpressionSpecification])] as ExpressionSpecification,
});

/** What every layer of the map says of where its features come from. */
const from = ({ source, inTile, metadata }: Sheet) => ({ source, ...(inTile ? { 'source-layer': inTile } : {}), ...(metadata ? { metadata } : {}) });

const LARGE = ['county', 'prefecture', 'province'];
const VILLAGES_FROM_ZOOM = 10.5;
// A layer without levels has none in its tiles.
const LEVEL: ExpressionSpecification = ['coalesce', ['get', 'level'], ''];

/** Villages are drawn only where there is room for them. */
const near = (filter: ExpressionSpecification): FilterSpecification =>
  ['all', filter, ['any', ['!=', LEVEL, 'village'], ['>=', ['zoom'], VILLAGES_FROM_ZOOM]]];

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

/** What each source was last given: only what changed is drawn again. */
const latest = new WeakMap<GeoJSONSource, Prepared>();

export function drawAtlasLayer(map: Map, layer: LayerInfo, prepared: Prepared, layers: LayerInfo[]): void {
  const source = `atlas-${layer.id}`;
  if (map.getSource(source)?.type === 'vector') removeAtlasLayer(map, layer.id);
  const drawn = map.getSource<GeoJSONSource>(source);
  const same = drawn && latest.get(drawn) === prepared;
  if (same) return;
  if (drawn) {
    latest.set(drawn, prepared);
    drawn.setData(prepared.shapes);
    map.getSource<GeoJSONSource>(`${source}-names`)?.setData(prepared.names);
    return;
  }
  map.addSource(source, { type: 'geojson', data: prepared.shapes });
  map.addSource(`${source}-names`, { type: 'geojson', data: prepared.names });
  const added = map.getSource<GeoJSONSource>(source);
  if (added) latest.set(added, prepared);
  drawSheet(map, layer, held(source), new Set(prepared.shapes.features.map((feature) => feature.properties.shape)), layers);
}

/** The layers of the map for the kinds of shape a layer of the atlas holds. */
export function drawSheet(map: Map, layer: LayerInfo, sheet: Sheet, shapes: ReadonlySet<Drawn['shape']>, layers: LayerInfo[]): void {
  if (shapes.has('area')) drawAreas(map, layer, sheet);
  if (shapes.has('line')) drawLines(map, layer, sheet);
  if (shapes.has('point')) drawPoints(map, layer, sheet, underSigns(map, layer, layers));
}

const DOTS = [0.2, 2.2];

function edge(map: Map, id: string, sheet: Sheet, filter: FilterSpecification, height: Height,
  paint: { colour: string; width: number; dotted: boolean }): void {
  map.addLayer({
    id, type: 'line', ...from(sheet), filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': paint.colour,
      'line-width': paint.dotted ? paint.width * 1.35 : paint.width,
      ...(paint.dotted ? { 'line-dasharray': DOTS } : {}),
    },
  }, below(height));
}

function drawAreas(map: Map, layer: LayerInfo, sheet: Sheet): void {
  const { colour } = layer.symbol;
  const { source, is } = sheet;
  map.addLayer({
    id: `${source}-fill`, type: 'fill', ...from(sheet), filter: near(is('area')),
    paint: { 'fill-color': colour, 'fill-opacity': ['match', LEVEL, 'village', 0, 'township', 0.06, 0.1] },
  }, below('areas'));
  edge(map, `${source}-edge`, sheet, near(is('area', false)), 'areas', { colour, width: 1.3, dotted: false });
  edge(map, `${source}-edge-invented`, sheet, near(is('area', true)), 'areas', { colour, width: 1.3, dotted: true });
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

function drawLines(map: Map, layer: LayerInfo, sheet: Sheet): void {
  const { colour } = layer.symbol;
  const { source, is } = sheet;
  edge(map, `${source}-line`, sheet, is('line', false), 'lines', { colour, width: 2.2, dotted: false });
  edge(map, `${source}-line-invented`, sheet, is('line', true), 'lines', { colour, width: 1.6, dotted: true });
  map.addLayer({
    id: `${source}-line-name`, type: 'symbol', ...from(sheet), filter: is('line'), minzoom: 9,
    layout: {
      'symbol-placement': 'line', 'text-field': sheet.name, 'text-font': FONT, 'text-size': 12,
      'symbol-spacing': 320, 'text-max-angle': 40,
    },
    paint: nameInk(COLOUR.quiet),
  }, below('names'));
}

function drawPoints(map: Map, layer: LayerInfo, sheet: Sheet, beneath: string): void {
  const { icon, colour } = layer.symbol;
  const { source, is } = sheet;
  const small = isSmall(icon);
  const first = layer.symbol.from_zoom ?? 0;
  addSigns(map, icon, colour);
  map.addLayer({
    id: `${source}-sign`, type: 'symbol', ...from(sheet), filter: is('point'), minzoom: Math.max(first - 1, 0),
    layout: {
      'icon-image': ['case', ['get', 'invented'], iconName(icon, colour, true), iconName(icon, colour, false)],
      'icon-size': ['interpolate', ['linear'], ['zoom'], first, small ? 0.4 : 0.5, first + 3, small ? 0.75 : 1],
      'icon-allow-overlap': true, 'icon-ignore-placement': true,
    },
  }, beneath);
  map.addLayer({
    id: `${source}-sign-name`, type: 'symbol', ...from(sheet), filter: is('point'), minzoom: Math.max(first + 1.5, 10),
    layout: {
      'text-field': sheet.name, 'text-font': FONT, 'text-size': 12, 'text-anchor': 'top',
      'text-offset': [0, small ? 0.5 : 0.85], 'text-max-width': 9,
    },
    paint: nameInk(small ? COLOUR.quiet : COLOUR.ink),
  }, below('names'));
}
