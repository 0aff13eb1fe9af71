/** Features as the map needs them: what they are, what they are called, and no more. */

import type { Feature, FeatureCollection, Geometry, Point } from 'geojson';
import type { Box, LayerInfo, Things } from '../types.ts';
import { boxOf, namePlace } from './places.ts';

export interface Drawn {
  layer: string;
  id: string;
  name: string;
  invented: boolean;
  shape: 'area' | 'line' | 'point';
  level: string;
  /** The size of the box around it, to tell a village from the township it lies in; square degrees. */
  size: number;
}

export type Drawing = FeatureCollection<Geometry, Drawn>;

export interface Prepared {
  shapes: Drawing;
  /** Where the names of areas are written. */
  names: FeatureCollection<Point, Drawn>;
}

export function shapeOf(geometry: Geometry): Drawn['shape'] {
  if (geometry.type.endsWith('Polygon')) return 'area';
  return geometry.type.endsWith('LineString') ? 'line' : 'point';
}

function sizeOf(geometry: Geometry): number {
  const [west, south, east, north] = boxOf([geometry]) ?? [0, 0, 0, 0];
  return (east - west) * (north - south);
}

export function prepare(layer: LayerInfo, things: Things): Prepared {
  const features = things.features
    .filter((feature) => feature.geometry !== null)
    .map(({ geometry, properties }): Feature<Geometry, Drawn> => ({
      type: 'Feature',
      geometry,
      properties: {
        layer: layer.id,
        id: String(properties[layer.identified_by] ?? ''),
        name: String(properties[layer.named_by] ?? ''),
        invented: properties['invented'] === true,
        shape: shapeOf(geometry),
        level: String(properties['level'] ?? ''),
        size: sizeOf(geometry),
      },
    }));
  return { shapes: { type: 'FeatureCollection', features }, names: namesOf(features) };
}

/** A point inside every area, carrying the area's properties. */
export function namesOf<P extends object>(features: Feature<Geometry, P>[]): FeatureCollection<Point, P> {
  const named = features.flatMap((feature): Feature<Point, P>[] => {
    const place = namePlace(feature.geometry);
    if (!place) return [];
    return [{ type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties: feature.properties }];
  });
  return { type: 'FeatureCollection', features: named };
}

const within = ([west, south, east, north]: Box, box: Box): boolean =>
  west >= box[0] && south >= box[1] && east <= box[2] && north <= box[3];

/**
 * A drawing brought up to date in a box: `fresh` is all that lies in it or crosses it. What lay wholly in it and is not
 * there any more has gone; whatever else was drawn stays as it is.
 */
export function patched(before: Prepared, fresh: Prepared, box: Box): Prepared {
  const anew = new Set(fresh.shapes.features.map((feature) => feature.properties.id));
  const gone = new Set(before.shapes.features
    .filter(({ geometry }) => within(boxOf([geometry]) ?? [Infinity, 0, 0, 0], box))
    .map((feature) => feature.properties.id));
  const stays = ({ properties: { id } }: { properties: Drawn }) => !anew.has(id) && !gone.has(id);
  return {
    shapes: { ...before.shapes, features: [...before.shapes.features.filter(stays), ...fresh.shapes.features] },
    names: { ...before.names, features: [...before.names.features.filter(stays), ...fresh.names.features] },
  };
}
