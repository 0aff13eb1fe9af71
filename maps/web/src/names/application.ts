/** An application that is being written: kept on this machine for its person until it becomes a case. */

import type { Checked, NamingItem } from '../namesApi.ts';

export interface Application {
  kind: string;
  title: string;
  applicant: string;
  division: string | null;
  items: NamingItem[];
  /** When it was last touched, in milliseconds since 1970. */
  touched: number;
}

const shelf = (who: string, number: string | null): string => `cairn.naming.${who}.${number ?? '+'}`;

export const blankItem = (kind = 'street'): NamingItem => ({ name: '', kind });

export const blank = (division: string | null): Application =>
  ({ kind: 'naming', title: '', applicant: '', division, items: [blankItem()], touched: 0 });

/** The draft of a person, for a case or a new one; null where nothing was kept. */
export function keptApplication(who: string, number: string | null): Application | null {
  try {
    return JSON.parse(localStorage.getItem(shelf(who, number)) ?? 'null') as Application | null;
  } catch {
    return null;
  }
}

export function keepApplication(who: string, number: string | null, written: Application): void {
  try {
    localStorage.setItem(shelf(who, number), JSON.stringify({ ...written, touched: Date.now() }));
  } catch {
    // Storage may be full or forbidden; the draft then lives as long as the page.
  }
}

export const forgetApplication = (who: string, number: string | null): void => localStorage.removeItem(shelf(who, number));

/** Whether anything is written that would be lost. */
export const isWritten = ({ applicant, title, items }: Application): boolean =>
  applicant.trim() !== '' || title.trim() !== '' || items.some(({ name, geometry, meaning, reason }) => Boolean(name.trim() || geometry || meaning || reason));

/** Items that say a name; the empty line at the end of a table is none. */
export const filled = (items: readonly NamingItem[]): NamingItem[] =>
  items.filter(({ name }) => name.trim() !== '').map((item, at) => ({ ...item, name: item.name.trim(), position: at + 1 }));

/** Names that stand in the table more than once. */
export function repeatedIn(items: readonly NamingItem[]): Set<string> {
  const names = filled(items).map(({ name }) => name);
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}

/** What a check knows of an item that nobody has to type: its parts, and the spelling where it is certain. */
export function known({ spelling }: Checked): Pick<NamingItem, 'spelt' | 'specific_term' | 'generic_term'> {
  if (!spelling) return { spelt: null };
  return { spelt: spelling.is_certain ? spelling.toned : null, specific_term: spelling.specific || null, generic_term: spelling.generic || null };
}

/** What the service keeps of an item; findings are its own, and what is empty is left out. */
export function sent({ findings: _findings, answers: _answers, checked_at: _checked, position: _position, standing_name: _standing, spelt, ...item }: NamingItem): NamingItem {
  const said = { ...item, romanized: item.romanized || spelt || null };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null && value !== undefined && value !== '')) as unknown as NamingItem;
}
