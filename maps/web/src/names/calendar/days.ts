/** A year of the office: every day by month, and which are not what their weekday says. */

import type { OfficeDay } from '../../officeApi.ts';

export type DayKind = 'working' | 'rest' | 'holiday' | 'made-up';

export interface Day {
  day: string;
  kind: DayKind;
  title: string;
}

const DAY_MS = 86_400_000;
const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

/** The weekday of an ISO day, Monday first: 0 to 6. */
export const placeInWeek = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

export function daysOf(year: number, known: readonly OfficeDay[]): Day[][] {
  const special = new Map(known.map((each) => [each.day, each]));
  const months: Day[][] = Array.from({ length: 12 }, () => []);
  for (let at = Date.UTC(year, 0, 1); new Date(at).getUTCFullYear() === year; at += DAY_MS) {
    const date = new Date(at);
    const day = date.toISOString().slice(0, 10);
    const told = special.get(day);
    const rest = isWeekend(date.getUTCDay());
    months[date.getUTCMonth()]?.push({ day, title: told?.title ?? '', kind: told ? (told.is_working ? 'made-up' : 'holiday') : rest ? 'rest' : 'working' });
  }
  return months;
}

/** A day turned: what its weekday says becomes its contrary with a title, and back again. */
export function turned(known: readonly OfficeDay[], day: string, title: string): OfficeDay[] {
  if (known.some((each) => each.day === day)) return known.filter((each) => each.day !== day);
  const rest = isWeekend(new Date(`${day}T00:00:00Z`).getUTCDay());
  return [...known, { day, is_working: rest, title }].sort((one, other) => (one.day < other.day ? -1 : 1));
}

export const workingDays = (months: readonly Day[][]): number => months.flat().filter(({ kind }) => kind === 'working' || kind === 'made-up').length;
