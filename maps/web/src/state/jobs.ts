/** Long work that goes on when the page is closed: the job is remembered, followed and its result announced. */

import { useSyncExternalStore } from 'react';
import { cancelJob, readJob, runOfJob } from '../api.ts';
import { asProblem, Problem, Unreachable } from '../problem.ts';
import type { Job } from '../types.ts';

export interface Followed {
  job: Job | null;
  /** The run a finished job left, waiting to be opened. */
  run: string | null;
  problem: Problem | null;
}

const REMEMBERED = 'cairn.job';
const PACE_MS = 700;
const NOTHING: Followed = { job: null, run: null, problem: null };

let followed: Followed = NOTHING;
const listeners = new Set<() => void>();

function tell(next: Followed): void {
  followed = next;
  for (const listener of listeners) listener();
}

const ended = (job: Job): boolean => ['done', 'failed', 'cancelled'].includes(job.status);

function reasonOf(job: Job): Problem {
  const { error } = job;
  if (typeof error === 'object' && error !== null) {
    const { what, why, detail, title, remedy } = error as Record<string, string | undefined>;
    return new Problem(what ?? title ?? '', why ?? detail ?? '', remedy ?? '');
  }
  return new Problem('', String(error ?? ''), '');
}

function conclude(job: Job): void {
  localStorage.removeItem(REMEMBERED);
  if (job.status === 'done') tell({ job, run: runOfJob(job), problem: null });
  else if (job.status === 'failed') tell({ job, run: null, problem: reasonOf(job) });
  else tell({ job, run: null, problem: null });
}

async function pursue(id: string): Promise<void> {
  try {
    const job = await readJob(id);
    if (localStorage.getItem(REMEMBERED) !== id) return;
    if (ended(job)) {
      conclude(job);
      return;
    }
    tell({ job, run: null, problem: null });
  } catch (thrown) {
    if (!(thrown instanceof Unreachable)) {
      localStorage.removeItem(REMEMBERED);
      tell({ ...followed, problem: asProblem(thrown) });
      return;
    }
  }
  window.setTimeout(() => void pursue(id), PACE_MS);
}

export function followJob(job: Job): void {
  localStorage.setItem(REMEMBERED, job.id);
  tell({ job, run: null, problem: null });
  void pursue(job.id);
}

export async function abandon(): Promise<void> {
  if (followed.job) await cancelJob(followed.job.id);
}

export const dismiss = (): void => tell(NOTHING);

const waiting = localStorage.getItem(REMEMBERED);
if (waiting) void pursue(waiting);

export const useJob = (): Followed =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => followed,
  );
