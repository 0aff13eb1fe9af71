/** What someone is writing and has not saved: kept on this machine per person and layer, with its undo. */

import type { Geometry } from 'geojson';
import { useSyncExternalStore } from 'react';
import type { Properties } from '../types.ts';
import type { Areas } from './topology.ts';

/** Whether the register was wrong all along, or the world changed on a day. */
export type Manner = 'amend' | 'change';

/** A thing as it was read. */
export interface Kept {
  id: string;
  version: number;
  title: string;
  geometry: Geometry | null;
  properties: Properties;
}

/** What undo goes back through. */
export interface Content {
  properties: Properties;
  geometry: Geometry | null;
  /** Neighbours that a shared edge moved along, by their identifiers. */
  others: Areas;
}

export interface Draft extends Content {
  layer: string;
  /** The thing as it was read; null for a new one. */
  base: Kept | null;
  /** The neighbours in `others`, as they were read. */
  neighbours: Readonly<Record<string, Kept>>;
  because: string;
  manner: Manner;
  /** The day a change, or a new thing, holds from. */
  since: string | null;
  /** When it was last touched, in milliseconds since 1970. */
  touched: number;
}

interface Desk {
  draft: Draft | null;
  past: Content[];
  future: Content[];
}

const LONGEST = 200;
/** Typing in one field within this time is one step of undo. */
const PAUSE_MS = 1200;
const NOTHING: Desk = { draft: null, past: [], future: [] };

let whose = '';
let desk: Desk = NOTHING;
let lastField: { name: string; at: number } | null = null;
const listeners = new Set<() => void>();

/** The name of a thing that has no identifier yet. */
export const NEW = '+';
const shelfOf = (layer: string): string => `cairn.draft.${whose}.${layer}.`;
const addressOf = (draft: Draft): string => `${shelfOf(draft.layer)}${draft.base?.id ?? NEW}`;

function tell(next: Desk): void {
  desk = next;
  for (const listener of listeners) listener();
}

/** Whose drafts are kept and offered; another person's stay theirs. */
export function belongsTo(name: string): void {
  if (name === whose) return;
  whose = name;
  tell(NOTHING);
}

export const current = (): Draft | null => desk.draft;

export const useDraft = (): Desk =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => desk,
  );

const contentOf = ({ properties, geometry, others }: Draft): Content => ({ properties, geometry, others });

/** Begin: with a thing that is read, or with nothing. */
export function begin(draft: Draft): void {
  lastField = null;
  tell({ draft, past: [], future: [] });
}

function keep(draft: Draft): void {
  try {
    if (isChanged(draft)) localStorage.setItem(addressOf(draft), JSON.stringify(draft));
    else localStorage.removeItem(addressOf(draft));
  } catch {
    // Storage may be full or forbidden; the draft then lives as long as the page.
  }
}

function follow(draft: Draft, past: Content[], future: Content[]): void {
  const touched = { ...draft, touched: Date.now() };
  keep(touched);
  tell({ draft: touched, past, future });
}

/** A step that undo takes back; one that goes on with the step before is taken back with it. */
export function step(change: Partial<Content>, neighbours: Draft['neighbours'] = {}, goesOn = false): void {
  const { draft, past } = desk;
  if (!draft) return;
  lastField = null;
  follow({ ...draft, ...change, neighbours: { ...neighbours, ...draft.neighbours } }, goesOn ? past : [...past, contentOf(draft)].slice(-LONGEST), []);
}

/** A value typed into a field; what is typed without a pause is taken back together. */
export function fill(name: string, value: unknown): void {
  const { draft, past } = desk;
  if (!draft) return;
  const now = Date.now();
  const goesOn = lastField?.name === name && now - lastField.at < PAUSE_MS;
  lastField = { name, at: now };
  const properties = { ...draft.properties, [name]: value };
  follow({ ...draft, properties }, goesOn ? past : [...past, contentOf(draft)].slice(-LONGEST), []);
}

/** What is said about the change itself; undo leaves it alone. */
export function tellHow(how: Partial<Pick<Draft, 'because' | 'manner' | 'since'>>): void {
  if (desk.draft) follow({ ...desk.draft, ...how }, desk.past, desk.future);
}

/** The draft upon another version of its thing, with what was decided between the two. */
export function rebase(base: Kept, content: Content, neighbours: Draft['neighbours']): void {
  const { draft, past } = desk;
  if (draft) follow({ ...draft, ...content, base, neighbours }, [...past, contentOf(draft)], []);
}

export function undo(): boolean {
  const { draft, past, future } = desk;
  const before = past.at(-1);
  if (!draft || !before) return false;
  lastField = null;
  follow({ ...draft, ...before }, past.slice(0, -1), [contentOf(draft), ...future]);
  return true;
}

export function redo(): boolean {
  const { draft, past, future } = desk;
  const [after, ...rest] = future;
  if (!draft || !after) return false;
  lastField = null;
  follow({ ...draft, ...after }, [...past, contentOf(draft)], rest);
  return true;
}

/** Close the form; what is written stays kept and is offered again. */
export const leave = (): void => tell(NOTHING);

/** Close the form and forget what was written. */
export function discard(): void {
  if (desk.draft) localStorage.removeItem(addressOf(desk.draft));
  tell(NOTHING);
}

/** The drafts kept for a layer, the newest first. */
export function keptFor(layer: string): Draft[] {
  const shelf = shelfOf(layer);
  const found = Object.keys(localStorage).filter((address) => address.startsWith(shelf)).flatMap((address): Draft[] => {
    try {
      return [JSON.parse(localStorage.getItem(address) ?? '') as Draft];
    } catch {
      return [];
    }
  });
  return found.sort((one, other) => other.touched - one.touched);
}

export function forgetKept(draft: Draft): void {
  localStorage.removeItem(addressOf(draft));
  tell({ ...desk });
}

const blank = (value: unknown): boolean => value === null || value === undefined || value === '';

/** Whether two values of a field say the same; a number typed is the number. */
export const equal = (one: unknown, other: unknown): boolean => (blank(one) && blank(other)) || String(one) === String(other);

/** Digits that a shape keeps whichever way it went through the service: 1e-8° is a millimetre. */
const told = (shape: Geometry | null): string =>
  JSON.stringify(shape, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e8) : value));

export const equalShapes = (one: Geometry | null, other: Geometry | null): boolean => one === other || told(one) === told(other);

/** The fields that differ from the thing as it was read. */
export function changedFields({ base, properties }: Draft): string[] {
  return Object.keys(properties).filter((name) => !equal(properties[name], base?.properties[name]));
}

/** Whether anything is written that would be lost. */
export function isChanged(draft: Draft): boolean {
  if (!draft.base) return draft.geometry !== null || changedFields(draft).some((name) => !GIVEN.includes(name));
  return changedFields(draft).length > 0 || !equalShapes(draft.geometry, draft.base.geometry) || Object.keys(draft.others).length > 0;
}

/** What a new form already holds, so that an untouched one is no draft. */
const GIVEN = ['source', 'source_date', 'invented', 'disclosure'];
