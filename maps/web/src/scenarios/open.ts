/** Another view of plans. */

import { go } from '../state/store.ts';

/** Open a view; what is not said is left. */
export const plans = (filters: Record<string, string>): void => go({ filters, rows: null, selection: null, card: null });
