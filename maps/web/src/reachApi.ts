/** Who reaches a service: requests and the shapes of their answers. Access is places per 1,000 people, costs metres or minutes. */

import { part, read, send } from './api.ts';
import type { Buckets, Mode, ReachSettlement, ReachTownship, ServiceId, Supply } from './sitingApi.ts';
import type { Finding, Job } from './types.ts';

export type RuleId = 'nearest' | 'best';
export type MeasureId = '2sfca' | 'e2sfca' | 'm2sfca' | 'availability';

export interface Question {
  service: ServiceId;
  mode: Mode;
  rule: RuleId;
  measure: MeasureId;
  limit?: number;
  /** How many of 1,000 people want a place; everybody where it is not said. */
  per_thousand?: number;
  as_of: string;
}

export interface Town extends ReachTownship {
  access: number;
  decile: number;
  settlements: number;
  remote: number;
}

export interface Village extends ReachSettlement {
  access: number;
  reaches: number;
  nearest_m: number | null;
}

export interface Run {
  id: string;
  service: ServiceId;
  title: string;
  unit: string;
  mode: Mode;
  rule: RuleId;
  measure: MeasureId;
  limit: number | null;
  limits: { town: number; country: number; source: string };
  because: string;
  demand: string;
  as_of: string;
  totals: Buckets;
  townships: Town[];
  settlements: Village[];
  supplies: Supply[];
  inequality: {
    gini: number | null;
    deciles: { decile: number; people: number; access: number; share: number }[];
    remote: { code: string; name: string; township: string; people: number; nearest: string | null; nearest_m: number | null }[];
    remote_settlements: number;
    remote_people: number;
  };
  findings: Finding[];
  invented: boolean;
}

export interface Why {
  settlement: Village;
  words: string;
  parts: {
    layer: string; id: string; name: string; cost: number; places: number | null; per_thousand: number; share: number;
    shared_with: number; placed: number; sharers_count: number; sharers: { code: string; name: string; people: number }[];
  }[];
}

const PACE_MS = 700;

/** Ask; long work answers with a job, which is waited for. */
export async function askRun(question: Question, signal?: AbortSignal): Promise<Run> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  const answer = await send('/api/reach/runs', { method: 'POST', headers, body: JSON.stringify(question), signal });
  if (answer.status !== 202) return (await answer.json()) as Run;
  return afterJob((await answer.json()) as Job, signal);
}

async function afterJob(job: Job, signal?: AbortSignal): Promise<Run> {
  for (;;) {
    const told = await read<Job>(`/api/jobs/${part(job.id)}`, {}, signal);
    if (told.status === 'done') return readKept(String(told.result ?? '').split('/').pop() ?? '', signal);
    if (told.status !== 'queued' && told.status !== 'running') throw new Error(String(told.error ?? told.status));
    await new Promise((resolve) => window.setTimeout(resolve, PACE_MS));
  }
}

export const readKept = (run: string, signal?: AbortSignal) => read<Run>(`/api/reach/runs/${part(run)}`, {}, signal);

export const readWhy = (run: string, settlement: string, signal?: AbortSignal) =>
  read<Why>(`/api/reach/runs/${part(run)}/why`, { settlement }, signal);

export const reachFile = (run: string, format: string) => `/api/reach/runs/${part(run)}.${format}`;
