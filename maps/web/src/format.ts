/** Numbers and dates as people read them: separators, two decimals for ratios, no value as a dash. */

export const DASH = '—';

const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
const ratio = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const loose = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 });

/** A finite number from what JSON brought (decimals may come as text), or null. */
export function numeric(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const read = Number(value);
  return Number.isFinite(read) ? read : null;
}

const shown = (value: unknown, form: Intl.NumberFormat): string => {
  const read = numeric(value);
  return read === null ? DASH : form.format(read);
};

/** Beds, people, places: whole. */
export const count = (value: unknown): string => shown(value, whole);

/** Ratios: two decimals. */
export const rate = (value: unknown): string => shown(value, ratio);

/** Measures: at most two decimals. */
export const measure = (value: unknown): string => shown(value, loose);

/** A day out of a date or a moment: 2024-12-31. */
export const day = (value: unknown): string => (typeof value === 'string' && value ? value.slice(0, 10) : DASH);

/** A moment on this machine's clock: 2024-12-31 17:05. */
export function moment(value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Today on this machine's calendar. */
export const today = (at: Date = new Date()): string => moment(at.toISOString()).slice(0, 10);
