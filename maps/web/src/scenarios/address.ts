/** Which plan, which two, which rows: as the address says it, so that a link opens the same view. */

type Filters = Record<string, string>;

const NUMBER = /^[1-9]\d{0,17}$/;

/** The number of the plan that is open; null for the list. */
export function planOf(filters: Filters): number | null {
  const told = filters['plan'] ?? '';
  return NUMBER.test(told) ? Number(told) : null;
}

/** The numbers of two plans side by side; null where there are not two different ones. */
export function comparedOf(filters: Filters): [number, number] | null {
  const [left = '', right = '', ...more] = (filters['compare'] ?? '').split(',');
  if (!NUMBER.test(left) || !NUMBER.test(right) || more.length > 0 || left === right) return null;
  return [Number(left), Number(right)];
}

export interface AskedRows {
  of: string;
  when: 'before' | 'after';
  township: string | null;
}

/** `waiting`, `waiting:before` or `waiting:after:430621100`. */
export function rowsOf(told: string): AskedRows {
  const [of = '', when = 'after', township = ''] = told.split(':');
  return { of, when: when === 'before' ? 'before' : 'after', township: township || null };
}

export const written = (of: string, when: 'before' | 'after', township?: string): string =>
  [of, when, township].filter(Boolean).join(':');

/** Tick or untick a plan: of three the oldest tick gives way. */
export function picked(before: readonly number[], number: number): number[] {
  return before.includes(number) ? before.filter((each) => each !== number) : [...before, number].slice(-2);
}
