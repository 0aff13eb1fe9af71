/** What the map draws of two states of things: was dashed, is solid. One desk or card at a time says what is shown. */

import type { Geometry } from 'geojson';
import { useEffect, useSyncExternalStore } from 'react';

export type Side = 'was' | 'is';

export interface Difference {
  side: Side;
  layer: string;
  id: string;
  name: string;
  geometry: Geometry;
}

const NOTHING: readonly Difference[] = [];
let shown: readonly Difference[] = NOTHING;
const listeners = new Set<() => void>();

function tell(next: readonly Difference[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Show these for as long as the caller is shown; the same list twice is drawn once. */
export function useShown(differences: readonly Difference[]): void {
  useEffect(() => {
    tell(differences);
    return () => {
      if (shown === differences) tell(NOTHING);
    };
  }, [differences]);
}

export const useDifferences = (): readonly Difference[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
