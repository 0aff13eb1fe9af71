/** The state of the page, kept in the address and nowhere else. */

import { useSyncExternalStore } from 'react';
import { format, parse, type Selection, type State } from './url.ts';

let current = parse(window.location.pathname, window.location.search);
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

window.addEventListener('popstate', () => {
  current = parse(window.location.pathname, window.location.search);
  tell();
});

function change(patch: Partial<State>, write: 'pushState' | 'replaceState'): void {
  const next = { ...current, ...patch };
  const before = format(current);
  current = next;
  const after = format(next);
  if (after !== before) window.history[write](null, '', after);
  tell();
}

/** Asks before something is left: true when the going waits for an answer, which `onward` then carries out. */
type Guard = (patch: Partial<State>, onward: () => void) => boolean;
let guard: Guard | null = null;
export const guardIs = (asks: Guard | null): void => void (guard = asks);

/** Go somewhere else; the browser's back returns here. */
export function go(patch: Partial<State>): void {
  const onward = () => change(patch, 'pushState');
  if (!guard?.(patch, onward)) onward();
}

/** The same place, a little moved; nothing to go back to. */
export const adjust = (patch: Partial<State>): void => change(patch, 'replaceState');

export const now = (): State => current;

export function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSight = (): State => useSyncExternalStore(follow, now);

/** Choose one thing everywhere at once: table, map, card and address. */
export function choose(selection: Selection | null): void {
  const before = current.selection;
  if (before?.layer === selection?.layer && before?.id === selection?.id) return;
  go({ selection });
}

/** Follow a link of the service to a desk of this application. */
export function visit(link: string): void {
  const url = new URL(link, window.location.href);
  const there = parse(url.pathname, url.search);
  go({ ...there, lang: current.lang, asOf: there.asOf ?? current.asOf, view: there.view ?? current.view,
    layers: there.layers ?? current.layers });
}
