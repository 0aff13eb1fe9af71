/** The thing a form is about: a draft kept from before, the record as it stands, or an empty form. */

import { useCallback, useEffect, useState } from 'react';
import { asProblem, type Problem } from '../problem.ts';
import { onChanged } from '../state/live.ts';
import type { LayerInfo } from '../types.ts';
import { keptOf, readNow } from './deeds.ts';
import { begin, current, keptFor, NEW, type Draft, type Kept } from './draft.ts';
import { lastOrigin } from './remembered.ts';
import { isSending } from './saved.ts';

export interface Opened {
  problem: Problem | null;
  /** A draft of an earlier visit that was taken up again; when it was kept, in milliseconds since 1970. */
  resumed: number | null;
  /** The record as it stands now, when somebody else wrote it since; gone when it holds no more. */
  newer: Kept | 'gone' | null;
  /** Begin again from the record. */
  restart: () => void;
  dismissNewer: () => void;
}

function emptyDraft(layer: LayerInfo, since: string): Draft {
  const { source, source_date, because } = lastOrigin();
  return {
    layer: layer.id, base: null, neighbours: {}, others: {}, geometry: null, because, manner: 'amend', since, touched: 0,
    properties: { source, source_date, disclosure: layer.disclosure, invented: false },
  };
}

const draftOf = (layer: LayerInfo, base: Kept): Draft => ({
  layer: layer.id, base, neighbours: {}, others: {}, geometry: base.geometry, properties: base.properties,
  because: lastOrigin().because, manner: 'amend', since: null, touched: 0,
});

export function useThing(layer: LayerInfo, id: string, asOf: string, present: string): Opened {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [resumed, setResumed] = useState<number | null>(null);
  const [newer, setNewer] = useState<Kept | 'gone' | null>(null);

  const look = useCallback(async (signal?: AbortSignal) => keptOf(layer, await readNow(layer.id, id, asOf, signal)), [layer, id, asOf]);
  const start = useCallback(async (anew: boolean, signal?: AbortSignal) => {
    const kept = anew ? undefined : keptFor(layer.id).find((draft) => (draft.base?.id ?? NEW) === id);
    setResumed(kept?.touched ?? null);
    setNewer(null);
    setProblem(null);
    if (kept) begin(kept);
    if (id === NEW) {
      if (!kept) begin(emptyDraft(layer, present));
      return;
    }
    try {
      const now = await look(signal);
      if (signal?.aborted) return;
      if (!kept) begin(draftOf(layer, now));
      else if (now.version !== kept.base?.version) setNewer(now);
    } catch (thrown) {
      if (signal?.aborted) return;
      const refusal = asProblem(thrown);
      if (kept && [404, 410].includes(refusal.status)) setNewer('gone');
      else setProblem(refusal);
    }
  }, [layer, id, look]);

  useEffect(() => {
    const control = new AbortController();
    void start(false, control.signal);
    return () => control.abort();
  }, [layer.id, id, asOf]);
  useEffect(() => onChanged(({ layer: changed }) => {
    if (current()?.base?.id !== id || isSending() || (changed !== layer.id && changed !== '')) return;
    look().then(
      (now) => {
        const base = current()?.base;
        if (base?.id === now.id && now.version !== base.version) setNewer(now);
      },
      (thrown: unknown) => {
        if ([404, 410].includes(asProblem(thrown).status) && current()?.base) setNewer('gone');
      },
    );
  }), [layer.id, id, look]);
  return { problem, resumed, newer, restart: () => void start(true), dismissNewer: () => setNewer(null) };
}
