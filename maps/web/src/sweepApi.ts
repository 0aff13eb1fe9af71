/** What the service is asked about the cleaning of non-standard names, the reserved names and what may be proposed. */

import { cancelJob, part, read, readJob, submit } from './api.ts';
import type { Severity } from './namesApi.ts';
import type { Job } from './types.ts';

export const DECISIONS = ['keep', 'rename', 'correct'] as const;
export type Decision = (typeof DECISIONS)[number];
export const UNDECIDED = 'undecided' as const;
export type Decided = Decision | typeof UNDECIDED;

/** How far the work on one rule is. */
export interface RuleProgress {
  rule: string;
  title: string;
  found: number;
  decided: number;
  by_severity: Partial<Record<Severity, number>>;
  by_decision: Partial<Record<Decided, number>>;
}

export interface Sweep {
  id: string;
  division: string;
  as_of: string;
  names: number;
  found: number;
  /** Findings by rule and severity. */
  counts: Record<string, Partial<Record<Severity, number>>>;
  at: string;
  by_name: string;
}

export interface OpenedSweep extends Sweep {
  rules: RuleProgress[];
}

export interface SweepFinding {
  id: number;
  code: string;
  name: string;
  kind: string;
  division: string | null;
  rule: string;
  title: string;
  article: string;
  severity: Severity;
  is_approved: boolean;
  scope: string | null;
  message: string;
  /** The characters it is about, from and to, counted in code points. */
  part: [number, number] | null;
  decision: Decision | null;
  because: string | null;
  decided_by: string | null;
  decided_at: string | null;
}

export interface Narrowed {
  rule?: string | undefined;
  severity?: string | undefined;
  decision?: string | undefined;
  division?: string | undefined;
}

export const FINDINGS_AT_ONCE = 100;

export const readSweeps = (signal?: AbortSignal) =>
  read<{ sweeps: Sweep[] }>('/api/names/sweeps', {}, signal).then(({ sweeps }) => sweeps);

export const readSweep = (id: string, signal?: AbortSignal) => read<OpenedSweep>(`/api/names/sweeps/${part(id)}`, {}, signal);

export const readFindings = (id: string, narrowed: Narrowed, after: number, signal?: AbortSignal) =>
  read<{ findings: SweepFinding[] }>(`/api/names/sweeps/${part(id)}/findings`, { ...narrowed, after: after || null, limit: FINDINGS_AT_ONCE }, signal)
    .then(({ findings }) => findings);

export const startSweep = (division: string) => submit<Job>('POST', '/api/names/sweeps', { division });
export const followSweep = (job: string, signal?: AbortSignal) => readJob(job, signal);
export const stopSweep = (job: string) => cancelJob(job);

export const decideFinding = (sweep: string, finding: number, decision: Decision, because: string) =>
  submit<SweepFinding>('POST', `/api/names/sweeps/${part(sweep)}/findings/${finding}/decision`, { decision, because });
