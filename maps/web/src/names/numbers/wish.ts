/** What is wished of a road's numbering, kept in the address; and how a plan is told on the map. */

import type { Mark } from '../../state/marks.ts';
import { COMPASS, FORMS, type GivenDoor, type NumberingPlan, type NumberRow, type RoadWish } from '../../numberingApi.ts';

export const BLANK_WISH = { form: 'through', origin: null, start: null, odd: null, one_sided: false } as const satisfies Omit<RoadWish, 'road' | 'scheme'>;

export type Wished = Omit<RoadWish, 'road' | 'scheme'>;

/** One of the directions, or null where the scheme decides. */
export const compassOf = (text: string | undefined): Wished['start'] => COMPASS.find((each) => each === text) ?? null;
export const formOf = (text: string | undefined): Wished['form'] => FORMS.find((each) => each === text) ?? 'through';

/** Whether the number on a plate would change: a new house has none to change. */
export const isRenumbered = ({ address, old_address: before }: NumberRow): boolean => before !== null && before !== address;

export const changes = (plan: NumberingPlan) => ({
  all: plan.numbers.length,
  fresh: plan.numbers.filter(({ old_address: before }) => before === null).length,
  changed: plan.numbers.filter(isRenumbered).length,
});

/** The numbers of a plan as they lie, from where they begin; what changes is heavier. */
export function marksOf(plan: NumberingPlan, startWord: string): Mark[] {
  const numbers = plan.numbers.map((row): Mark => ({
    look: isRenumbered(row) ? 'needs_reason' : row.old_address === null ? 'place' : 'information',
    word: String(row.number), geometry: { type: 'Point', coordinates: [row.lon, row.lat] },
  }));
  return [{ look: 'blocks', word: startWord, geometry: { type: 'Point', coordinates: [...plan.start] } }, ...numbers];
}

/** A door that was touched on the map, under a name no other one has. */
export function withDoor(doors: readonly GivenDoor[], lon: number, lat: number): GivenDoor[] {
  const last = Math.max(0, ...doors.map(({ key }) => Number(key.slice(1)) || 0));
  return [...doors, { key: `n${last + 1}`, lon, lat, is_empty: false }];
}

/** The rows from where the numbers begin: as one walks, and on both hands at once. */
export const asWalked = (rows: readonly NumberRow[]): NumberRow[] => [...rows].sort((one, other) => one.chainage_m - other.chainage_m || one.number - other.number);
