/** People by where they stand, as the map and its legend show them: one colour, shape and word for each bucket. */

import { count } from '../format.ts';
import type { Scale } from '../map/classes.ts';
import type { Buckets } from '../sitingApi.ts';
import type { Pin, PinKind, Tinted } from '../state/tint.ts';
import type { Words } from '../words/index.ts';

export type Bucket = 'served' | 'waiting' | 'out_of_reach';
export const BUCKETS: readonly Bucket[] = ['served', 'waiting', 'out_of_reach'];

/** Served in between, waiting light, out of reach dark: told apart in grey print too. Colours of `maps/palette.py`. */
export const BUCKET_INK: Record<Bucket, string> = { served: '#60a8a2', waiting: '#efdbb2', out_of_reach: '#8c4a10' };
/** Smaller signs need more ink. */
const SIGN_INK: Record<Bucket, string> = { served: '#0e7c7b', waiting: '#b8650c', out_of_reach: '#7a4a21' };
const SHAPE = { served: 'disc', waiting: 'triangle', out_of_reach: 'cross' } as const;

const SHARE_INK = ['#f3f5cf', '#c8e5ba', '#85ccbb', '#43afc0', '#2a7ab0'];
/** Where the fifth class ends, for shares that reach so far; classes are a fifth of it, which a person can say aloud. */
const TOPS = [5, 10, 20, 50, 100];

/** Five classes of a share in percent, as wide as the largest asks for. */
export function shareScale(shares: readonly (number | null)[]): Scale {
  const largest = Math.max(0, ...shares.map((share) => share ?? 0));
  const top = TOPS.find((each) => each >= largest) ?? 100;
  return { breaks: [1, 2, 3, 4].map((fifth) => (fifth * top) / 5), colours: SHARE_INK, target: null };
}

export const withoutPlace = ({ waiting, out_of_reach }: Buckets): number => waiting + out_of_reach;

/** The share that has a place, in percent; none where nobody lives. */
export const servedShare = ({ people, served }: Buckets): number | null => (people > 0 ? (served / people) * 100 : null);

/** One decimal, and never 100 % where somebody is left out, nor 0 % where somebody is served. */
export function percent(share: number | null): string {
  if (share === null) return '—';
  const shown = share > 0 && share < 0.1 ? 0.1 : share < 100 && share > 99.9 ? 99.9 : share;
  return `${shown.toFixed(1)}%`;
}

/** How far best and bound are apart, as a share of the better of the two. */
export function gapOf(value: number | null, bound: number | null): number | null {
  if (value === null || bound === null) return null;
  const larger = Math.max(Math.abs(value), Math.abs(bound));
  return larger === 0 ? 0 : Math.abs(bound - value) / larger;
}

/** Where most people of a place stand; who lacks a place comes first where they are as many. */
export function mostly(all: Buckets): Bucket {
  return (['out_of_reach', 'waiting', 'served'] as const).reduce((best, each) => (all[each] > all[best] ? each : best));
}

export const bucketKinds = ({ t }: Words): PinKind[] => BUCKETS.map((bucket) =>
  ({ id: bucket, title: t(`siting.pin.${bucket}`), colour: SIGN_INK[bucket], shape: SHAPE[bucket], small: true }));

export function tintedRows(rows: readonly { code: string; name: string; all: Buckets }[]): Tinted[] {
  return rows.map(({ code, name, all }) => ({ id: code, name, value: servedShare(all), label: percent(servedShare(all)) }));
}

/** The buckets in words, for a card or a reader. */
export const inWords = (all: Buckets, { t }: Words): string[] =>
  BUCKETS.map((bucket) => `${t(`siting.bucket.${bucket}`)} ${t('siting.people', { count: count(all[bucket]) })}`);

interface Dwelling {
  code: string;
  name: string;
  lon: number | null;
  lat: number | null;
  all: Buckets;
}

export function settlementPins(places: readonly Dwelling[], words: Words): Pin[] {
  return places.flatMap(({ code, name, lon, lat, all }): Pin[] =>
    (lon === null || lat === null || all.people <= 0 ? [] : [{ kind: mostly(all), lon, lat, name, layer: 'settlements', id: code, says: inWords(all, words) }]));
}
