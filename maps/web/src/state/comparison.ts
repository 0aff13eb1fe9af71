/** Two days side by side: what is listed, and what the map draws of it. */

import { useMemo } from 'react';
import { readComparison, readDifferences, type ChangedThing, type Comparison, type DifferenceCount } from '../historyApi.ts';
import type { Atlas, LayerInfo, Thing } from '../types.ts';
import type { Difference, Side } from './differences.ts';
import { useLoaded, type Loaded } from './loading.ts';
import { layerOf } from './register.tsx';
import type { Selection, State } from './url.ts';

export interface TwoDays {
  from: string;
  to: string;
}

/** The two days of an address; what it leaves open is the present and a year before it. */
export function daysOf(state: State, present: string): TwoDays {
  const to = state.to ?? state.asOf ?? present;
  return { from: state.from ?? yearsBefore(to, 1), to };
}

export function yearsBefore(day: string, years: number): string {
  const [year = '', month = '', date = ''] = day.split('-');
  // The last of February has no forerunner in most years.
  return `${String(Number(year) - years).padStart(4, '0')}-${month}-${month === '02' && date === '29' ? '28' : date}`;
}

export interface Compared {
  days: TwoDays;
  counts: Loaded<DifferenceCount[]>;
  /** The layer whose differences are listed: the one asked for, or the first on the map that has any. */
  layer: LayerInfo | null;
  list: Loaded<Comparison>;
  differences: Difference[];
  /** The chosen thing as the comparison knows it. */
  chosen: { thing: Thing; changed: ChangedThing | null } | null;
}

export function useComparison(state: State, atlas: Atlas, present: string): Compared {
  const here = state.desk === 'compare';
  const days = daysOf(state, present);
  const key = here ? `${days.from}:${days.to}` : null;
  const counts = useLoaded(key && `differences:${key}`, (signal) => readDifferences(days.from, days.to, signal));
  const layer = here ? layerAsked(state, atlas, counts.value) : null;
  const list = useLoaded(key && layer && `comparison:${layer.id}:${key}`,
    (signal) => readComparison(layer!.id, days.from, days.to, signal));
  const told = list.loading ? null : list.value;
  const differences = useMemo(() => (told && layer ? drawn(told, layer) : []), [told, layer]);
  const chosen = useMemo(() => (told ? find(told, state.selection) : null), [told, state.selection]);
  return { days, counts, layer, list, differences, chosen };
}

const differs = ({ added, ended, changed }: DifferenceCount): boolean => added + ended + changed > 0;

function layerAsked(state: State, atlas: Atlas, counts: DifferenceCount[] | null): LayerInfo | null {
  const asked = state.layer ? layerOf(atlas, state.layer) : undefined;
  if (asked) return asked;
  const first = counts?.filter(differs).map((each) => layerOf(atlas, each.id)).find((each) => each?.geometry);
  return first ?? null;
}

function find(told: Comparison, selection: Selection | null): Compared['chosen'] {
  if (selection?.layer !== told.layer) return null;
  const changed = told.changed.find((each) => each.id === selection.id);
  if (changed) return { thing: changed.after, changed };
  const thing = [...told.added, ...told.ended].find((each) => String(each.id) === selection.id);
  return thing ? { thing, changed: null } : null;
}

function drawn(told: Comparison, layer: LayerInfo): Difference[] {
  const side = (of: Side) => (thing: Thing): Difference[] => thing.geometry
    ? [{ side: of, layer: layer.id, id: String(thing.id), name: String(thing.properties[layer.named_by] ?? thing.id), geometry: thing.geometry }] : [];
  const [was, is] = [side('was'), side('is')];
  const moved = told.changed.flatMap(({ fields, before, after }) => (fields.includes('geom') ? [...was(before), ...is(after)] : is(after)));
  return [...told.ended.flatMap(was), ...told.added.flatMap(is), ...moved];
}
