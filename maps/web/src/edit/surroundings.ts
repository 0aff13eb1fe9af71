/** What stands around the thing that is edited: to snap to, and where areas tile to move along. */

import type { Geometry } from 'geojson';
import { useMemo } from 'react';
import { boxOf } from '../map/places.ts';
import { useLoaded } from '../state/loading.ts';
import type { Box, LayerInfo } from '../types.ts';
import { keptOf, readAround } from './deeds.ts';
import type { Kept } from './draft.ts';
import { nodedTogether, type Areas } from './topology.ts';

/** The name of the edited thing among the areas. */
export const OWN = '';

export interface Surroundings {
  /** The other things of the layer, by identifier. */
  kept: Readonly<Record<string, Kept>>;
  /** Shapes to snap to besides. */
  also: Geometry[];
}

const NOTHING: Surroundings = { kept: {}, also: [] };
/** How far around, in degrees: about a kilometre. */
const ROOM = 0.01;

/** A box in hundredths of a degree, so that a little step reads nothing new. */
export function roomAround([west, south, east, north]: Box): Box {
  const [down, up] = [(value: number) => Math.floor((value - ROOM) * 100) / 100, (value: number) => Math.ceil((value + ROOM) * 100) / 100];
  return [down(west), down(south), up(east), up(north)];
}

export function useSurroundings(layer: LayerInfo, divisions: LayerInfo | undefined, own: string | null, box: Box | null, asOf: string): Surroundings {
  const key = box && layer.geometry ? box.join(',') : null;
  const things = useLoaded(key && `around:${layer.id}:${asOf}:${key}`, (signal) => readAround(layer.id, asOf, box!, signal)).value;
  const others = divisions && divisions.id !== layer.id ? divisions : null;
  const also = useLoaded(key && others && `around:${others.id}:${asOf}:${key}`, (signal) => readAround(others!.id, asOf, box!, signal)).value;
  return useMemo(() => {
    if (!things) return NOTHING;
    const kept = things.features.map((thing) => keptOf(layer, thing)).filter(({ id, geometry }) => id !== own && geometry);
    return {
      kept: Object.fromEntries(kept.map((each) => [each.id, each])),
      also: (also?.features ?? []).flatMap(({ geometry }) => (geometry ? [geometry] : [])),
    };
  }, [things, also, layer, own]);
}

/** The edited area among its neighbours, with each other's corners on their shared edges. */
export function tiled(own: Geometry | null, kept: Surroundings['kept'], others: Areas): Areas {
  if (!own) return {};
  const shapes = Object.fromEntries(Object.values(kept).flatMap(({ id, geometry }) => (geometry ? [[id, others[id] ?? geometry]] : [])));
  const box = boxOf([own]);
  const near = Object.fromEntries(Object.entries(shapes).filter(([, shape]) => box && touch(boxOf([shape]), box)));
  const areas = { ...near, ...others, [OWN]: own };
  return { ...areas, ...nodedTogether(areas) };
}

const touch = (one: Box | null, other: Box): boolean =>
  one !== null && one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
