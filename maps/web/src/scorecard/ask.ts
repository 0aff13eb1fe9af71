/** Which policy, which indicator, whose rows: all in the address. */

import { go, now } from '../state/store.ts';

/** Other parts of the address keep what they say. */
export const ask = (filters: Record<string, string | null>, rows: string | null = null) => go({
  rows,
  filters: Object.fromEntries(Object.entries({ ...now().filters, ...filters }).filter((pair): pair is [string, string] => pair[1] !== null)),
});
