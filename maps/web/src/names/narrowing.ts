/** Lists of the names desk are narrowed in the address; what is empty is left out of it. */

import { adjust, now } from '../state/store.ts';

export const without = (filters: Record<string, string | null | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter((pair): pair is [string, string] => Boolean(pair[1])));

export const narrow = (change: Record<string, string | null | undefined>): void =>
  adjust({ filters: without({ ...now().filters, ...change }) });
