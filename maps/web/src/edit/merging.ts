/** Two people wrote the same thing: what each changed, and what is to be decided. */

import type { Geometry } from 'geojson';
import type { Field, Properties } from '../types.ts';
import { equal, equalShapes } from './draft.ts';

export type Side = 'mine' | 'theirs';

/** One version of a thing as far as a form writes it. */
export interface Version {
  properties: Properties;
  geometry: Geometry | null;
}

export interface Versions {
  base: Version;
  mine: Version;
  theirs: Version;
}

/** The name under which the shape is decided beside the fields. */
export const SHAPE = 'geom';

/** What differs between mine and theirs; `clash` when both changed it, else the side that changed it. */
export interface Difference {
  name: string;
  changedBy: Side | 'clash';
}

export function differences(fields: Field[], { base, mine, theirs }: Versions): Difference[] {
  const found = fields.flatMap(({ name }) => {
    const own = [base, mine, theirs].map(({ properties }) => properties[name]);
    return compared(name, own, equal);
  });
  return [...found, ...compared(SHAPE, [base.geometry, mine.geometry, theirs.geometry], (one, other) =>
    equalShapes(one as Geometry | null, other as Geometry | null))];
}

function compared(name: string, [base, mine, theirs]: unknown[], alike: (one: unknown, other: unknown) => boolean): Difference[] {
  if (alike(mine, theirs)) return [];
  if (alike(base, theirs)) return [{ name, changedBy: 'mine' }];
  return [{ name, changedBy: alike(base, mine) ? 'theirs' : 'clash' }];
}

/** What only one side changed is that side's; what both changed is mine until someone decides. */
export const proposed = (found: Difference[]): Record<string, Side> =>
  Object.fromEntries(found.map(({ name, changedBy }) => [name, changedBy === 'theirs' ? 'theirs' : 'mine']));

/** Their version with what was decided for mine. */
export function merged({ mine, theirs }: Versions, decided: Readonly<Record<string, Side>>): Version {
  const own = Object.entries(decided).filter(([name, side]) => side === 'mine' && name !== SHAPE);
  return {
    properties: { ...theirs.properties, ...Object.fromEntries(own.map(([name]) => [name, mine.properties[name]])) },
    geometry: decided[SHAPE] === 'mine' ? mine.geometry : theirs.geometry,
  };
}
