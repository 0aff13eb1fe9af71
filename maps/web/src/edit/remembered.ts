/** Source, day and reason of the last save, for the next one of this visit. */

import type { Properties } from '../types.ts';

export interface Origin {
  source: string | null;
  source_date: string | null;
  because: string;
}

const ADDRESS = 'cairn.origin';
const NOTHING: Origin = { source: null, source_date: null, because: '' };

export function lastOrigin(): Origin {
  try {
    return { ...NOTHING, ...(JSON.parse(sessionStorage.getItem(ADDRESS) ?? '{}') as Partial<Origin>) };
  } catch {
    return NOTHING;
  }
}

export function rememberOrigin(properties: Properties, because: string): void {
  const text = (value: unknown) => (typeof value === 'string' && value ? value : null);
  const origin: Origin = { source: text(properties['source']), source_date: text(properties['source_date']), because };
  sessionStorage.setItem(ADDRESS, JSON.stringify(origin));
}
