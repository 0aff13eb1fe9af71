/** The pages for the public and the ways between them. */

import { go, now } from '../state/store.ts';
import { format, START, type State } from '../state/url.ts';

export type Room = 'names' | 'report' | 'reports';

/** Which room a page lies in, and which thing it shows there. */
export function roomOf(page: string): { room: Room; id: string | null } {
  const [room = '', ...rest] = page.split('/');
  const id = rest.join('/') || null;
  return room === 'report' || room === 'reports' ? { room, id } : { room: 'names', id };
}

const there = (page: string, q: string | null): State => ({ ...START, page, q, lang: now().lang });

export const addressOf = (page: string, q: string | null = null): string => format(there(page, q));

export function leadTo(page: string, q: string | null = null): void {
  go(there(page, q));
  window.scrollTo(0, 0);
}
