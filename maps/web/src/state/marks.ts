/** What a desk of names puts on the map: the place that is named, the names it conflicts with, the area the law looks in. */

import type { Geometry } from 'geojson';
import { useEffect, useSyncExternalStore } from 'react';

export type MarkLook = 'scope' | 'place' | 'blocks' | 'needs_reason' | 'information';

export interface Mark {
  look: MarkLook;
  geometry: Geometry;
  word: string;
  /** The name of the register that a touch chooses, by its code. */
  code?: string;
}

const NOTHING: readonly Mark[] = [];
let shown: readonly Mark[] = NOTHING;
const listeners = new Set<() => void>();

function tell(next: readonly Mark[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Show these for as long as the caller is shown; the same list twice is drawn once. */
export function useMarked(marks: readonly Mark[]): void {
  useEffect(() => {
    tell(marks);
    return () => {
      if (shown === marks) tell(NOTHING);
    };
  }, [marks]);
}

export const useMarks = (): readonly Mark[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
