/** A clock of the law in words: what is left, in which days, or why nobody can say. */

import type { Clock, ClockState, QueuedCase } from '../namesApi.ts';
import type { Words } from '../words/index.ts';

type Speaker = Pick<Words, 't'>;

/** The most pressing first; a due day nobody can count is looked at before what has time. */
export const PRESSING: ClockState[] = ['overdue', 'soon', 'unknown', 'running', 'paused', 'met'];

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** 2026-11-30 周一 */
export function dayWithWeek(day: string, { t }: Speaker): string {
  const at = new Date(`${day}T00:00:00Z`);
  const name = WEEKDAYS[at.getUTCDay()];
  return name ? `${day} ${t(`weekday.${name}`)}` : day;
}

export function leftOf(clock: Clock, words: Speaker): string {
  const { t } = words;
  const days = clock.left_days;
  const unit = t(clock.day_kind === 'working' ? 'clock.unit.working' : 'clock.unit.calendar');
  if (clock.state === 'met') return t('clock.met');
  if (clock.state === 'paused') return t('clock.paused');
  if (clock.state === 'unknown' || clock.due_on === null) return t('clock.unknown');
  if (days === null) return t('clock.due', { date: dayWithWeek(clock.due_on, words) });
  if (days < 0) return t('clock.over', { n: -days, unit, date: dayWithWeek(clock.due_on, words) });
  if (days === 0) return t('clock.today', { date: dayWithWeek(clock.due_on, words) });
  return t('clock.left', { n: days, unit, date: dayWithWeek(clock.due_on, words) });
}

const place = (queued: QueuedCase): number => (queued.clock ? PRESSING.indexOf(queued.clock.state) : PRESSING.length);

/** The queue by clock: the most pressing state first, within it the fewest days, then the oldest. */
export function byClock(cases: readonly QueuedCase[]): QueuedCase[] {
  const left = (queued: QueuedCase) => queued.clock?.left_days ?? Number.MAX_SAFE_INTEGER;
  return [...cases].sort((one, other) =>
    place(one) - place(other) || left(one) - left(other) || (one.submitted_on ?? '').localeCompare(other.submitted_on ?? '') || one.number.localeCompare(other.number));
}

/** How many cases stand in each state that is not empty, the most pressing first. */
export function tallied(cases: readonly QueuedCase[]): [ClockState, number][] {
  return PRESSING.map((state): [ClockState, number] => [state, cases.filter(({ clock }) => clock?.state === state).length])
    .filter(([, count]) => count > 0);
}
