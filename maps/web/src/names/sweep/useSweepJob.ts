/** A sweep under way: it goes on when the page is closed, and is found again by whoever opens it. */

import { useCallback, useEffect, useState } from 'react';
import { asProblem, Problem, Unreachable } from '../../problem.ts';
import { followSweep, startSweep, stopSweep } from '../../sweepApi.ts';
import type { Job } from '../../types.ts';
import { sweepOfJob } from './working.ts';

const REMEMBERED = 'cairn.sweep.job';
const PACE_MS = 700;

export interface SweepJob {
  job: Job | null;
  problem: Problem | null;
  start: (division: string) => Promise<void>;
  stop: () => Promise<void>;
}

export function useSweepJob(onDone: (sweep: string) => void): SweepJob {
  const [id, setId] = useState<string | null>(() => localStorage.getItem(REMEMBERED));
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const end = useCallback((told: Problem | null) => {
    localStorage.removeItem(REMEMBERED);
    setId(null);
    setJob(null);
    setProblem(told);
  }, []);
  useEffect(() => {
    if (!id) return undefined;
    const control = new AbortController();
    let timer = 0;
    const look = async () => {
      try {
        const told = await followSweep(id, control.signal);
        if (control.signal.aborted) return;
        if (told.status === 'done') {
          end(null);
          onDone(sweepOfJob(told));
          return;
        }
        if (told.status === 'failed' || told.status === 'cancelled') {
          end(told.status === 'failed' ? asFailure(told) : null);
          return;
        }
        setJob(told);
      } catch (thrown) {
        if (control.signal.aborted) return;
        // A service that is away for a moment still works on it.
        if (!(thrown instanceof Unreachable)) {
          end(asProblem(thrown));
          return;
        }
      }
      timer = window.setTimeout(() => void look(), PACE_MS);
    };
    void look();
    return () => {
      control.abort();
      window.clearTimeout(timer);
    };
  }, [id]);
  const start = async (division: string) => {
    setProblem(null);
    try {
      const begun = await startSweep(division);
      localStorage.setItem(REMEMBERED, begun.id);
      setJob(begun);
      setId(begun.id);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const stop = async () => {
    if (!id) return;
    try {
      await stopSweep(id);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return { job, problem, start, stop };
}

function asFailure({ error }: Job): Problem {
  const { what, why, title, detail, remedy } = (typeof error === 'object' && error !== null ? error : { why: String(error ?? '') }) as Record<string, string | undefined>;
  return new Problem(what ?? title ?? '', why ?? detail ?? '', remedy ?? '');
}
