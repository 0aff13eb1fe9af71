/** The road network: requests and the shapes of their answers. Lengths in metres or kilometres, speeds in the unit they tell. */

import { read, submit } from './api.ts';

export type FaultKind = 'part' | 'gap' | 'crossing' | 'joined' | 'unserved';

export interface Fault {
  kind: FaultKind;
  title: string;
  message: string;
  advice: string;
  lon: number;
  lat: number;
  metres: number;
  roads: string[];
}

export interface Network {
  as_of: string;
  where: string;
  stamp: string;
  ways: number;
  nodes: number;
  edges: number;
  length_km: number;
  classes: { way_class: string; title: string; length_km: number }[];
  parts: { nodes: number; length_km: number; is_served: boolean; lon: number; lat: number }[];
  fault_counts: Record<FaultKind, number>;
  faults: Fault[];
}

export type SpeedKind = 'walk' | 'drive' | 'road' | 'graph';

export interface Speed {
  kind: SpeedKind;
  subject: string;
  title: string;
  value: number;
  unit: string;
  source: string;
  shipped: number | null;
  updated_at: string | null;
  updated_by: string | null;
}

export interface Link {
  number: number;
  name: string;
  way_class: string;
  is_one_way: boolean;
  course: [number, number][];
  source: string;
  entered_at: string;
  entered_by: string;
}

export type LinkGiven = Pick<Link, 'name' | 'way_class' | 'is_one_way' | 'course' | 'source'>;

export const readNetwork = (asOf: string, signal?: AbortSignal) => read<Network>('/api/roads/graph', { as_of: asOf }, signal);

export const readSpeeds = (signal?: AbortSignal) => read<{ speeds: Speed[] }>('/api/roads/speeds', {}, signal).then((told) => told.speeds);

/** Enter one value; null takes it back to what ships. */
export const putSpeed = (speed: Pick<Speed, 'kind' | 'subject'>, value: number | null, source: string) =>
  submit<{ speeds: Speed[] }>('PUT', '/api/roads/speeds', { source, speeds: [{ kind: speed.kind, subject: speed.subject, value }] });

export const readLinks = (signal?: AbortSignal) => read<{ links: Link[] }>('/api/roads/links', {}, signal).then((told) => told.links);

export const addLink = (given: LinkGiven) => submit<Link>('POST', '/api/roads/links', given);

export const withdrawLink = (number: number) => submit<null>('DELETE', `/api/roads/links/${number}`);
