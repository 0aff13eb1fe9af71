/** What lies under a pointer: signs before lines, lines before areas, the smallest area first. */

import type { Map, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import type { Selection } from '../state/url.ts';
import type { Sheet } from './atlasLayers.ts';
import { AREA_FILLS } from './choropleth.ts';
import { DIFFERENCE_LAYERS } from './differences.ts';
import { MARK_LAYERS } from './marks.ts';
import { PIN_LAYER } from './pins.ts';

const NEAR = 5;

function under(map: Map, point: { x: number; y: number }, reach: number, kinds: RegExp) {
  const layers = map.getStyle().layers.map((layer) => layer.id).filter((id) => kinds.test(id));
  if (layers.length === 0) return undefined;
  const box: [PointLike, PointLike] = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
  const size = (feature: MapGeoJSONFeature) => Number(feature.properties['size'] ?? 0);
  return map.queryRenderedFeatures(box, { layers }).reduce<MapGeoJSONFeature | undefined>(
    (best, each) => (best && size(best) <= size(each) ? best : each), undefined);
}

export function touched(map: Map, point: { x: number; y: number }): Selection | null {
  const found = under(map, point, NEAR, new RegExp(`^(${[...DIFFERENCE_LAYERS, ...MARK_LAYERS, PIN_LAYER].join('|')})$`))
    ?? under(map, point, NEAR, /^atlas-.*-sign$/)
    ?? under(map, point, NEAR, /^atlas-.*-line(-invented)?$/)
    ?? under(map, point, 0, /^atlas-.*-fill$/)
    ?? under(map, point, 0, new RegExp(`^(${AREA_FILLS.join('|')})$`));
  if (!found || found.properties['id'] === '') return null;
  const inTile = found.layer.metadata as Sheet['metadata'];
  if (inTile) return { layer: inTile.layer, id: String(found.properties[inTile.identifiedBy]) };
  return { layer: String(found.properties['layer']), id: String(found.properties['id']) };
}
