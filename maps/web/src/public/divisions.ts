/** The names of the divisions a place lies in, the widest first: a code means nothing to a passer-by. */

import { readThing } from '../api.ts';
import { useLoaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';

/** A division's code and those it lies in, the widest first: county, township, village. */
export const above = (code: string): string[] => [6, 9, 12].filter((length) => length <= code.length).map((length) => code.slice(0, length));

/** The names by their codes, as far as the register knows them. */
export function useDivisionNames(codes: string[]): Record<string, string> {
  const { asOf } = useRegister();
  const wanted = [...new Set(codes.flatMap(above))];
  const key = wanted.join(',');
  return useLoaded(key ? `division-names:${key}:${asOf}` : null, async (signal) => {
    const things = await Promise.all(wanted.map((code) => readThing('divisions', code, asOf, signal).catch(() => null)));
    return Object.fromEntries(things.flatMap((thing, at) => (thing ? [[wanted[at] ?? '', String(thing.properties['name'] ?? '')]] : [])) as [string, string][]);
  }).value ?? {};
}

export const divisionName = (code: string, names: Record<string, string>): string =>
  above(code).map((each) => names[each] ?? '').filter(Boolean).join(' ') || code;
