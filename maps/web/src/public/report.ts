/** A report being written: what is still missing, a position as it is typed, and its keeping until the page is closed. */

import { REPORT_KINDS, type NewReport, type ReportKind } from '../publicNamesApi.ts';
import type { Word } from '../words/index.ts';

export type PlacedBy = 'map' | 'device' | 'typed';

export interface Written {
  kind: ReportKind | null;
  name: string;
  message: string;
  contact: string;
  at: [number, number] | null;
  placedBy: PlacedBy | null;
  /** How far the device may err, in metres. */
  accuracy: number | null;
}

export const BLANK: Written = { kind: null, name: '', message: '', contact: '', at: null, placedBy: null, accuracy: null };

export type Part = 'kind' | 'name' | 'where' | 'message';

/** What must still be filled in, in the order of the form. */
export function missing(written: Written): Part[] {
  const gaps: [Part, boolean][] = [
    ['kind', written.kind === null], ['name', !written.name.trim()], ['where', written.at === null], ['message', !written.message.trim()],
  ];
  return gaps.filter(([, open]) => open).map(([part]) => part);
}

export const needed = (part: Part): Word => `report.need.${part}`;

/** As it is sent; only a whole one can be. */
export function sendable({ kind, name, message, contact, at, placedBy, accuracy }: Written): NewReport | null {
  if (kind === null || at === null) return null;
  return {
    kind, name: name.trim(), message: message.trim(), lon: at[0], lat: at[1],
    accuracy_m: placedBy === 'device' && accuracy !== null ? Math.ceil(accuracy) : null, contact: contact.trim() || null,
  };
}

const SEVENTH = 1e7;
const fine = (degrees: number): number => Math.round(degrees * SEVENTH) / SEVENTH;

/** Longitude and latitude as somebody types them; also written the other way round, which in China cannot be mistaken. */
export function typedPlace(text: string): [number, number] | null {
  const numbers = (text.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (numbers.length !== 2) return null;
  const [first = NaN, second = NaN] = numbers;
  if (inChina(first, second)) return [fine(first), fine(second)];
  return inChina(second, first) ? [fine(second), fine(first)] : null;
}

const inChina = (lon: number, lat: number): boolean => lon >= 70 && lon <= 140 && lat >= 0 && lat <= 60;

const DRAWER = 'cairn.report';

export function kept(): Written {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(DRAWER) ?? 'null');
    if (typeof found !== 'object' || found === null) return BLANK;
    const written = { ...BLANK, ...(found as Partial<Written>) };
    return REPORT_KINDS.some((kind) => kind === written.kind) ? written : { ...written, kind: null };
  } catch {
    return BLANK;
  }
}

export const keep = (written: Written): void => sessionStorage.setItem(DRAWER, JSON.stringify(written));
export const forgetReport = (): void => sessionStorage.removeItem(DRAWER);
