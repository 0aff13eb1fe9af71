/** What the service is asked about the past: a thing's versions, a former version restored, two days side by side. */

import type { Geometry } from 'geojson';
import { part, read, submit } from './api.ts';
import type { Properties, Thing } from './types.ts';

export interface Version {
  version: number;
  deed: string;
  recorded_at: string;
  superseded_at: string | null;
  /** Null where the reader may not know who it was. */
  recorded_by: string | null;
  because: string | null;
  withdrawn: boolean;
  closed_by: string | null;
  closed_because: string | null;
  valid_from: string;
  valid_to: string | null;
  properties: Properties;
  geometry: Geometry | null;
}

export interface Fate {
  retired_at: string | null;
  is_withdrawn: boolean;
  document: string | null;
  successors: string[];
}

export interface Versions {
  layer: string;
  identity: string;
  fate: Fate;
  /** Newest last. */
  versions: Version[];
}

export const versionsKey = (layer: string, id: string): string => `versions:${layer}:${id}`;

export const readVersions = (layer: string, id: string, signal?: AbortSignal) =>
  read<Versions>(`/ogc/collections/${part(layer)}/items/${part(id)}/versions`, {}, signal);

export interface Deed {
  deed: 'restore' | 'withdraw';
  id: string;
  /** The version that stands now, as far as this page knows. */
  version?: number;
  of_version?: number;
}

export interface KeptEdit {
  kept: { id: string; version: number; feature: Thing | null }[];
}

export const submitDeed = (layer: string, because: string, deed: Deed) =>
  submit<KeptEdit>('POST', '/api/edits', { layer, because, changes: [deed] });

export interface DifferenceCount {
  id: string;
  title: string;
  added: number;
  ended: number;
  changed: number;
}

export interface ChangedThing {
  id: string;
  title: string;
  /** The names of the fields that differ; `geom` is the place. */
  fields: string[];
  before: Thing;
  after: Thing;
}

export interface Comparison {
  layer: string;
  from: string;
  to: string;
  counts: DifferenceCount;
  added: Thing[];
  ended: Thing[];
  changed: ChangedThing[];
  next: string | null;
}

export const readDifferences = (from: string, to: string, signal?: AbortSignal) =>
  read<{ layers: DifferenceCount[] }>('/api/comparison', { from, to }, signal).then((answer) => answer.layers);

const PAGE = 500;
/** Longer lists are read by nobody; the rest is counted. */
const MOST = 2000;

/** What differs in a layer between two days, page after page as far as a list is of use. */
export async function readComparison(layer: string, from: string, to: string, signal?: AbortSignal): Promise<Comparison> {
  const page = (after: string | null) =>
    read<Comparison>(`/api/layers/${part(layer)}/comparison`, { from, to, limit: PAGE, after }, signal);
  const all = await page(null);
  for (let seen = PAGE; all.next !== null && seen < MOST; seen += PAGE) {
    const more = await page(all.next);
    all.added.push(...more.added);
    all.ended.push(...more.ended);
    all.changed.push(...more.changed);
    all.next = more.next;
  }
  return all;
}
