/** The features of the layers that are switched on, read once per day looked at and made ready for the map. */

import { useEffect, useMemo, useState } from 'react';
import { readThings } from '../api.ts';
import { prepare, type Prepared } from '../map/prepared.ts';
import { isTiled, type Tiling } from '../map/tiled.ts';
import { asProblem, type Problem } from '../problem.ts';
import type { Atlas } from '../types.ts';
import { onChanged } from './live.ts';
import { useReader } from './loading.ts';
import { learn } from './names.ts';
import { catchUp, isBehind, mark } from './renewal.ts';
import type { Desk, State } from './url.ts';

/** What each desk shows unless someone chose otherwise, as far as the atlas has it. */
const CHOSEN_BY_DESK: Record<Desk, string[]> = {
  overview: ['divisions', 'nursing_homes', 'community_care', 'boundary_lines'],
  coverage: ['nursing_homes'],
  names: ['divisions', 'roads', 'place_names'],
  data: ['divisions'],
  compare: ['divisions'],
  system: ['divisions'],
  account: ['divisions', 'nursing_homes', 'community_care', 'boundary_lines'],
  'sign-in': ['divisions', 'nursing_homes', 'community_care', 'boundary_lines'],
};

/** What a part of a desk shows besides. */
const CHOSEN_BY_PART: Record<string, string[]> = { 'names:signs': ['name_signs'], 'names:numbers': ['addresses'] };

/** What a part shows instead of its desk's: siting draws the homes with signs of its own, roads are for roads. */
const INSTEAD_BY_PART: Record<string, string[]> = { 'coverage:siting': [], 'coverage:roads': ['divisions', 'roads'] };

export function layersOn(state: State, atlas: Atlas): string[] {
  const part = `${state.desk}:${state.tab ?? ''}`;
  const edited = state.desk === 'data' && state.edit ? [state.edit.layer] : [];
  const wanted = new Set([...(state.layers ?? INSTEAD_BY_PART[part] ?? [...CHOSEN_BY_DESK[state.desk], ...(CHOSEN_BY_PART[part] ?? [])]), ...edited]);
  return atlas.layers.filter((layer) => wanted.has(layer.id) && layer.geometry).map((layer) => layer.id);
}

export interface Drawings {
  prepared: Record<string, Prepared>;
  /** Layers too large to be read as a whole. */
  tiled: Record<string, Tiling>;
  failures: Record<string, Problem>;
  retry: (layer: string) => void;
}

const KEPT = 40;
const kept = new Map<string, Prepared>();

function remember(key: string, prepared: Prepared): void {
  kept.set(key, prepared);
  const oldest = kept.keys().next();
  if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
}

/** Drawings of other days, or of layers that are switched off, are read when they are wanted again. */
function forgetOthers(layer: string, key: string | null): void {
  for (const each of [...kept.keys()]) if (each.startsWith(`${layer}@`) && each !== key) kept.delete(each);
}

export function useDrawings(atlas: Atlas, on: string[], asOf: string): Drawings {
  const [arrived, setArrived] = useState(0);
  const [versions, setVersions] = useState<Record<string, number>>({});
  const [failed, setFailed] = useState<Record<string, Problem>>({});
  const wanted = on.join(',');
  const day = `${asOf}#${useReader()}`;
  const put = (key: string) => (ready: Prepared) => {
    remember(key, ready);
    setArrived((count) => count + 1);
  };
  useEffect(() => {
    const control = new AbortController();
    const large = new Set(atlas.layers.filter(isTiled).map((layer) => layer.id));
    const missing = (id: string) => on.includes(id) && !large.has(id) && !kept.has(`${id}@${day}`) && !failed[`${id}@${day}`];
    for (const layer of atlas.layers.filter((each) => missing(each.id))) {
      readThings(layer.id, asOf, control.signal).then(
        (things) => {
          learn(things);
          remember(`${layer.id}@${day}`, prepare(layer, things));
          if (!control.signal.aborted) setArrived((count) => count + 1);
          if (isBehind(`${layer.id}@${day}`)) void catchUp(`${layer.id}@${day}`, () => kept.get(`${layer.id}@${day}`), put(`${layer.id}@${day}`));
        },
        (thrown: unknown) => {
          if (!control.signal.aborted) setFailed((before) => ({ ...before, [`${layer.id}@${day}`]: asProblem(thrown) }));
        },
      );
    }
    return () => control.abort();
  }, [atlas, wanted, day, Object.keys(failed).length]);
  useEffect(() => onChanged(({ layer: changed, boxes }) => {
    for (const layer of atlas.layers.filter((each) => each.geometry && (changed === '' || each.id === changed))) {
      const key = `${layer.id}@${day}`;
      forgetOthers(layer.id, on.includes(layer.id) ? key : null);
      if (!on.includes(layer.id)) continue;
      if (isTiled(layer)) {
        setVersions((before) => ({ ...before, [layer.id]: (before[layer.id] ?? 0) + 1 }));
        continue;
      }
      mark(key, { layer, asOf, boxes });
      if (kept.has(key)) void catchUp(key, () => kept.get(key), put(key));
    }
  }), [atlas, wanted, day]);
  const prepared = useMemo(
    () => Object.fromEntries(on.flatMap((layer) => {
      const ready = kept.get(`${layer}@${day}`);
      return ready ? [[layer, ready] as const] : [];
    })),
    [wanted, day, arrived],
  );
  const tiled = useMemo(
    () => Object.fromEntries(atlas.layers.filter((layer) => on.includes(layer.id) && isTiled(layer))
      .map((layer) => [layer.id, { asOf, version: `${day}:${versions[layer.id] ?? 0}` }])),
    [atlas, wanted, day, versions],
  );
  const failures = Object.fromEntries(on.flatMap((layer) => {
    const problem = failed[`${layer}@${day}`];
    return problem ? [[layer, problem] as const] : [];
  }));
  const retry = (layer: string) =>
    setFailed((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== `${layer}@${day}`)));
  return { prepared, tiled, failures, retry };
}
