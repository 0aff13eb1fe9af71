/** Where to build, and who reaches what: requests and the shapes of their answers. Money in 10,000 yuan, land in m², limits in metres or minutes. */

import { part, read, send, submit } from './api.ts';
import type { Finding, Job } from './types.ts';

export type ServiceId = 'nursing_beds' | 'meal_points' | 'rescue_points' | 'cemeteries';
export type Mode = 'straight' | 'walk' | 'drive';
export type Objective = 'most_served' | 'fewest_sites' | 'least_travel' | 'least_worst';
export type Source = 'settlements' | 'grid' | 'parcels' | 'drawn';

/** People by where they stand towards a service; the three sum to `people`. */
export interface Buckets {
  people: number;
  served: number;
  waiting: number;
  out_of_reach: number;
}

export interface ReachTownship extends Buckets {
  code: string;
  name: string;
  access?: number | null;
}

export interface ReachSettlement extends ReachTownship {
  township: string;
  lon: number | null;
  lat: number | null;
}

export interface Supply {
  layer: string;
  id: string;
  name: string;
  lon: number | null;
  lat: number | null;
  /** None where nobody counts them. */
  places: number | null;
  used: number | null;
}

export interface ReachRun {
  id: string;
  service: ServiceId;
  mode: Mode;
  limit: unknown;
  /** Whose service it is, and how the way was told, in words. */
  demand?: string;
  because?: string;
  totals: Buckets;
  townships: ReachTownship[];
  settlements: ReachSettlement[];
  supplies: Supply[];
  findings?: (Finding | string)[];
  invented?: boolean;
}

export interface Capacity {
  places: number;
  cost_wan: number;
  land_m2: number;
}

export interface Question {
  service: ServiceId;
  objective: Objective;
  sites?: number;
  budget_wan?: number;
  land_m2?: number;
  mode: Mode;
  limit?: number;
  as_of?: string;
  /** How many of 1,000 people want a place; everybody where it is not said. */
  per_thousand?: number;
  existing?: Record<string, { keep: boolean; extend?: { places: number; cost_wan: number; land_m2?: number }[] }>;
  candidates: { source: Source; spacing_m?: number; points?: [number, number, string?][] };
  options: Capacity[];
  target_share?: number;
  least_share_per_township?: number;
  least_share_remote?: number;
  largest_spread?: number;
  zones?: string;
  /** A ring within which nothing is built. */
  exclude?: [number, number][];
  alternatives?: number;
  cases?: boolean;
  frontier?: boolean;
  forecast?: { years: 5 | 10 };
  time_limit_s?: number;
}

export type SiteKind = 'new' | 'extended' | 'kept' | 'closed';

export interface PlannedSite {
  id: string;
  name: string;
  lon: number | null;
  lat: number | null;
  township: string | null;
  kind: SiteKind;
  places: number | null;
  places_before?: number | null;
  cost_wan: number | null;
  land_m2: number | null;
  served: number | null;
  /** The layer a home that stands is registered in. */
  layer?: string | null;
}

export interface BeforeAfter {
  code: string;
  name: string;
  people: number;
  before: Buckets;
  after: Buckets;
}

export interface PlannedSettlement extends BeforeAfter {
  township: string | null;
  lon: number | null;
  lat: number | null;
}

export interface Clash {
  limit: string;
  title: string;
  words: string;
}

export interface Alternative {
  sites: string[];
  places?: number;
  cost_wan: number | null;
  value: number | null;
  share_of_best: number | null;
  /** The sites in which it differs from the best plan. */
  differs_in: string[];
}

/** The question under other circumstances. */
export interface Circumstance {
  id: string;
  title: string;
  value: number | null;
  bound: number | null;
  sites: string[];
}

/** The question asked of the people of a later year. */
export interface Forecast {
  years: number;
  case: string;
  title: string;
  people: number;
  value: number | null;
  bound: number | null;
  /** Who has a place then by the plan of today. */
  as_planned: number | null;
  sites: string[];
}

export interface FrontierPoint {
  budget_wan: number;
  value: number | null;
  bound: number | null;
}

export type PlanStatus = 'optimal' | 'within_gap' | 'time' | 'cancelled' | 'infeasible';

export interface SitingRun {
  id: string;
  status: PlanStatus;
  objective: Objective;
  unit?: string;
  cost_wan?: number | null;
  land_m2?: number | null;
  value: number | null;
  bound: number | null;
  gap: number | null;
  gap_words: string;
  seconds: number | null;
  question: Partial<Question> & Record<string, unknown>;
  sites: PlannedSite[];
  before: Buckets;
  after: Buckets;
  townships: BeforeAfter[];
  settlements: PlannedSettlement[];
  clashes: Clash[];
  alternatives: Alternative[];
  no_regret: { id: string; name: string; cases: number; of: number }[];
  frontier: FrontierPoint[];
  cases: Circumstance[];
  forecast: Forecast[];
  invented: boolean;
  findings: (Finding | string)[];
}

