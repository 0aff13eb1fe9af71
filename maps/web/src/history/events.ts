/** From the versions of a thing to what happened to it: entered, corrected, changed, ended, withdrawn. */

import type { Version } from '../historyApi.ts';
import type { Thing } from '../types.ts';

export type What = 'entered' | 'amended' | 'changed' | 'ended' | 'reopened' | 'withdrawn';

export interface Happening {
  what: What;
  /** When the register came to know it. */
  at: string;
  by: string | null;
  because: string | null;
  /** The day it happened in the world, where it happened on one. */
  day: string | null;
  before: Version | null;
  after: Version | null;
}

/** Steps of one deed are moments of one transaction. */
const TOGETHER_MS = 10_000;

const near = (a: string, b: string): boolean => Math.abs(Date.parse(a) - Date.parse(b)) <= TOGETHER_MS;

const stoodAt = (version: Version, at: string): boolean =>
  version.recorded_at <= at && (version.superseded_at === null || version.superseded_at > at);

/** What happened, newest first. A version that takes over another's place rewrote it; one without a forerunner is new. */
export function happenings(versions: readonly Version[]): Happening[] {
  const told = versions.flatMap((version): Happening[] => [
    ...arrival(version, versions),
    ...(version.withdrawn && version.superseded_at ? [{
      what: 'withdrawn' as const, at: version.superseded_at, by: version.closed_by, because: version.closed_because,
      day: null, before: version, after: null,
    }] : []),
  ]);
  return told.sort((a, b) => b.at.localeCompare(a.at) || (b.after?.version ?? Infinity) - (a.after?.version ?? Infinity));
}

function arrival(version: Version, versions: readonly Version[]): Happening[] {
  const forerunner = versions.find((each) => each !== version && !each.withdrawn && each.superseded_at === version.recorded_at);
  const common = { at: version.recorded_at, by: version.recorded_by, because: version.because, after: version };
  if (forerunner) {
    const closes = version.valid_to !== null && forerunner.valid_to !== version.valid_to;
    if (closes && changedFields(forerunner, version).length === 0) {
      // The first half of a change: the period that closes for the next to open.
      if (follower(version, versions)) return [];
      return [{ ...common, what: 'ended', day: version.valid_to, before: forerunner }];
    }
    const reopens = forerunner.valid_to !== null && version.valid_to === null;
    return [{ ...common, what: reopens ? 'reopened' : 'amended', day: null, before: forerunner }];
  }
  const former = versions.find((each) => each !== version && each.valid_to === version.valid_from && stoodAt(each, version.recorded_at));
  if (former) return [{ ...common, what: 'changed', day: version.valid_from, before: former }];
  return [{ ...common, what: 'entered', day: version.valid_from, before: null }];
}

const follower = (version: Version, versions: readonly Version[]): boolean =>
  versions.some((each) => each.version > version.version && each.valid_from === version.valid_to && near(each.recorded_at, version.recorded_at));

/** What the register says of the thing on a day, or else said last; null when all of it was withdrawn. */
export function standingOf(versions: readonly Version[], day: string): Version | null {
  const known = versions.filter((each) => each.superseded_at === null && !each.withdrawn);
  const holds = known.find((each) => each.valid_from <= day && (each.valid_to === null || each.valid_to > day));
  return holds ?? known.reduce<Version | null>((last, each) => (last && last.valid_from >= each.valid_from ? last : each), null);
}

const PASSED_OVER = new Set(['valid_from', 'valid_to', 'recorded_at', 'version', 'recorded_by', 'because']);
/** The name under which a moved or redrawn place is told among the fields that changed. */
export const PLACE = 'geom';

type Told = Pick<Thing, 'properties' | 'geometry'> | Version;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The names of what differs between two versions of one thing. */
export function changedFields(before: Told, after: Told): string[] {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  const fields = [...names].filter((name) => !PASSED_OVER.has(name) && !same(before.properties[name], after.properties[name]));
  return same(before.geometry, after.geometry) ? fields : [...fields, PLACE];
}
