/** Reading from the service while a component is shown: what came, what went wrong, try again. */

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { asProblem, type Problem } from '../problem.ts';

export interface Loaded<T> {
  value: T | null;
  problem: Problem | null;
  loading: boolean;
  retry: () => void;
}

const KEPT = 60;
const kept = new Map<string, unknown>();

/** Keep what is already known under a key, so that it need not be read. */
export function keep(key: string, value: unknown): void {
  kept.delete(key);
  kept.set(key, value);
  const oldest = kept.keys().next();
  if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
}

/** Forget what was read under keys that begin so, for the next look reads anew. */
export function forget(prefix: string): void {
  for (const key of [...kept.keys()]) if (key.startsWith(prefix)) kept.delete(key);
}

const holders = new Set<(prefix: string) => void>();

/** Read anew what is shown under keys that begin so; until it comes, what is shown stays. */
export function refresh(prefix: string): void {
  forget(prefix);
  for (const holder of holders) holder(prefix);
}

let reader = 0;
const listeners = new Set<() => void>();

/** Someone else reads now, or may read more or less than before: nothing kept is theirs, everything shown is read anew. */
export function renew(): void {
  kept.clear();
  reader += 1;
  for (const listener of listeners) listener();
}

export function onRenewed(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whose readings these are; it changes when everything is read anew. */
export const useReader = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reader,
  );

interface Answer<T> {
  key: string | null;
  value: T | null;
  problem: Problem | null;
}

/**
 * Read under a key; null reads nothing. While a new key is read the former value stays, so the page does not blink;
 * `loading` says that it is the former one.
 */
export function useLoaded<T>(key: string | null, read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ key: null, value: null, problem: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const again = (prefix: string) => {
      if (key?.startsWith(prefix)) setAttempt((count) => count + 1);
    };
    holders.add(again);
    return () => {
      holders.delete(again);
    };
  }, [key]);
  const whose = useReader();
  useEffect(() => {
    if (key === null) {
      setAnswer({ key: null, value: null, problem: null });
      return undefined;
    }
    if (kept.has(key)) {
      setAnswer({ key, value: kept.get(key) as T, problem: null });
      return undefined;
    }
    const control = new AbortController();
    read(control.signal).then(
      (value) => {
        if (whose === reader) keep(key, value);
        if (!control.signal.aborted) setAnswer({ key, value, problem: null });
      },
      (thrown: unknown) => {
        if (!control.signal.aborted) setAnswer({ key, value: null, problem: asProblem(thrown) });
      },
    );
    return () => control.abort();
    // The key names what is read; a new closure of the same key reads the same.
  }, [key, attempt, whose]);
  const retry = useCallback(() => {
    setAnswer((before) => ({ ...before, problem: null, key: null }));
    setAttempt((count) => count + 1);
  }, []);
  return { value: answer.value, problem: answer.key === key ? answer.problem : null, loading: answer.key !== key, retry };
}
