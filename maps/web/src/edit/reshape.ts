/** What a step on the map does to a draft: to its own shape, and where areas tile to the neighbours' too. */

import type { Geometry, Position } from 'geojson';
import { inserted, moved, pointAt, removed, shifted, type Corner } from './chains.ts';
import type { Content, Draft } from './draft.ts';
import { OWN, tiled, type Surroundings } from './surroundings.ts';
import { insertedTogether, movedTogether, removedTogether, type Areas } from './topology.ts';

/** Why a step cannot be done. */
export type Refusal = 'junction' | 'vanish' | 'last';

export type Outcome = { content: Content; neighbours: Draft['neighbours'] } | Refusal;

export interface Ground {
  draft: Draft;
  around: Surroundings;
  /** Whether areas of this layer tile. */
  tiles: boolean;
}

/** The areas as they stand, the own one under `OWN`. */
export const areasOf = ({ draft, around, tiles }: Ground): Areas =>
  (tiles ? tiled(draft.geometry, around.kept, draft.others) : { [OWN]: draft.geometry ?? { type: 'Point', coordinates: [] } });

function outcome({ draft, around }: Ground, changed: Areas): Outcome {
  const { [OWN]: own, ...others } = changed;
  const touched = Object.fromEntries(Object.keys(others).flatMap((id) => (around.kept[id] ? [[id, around.kept[id]]] : [])));
  return {
    content: { properties: draft.properties, geometry: own ?? draft.geometry, others: { ...draft.others, ...others } },
    neighbours: touched,
  };
}

const own = (ground: Ground, geometry: Geometry): Outcome =>
  ({ content: { properties: ground.draft.properties, geometry, others: ground.draft.others }, neighbours: {} });

/** A corner goes elsewhere. `areas` are those of the ground, kept through a drag. */
export function moveCorner(ground: Ground, areas: Areas, corner: Corner, to: Position): Outcome {
  const shape = areas[OWN];
  const from = shape && pointAt(shape, corner);
  if (!shape || !from) return 'vanish';
  if (!ground.tiles) {
    const after = moved(shape, corner, to);
    return after ? own(ground, after) : 'vanish';
  }
  const after = movedTogether(areas, from, to);
  return after ? outcome(ground, after) : 'vanish';
}

export function insertCorner(ground: Ground, areas: Areas, corner: Corner, at: Position): Outcome {
  const shape = areas[OWN];
  const start = shape && pointAt(shape, corner);
  const end = shape && (pointAt(shape, { ...corner, at: corner.at + 1 }) ?? pointAt(shape, { ...corner, at: 0 }));
  if (!shape || !start || !end) return 'vanish';
  if (ground.tiles) return outcome(ground, insertedTogether(areas, start, end, at));
  const after = inserted(shape, corner, at);
  return after ? own(ground, after) : 'vanish';
}

export function removeCorner(ground: Ground, areas: Areas, corner: Corner): Outcome {
  const shape = areas[OWN];
  const point = shape && pointAt(shape, corner);
  if (!shape || !point) return 'last';
  if (ground.tiles) {
    const after = removedTogether(areas, point);
    return after ? outcome(ground, after) : 'junction';
  }
  const after = removed(shape, corner);
  return after ? own(ground, after) : 'last';
}

export const shiftWhole = (ground: Ground, areas: Areas, east: number, north: number): Outcome => {
  const shape = areas[OWN];
  return shape ? own(ground, shifted(shape, east, north)) : 'vanish';
};
