/** What anybody changed, told by the service as it happens; the map and what is read follow without a reload. */

import { useSyncExternalStore } from 'react';
import type { Box } from '../types.ts';
import { onRenewed, refresh } from './loading.ts';

export interface Changed {
  layer: string;
  /** Where, as boxes in lon/lat degrees; null or none when nobody knows, or the layer has no places. */
  boxes: Box[] | null;
}

type Ear = (changed: Changed) => void;

/** Counts and figures need not be told anew with every keystroke of a busy office. */
const CALM_MS = 1500;
const AGAIN_MS = 3000;

const ears = new Set<Ear>();
const lostListeners = new Set<() => void>();
let source: EventSource | null = null;
let lost = false;
let missed = false;
let figures: number | undefined;

export function onChanged(ear: Ear): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

/** Somebody changed a layer: everything shown of it is read anew, while it goes on being shown. */
export function announce(changed: Changed): void {
  for (const ear of ears) ear(changed);
  for (const shown of ['thing', 'list', 'around']) refresh(`${shown}:${changed.layer && `${changed.layer}:`}`);
  window.clearTimeout(figures);
  figures = window.setTimeout(() => {
    refresh('atlas:');
    refresh('overview:');
  }, CALM_MS);
}

/** After a silence nobody knows what was missed: every layer is looked at again. */
const everything = (): void => announce({ layer: '', boxes: null });

function setLost(next: boolean): void {
  if (lost === next) return;
  lost = next;
  for (const listener of lostListeners) listener();
}

function open(): void {
  if (source || document.visibilityState !== 'visible') return;
  const opened = new EventSource('/api/events');
  source = opened;
  opened.addEventListener('open', () => {
    setLost(false);
    if (missed) everything();
    missed = false;
  });
  opened.addEventListener('change', (event) => {
    const told = JSON.parse((event as MessageEvent<string>).data) as { layer: string; boxes?: Box[] | null };
    announce({ layer: told.layer, boxes: told.boxes ?? null });
  });
  opened.addEventListener('error', () => {
    // The browser comes back by itself and says what it heard last, except where it was refused.
    if (opened.readyState !== EventSource.CLOSED) return;
    missed = true;
    close();
    setLost(true);
    window.setTimeout(open, AGAIN_MS);
  });
}

function close(): void {
  source?.close();
  source = null;
}

/** A page nobody looks at holds no connection: a browser has few to one service. */
function glance(): void {
  if (document.visibilityState === 'visible') open();
  else {
    missed = source !== null || missed;
    close();
  }
}

/** Listen as long as the page is looked at; whoever signs in or out may hear more or less than before. */
export function listen(): void {
  document.addEventListener('visibilitychange', glance);
  onRenewed(() => {
    close();
    open();
  });
  open();
}

export const useLost = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },
    () => lost,
  );