/** A job that tells what it has found so far and what no plan can beat. */
export interface SolvingJob extends Job {
  live?: {
    value: number | null;
    bound: number | null;
    gap?: number | null;
    seconds?: number;
    /** Seconds, best plan and bound, whenever one of them changed. */
    trail?: [number, number | null, number | null][];
  } | null;
}

export type SitingStarted = { run: SitingRun } | { job: SolvingJob };

/** Put a question; a known one is answered at once, else a job works on it. */
export async function askSiting(question: Question, signal?: AbortSignal): Promise<SitingStarted> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  const answer = await send('/api/siting/runs', { method: 'POST', headers, body: JSON.stringify(question), signal });
  const told: unknown = await answer.json();
  return answer.status === 202 ? { job: told as SolvingJob } : { run: told as SitingRun };
}

export const readSiting = (run: string, signal?: AbortSignal) => read<SitingRun>(`/api/siting/runs/${part(run)}`, {}, signal);

export const lookAtSiting = (job: string, signal?: AbortSignal) => read<SolvingJob>(`/api/jobs/${part(job)}`, {}, signal);

export const sitingEvents = (job: string) => `/api/jobs/${part(job)}/events`;

/** The last piece of the address a finished job left. */
export const sitingOfJob = (job: Job): string => String(job.result ?? '').split('/').filter(Boolean).pop() ?? '';

export interface ReachWish {
  service: ServiceId;
  mode: Mode;
  limit?: number;
  as_of: string;
}

/** Who has a place, nearest first; long work answers with a job, which is waited for. */
export async function askReach(wish: ReachWish, signal?: AbortSignal): Promise<ReachRun> {
  const started = await submit<ReachRun | Job>('POST', '/api/reach/runs', { ...wish, rule: 'nearest' }, signal);
  return 'totals' in started ? started : afterJob(started, signal);
}

const PACE_MS = 700;

async function afterJob(job: Job, signal?: AbortSignal): Promise<ReachRun> {
  for (;;) {
    const told = await read<Job>(`/api/jobs/${part(job.id)}`, {}, signal);
    if (told.status === 'done') return read<ReachRun>(`/api/reach/runs/${part(sitingOfJob(told))}`, {}, signal);
    if (told.status !== 'queued' && told.status !== 'running') throw new Error(String(told.error ?? told.status));
    await new Promise((resolve) => window.setTimeout(resolve, PACE_MS));
  }
}

/** A rule set of control zones a question may keep out of. */
export interface ZoneRules {
  id: string;
  title: string;
  version: string;
  /** The services it speaks of. */
  services: string[];
}

export const readZones = (asOf: string, signal?: AbortSignal) =>
  read<{ zones: ZoneRules[] }>('/api/zones', { as_of: asOf }, signal).then((told) => told.zones);

export interface Candidate {
  id: string;
  name: string;
  lon: number;
  lat: number;
  area_m2: number | null;
  /** What stands against it, with the article. */
  excluded: { rule: string; title: string; article: string; words: string }[];
  invented: boolean;
}

export interface Candidates {
  /** How many have nothing against them. */
  open: number;
  candidates: Candidate[];
  findings: string[];
}

export interface CandidatesWish {
  source: Source;
  as_of: string;
  spacing_m?: number | undefined;
  /** `lon,lat,name;lon,lat` */
  points?: string | undefined;
  zones?: string | undefined;
}

export const readCandidates = (wish: CandidatesWish, signal?: AbortSignal) =>
  read<Candidates>('/api/siting/candidates', { ...wish }, signal);

/** Beds per thousand with the changes and before them. */
export interface WhatIfRate {
  beds: number;
  elderly: number | null;
  beds_per_thousand: number | null;
  before: number | null;
  target: number;
  shortfall_beds: number | null;
}

export interface WhatIfAnswer {
  rate: WhatIfRate | null;
  totals: Buckets;
  before: Buckets;
  townships: (Buckets & { code: string; name: string; access: number; rate: WhatIfRate | null })[];
  findings: string[];
  ms: number;
}

/** What follows from changes that are only tried; the body is JSON. */
export async function askWhatIf(body: string): Promise<WhatIfAnswer> {
  const answer = await send('/api/siting/what-if', { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body });
  return (await answer.json()) as WhatIfAnswer;
}
