/** Places a desk shows on the map with signs of its own: candidates, sites of a plan, settlements by what they lack. */

import type { Feature, Point } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map } from 'maplibre-gl';
import type { PinKind, Pins } from '../state/tint.ts';
import { COLOUR } from '../theme.ts';
import { below, FONT } from './ground.ts';
import { canvas, DENSITY, picture } from './icons.ts';
import { pinPath } from './pinShapes.ts';

const SOURCE = 'pins';
/** The one a touch chooses. */
export const PIN_LAYER = 'pin-sign';
const BOX = 24;
const NAMES_FROM_ZOOM = 9.5;

const imageOf = (kind: PinKind, invented: boolean): string =>
  `pin|${kind.shape}|${kind.colour}|${kind.hollow ? 'hollow' : 'full'}|${invented ? 'invented' : 'real'}`;

export function drawPins(map: Map, pins: Pins | null): void {
  for (const kind of pins?.kinds ?? []) {
    for (const invented of [true, false]) {
      if (!map.hasImage(imageOf(kind, invented))) map.addImage(imageOf(kind, invented), sign(kind, invented), { pixelRatio: DENSITY });
    }
  }
  const data = { type: 'FeatureCollection' as const, features: pins ? drawn(pins) : [] };
  const source = map.getSource<GeoJSONSource>(SOURCE);
  if (source) source.setData(data);
  else if (data.features.length > 0) {
    map.addSource(SOURCE, { type: 'geojson', data });
    addLayers(map);
  }
}

function drawn({ kinds, pins }: Pins): Feature<Point>[] {
  const known = new globalThis.Map(kinds.map((kind) => [kind.id, kind]));
  return pins.flatMap(({ kind: of, lon, lat, invented, layer, id, name }): Feature<Point>[] => {
    const kind = known.get(of);
    if (!kind) return [];
    return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { layer, id, name, kind: of, image: imageOf(kind, invented === true), small: kind.small === true } }];
  });
}

function addLayers(map: Map): void {
  const small: ExpressionSpecification = ['get', 'small'];
  map.addLayer({
    id: PIN_LAYER, type: 'symbol', source: SOURCE,
    layout: { 'icon-image': ['get', 'image'], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-z-order': 'source',
      'icon-size': ['case', small, 0.55, 1] },
  }, below('points'));
  map.addLayer({
    id: 'pin-name', type: 'symbol', source: SOURCE, minzoom: NAMES_FROM_ZOOM,
    filter: ['any', ['!', small], ['>=', ['zoom'], NAMES_FROM_ZOOM + 2]] as ExpressionSpecification,
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.9], 'text-optional': true,
      'symbol-sort-key': ['case', small, 1, 0] },
    paint: { 'text-color': COLOUR.ink, 'text-halo-color': '#ffffff', 'text-halo-width': 1.8 },
  });
}

/** White around it, so that it reads on every ground; sample data wears a dotted rim. */
function sign(kind: PinKind, invented: boolean): ImageData {
  const pen = canvas(BOX);
  const shape = new Path2D(pinPath(kind.shape));
  pen.translate(3, 3);
  pen.scale(0.75, 0.75);
  pen.lineJoin = 'round';
  pen.lineWidth = 6.5;
  pen.strokeStyle = '#ffffff';
  pen.stroke(shape);
  pen.fillStyle = kind.hollow ? '#ffffff' : kind.colour;
  pen.fill(shape);
  pen.lineWidth = 2.8;
  pen.strokeStyle = kind.colour;
  if (invented) {
    pen.strokeStyle = kind.hollow ? kind.colour : '#ffffff';
    pen.lineCap = 'round';
    pen.setLineDash([0.1, 4.6]);
  }
  pen.stroke(shape);
  return picture(pen);
}
