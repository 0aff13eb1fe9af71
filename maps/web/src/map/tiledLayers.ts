/**
 * Large layers of the atlas, drawn from the service's vector tiles: only what is in sight is read.
 *
 * An area is cut by the sides of tiles, and a name written on every piece would be written many times. So names are
 * written once, on the largest piece in sight.
 */

import type { Feature, Geometry, Point } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map, VectorTileSource } from 'maplibre-gl';
import { part } from '../api.ts';
import type { LayerInfo } from '../types.ts';
import { drawSheet, removeAtlasLayer, type Sheet } from './atlasLayers.ts';
import { boxOf, namePlace } from './places.ts';
import type { Drawn } from './prepared.ts';
import type { Tiling } from './tiled.ts';

/** Tiles are written to this zoom; nearer ones are drawn from them. */
const DEEPEST = 14;

const KINDS: Record<Drawn['shape'], string[]> = {
  area: ['Polygon', 'MultiPolygon'], line: ['LineString', 'MultiLineString'], point: ['Point', 'MultiPoint'],
};
const SHAPES: Drawn['shape'][] = ['area', 'line', 'point'];

function shapesOf(geometry: string | null): Set<Drawn['shape']> {
  if (geometry === 'GEOMETRY') return new Set(SHAPES);
  return new Set(SHAPES.filter((shape) => KINDS[shape].some((kind) => kind.toUpperCase() === geometry)));
}

const sheetOf = (layer: LayerInfo): Sheet => ({
  source: `atlas-${layer.id}`,
  inTile: layer.id,
  name: ['coalesce', ['get', layer.named_by], ''],
  is: (shape, invented) => ['all', ['in', ['geometry-type'], ['literal', KINDS[shape]]],
    ...(invented === undefined ? [] : [['==', ['coalesce', ['get', 'invented'], false], invented] as ExpressionSpecification])] as ExpressionSpecification,
  metadata: { layer: layer.id, identifiedBy: layer.identified_by },
});

const addressOf = (layer: LayerInfo, asOf: string): string =>
  `${window.location.origin}/ogc/collections/${part(layer.id)}/tiles/WebMercatorQuad/{z}/{y}/{x}?datetime=${asOf}`;

const shown = new globalThis.Map<string, Tiling>();

/** Draw a layer from its tiles; when it changed, its tiles are asked for again and the former stay until they come. */
export function drawTiledLayer(map: Map, layer: LayerInfo, tiling: Tiling, layers: LayerInfo[]): void {
  const source = `atlas-${layer.id}`;
  if (map.getSource(source)?.type === 'geojson') removeAtlasLayer(map, layer.id);
  const drawn = map.getSource<VectorTileSource>(source);
  const before = shown.get(source);
  shown.set(source, tiling);
  if (!drawn) {
    named.delete(source);
    map.addSource(source, { type: 'vector', tiles: [addressOf(layer, tiling.asOf)], maxzoom: DEEPEST });
    map.addSource(`${source}-names`, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    drawSheet(map, layer, sheetOf(layer), shapesOf(layer.geometry), layers);
    return;
  }
  if (before?.asOf !== tiling.asOf) drawn.setTiles([addressOf(layer, tiling.asOf)]);
  else if (before.version !== tiling.version) map.refreshTiles(source);
}

const sizeOf = (shape: Geometry): number => {
  const [west, south, east, north] = boxOf([shape]) ?? [0, 0, 0, 0];
  return (east - west) * (north - south);
};

/** Write the names of areas in sight, each once; true when any name came, went or moved. */
export function nameTiledAreas(map: Map, layer: LayerInfo): boolean {
  const source = `atlas-${layer.id}`;
  const names = map.getSource<GeoJSONSource>(`${source}-names`);
  if (!names || !shapesOf(layer.geometry).has('area')) return false;
  const largest = new globalThis.Map<string, { size: number; feature: Feature }>();
  for (const feature of map.querySourceFeatures(source, { sourceLayer: layer.id })) {
    if (!feature.geometry.type.endsWith('Polygon')) continue;
    const id = String(feature.properties[layer.identified_by]);
    const size = sizeOf(feature.geometry);
    if (size > (largest.get(id)?.size ?? 0)) largest.set(id, { size, feature });
  }
  const features = [...largest.values()].flatMap(({ feature, size }): Feature<Point>[] => {
    const place = namePlace(feature.geometry);
    const { level, [layer.named_by]: name } = feature.properties ?? {};
    return place ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties: { name, level: level ?? '', size } }] : [];
  });
  const written = JSON.stringify(features);
  if (written === named.get(source)) return false;
  named.set(source, written);
  names.setData({ type: 'FeatureCollection', features });
  return true;
}

const named = new globalThis.Map<string, string>();
