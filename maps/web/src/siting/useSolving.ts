/** A search under way: told step by step as it goes on, found again by whoever comes back, stopped by whoever asks. */

import { useCallback, useEffect, useState } from 'react';
import { cancelJob } from '../api.ts';
import { asProblem, Problem, Unreachable } from '../problem.ts';
import { askSiting, lookAtSiting, sitingEvents, sitingOfJob, type Question, type SolvingJob } from '../sitingApi.ts';
import { keep } from '../state/loading.ts';

const REMEMBERED = 'cairn.siting.job';
const PACE_MS = 700;

/** What was known at a moment: seconds since it began, best plan, bound. */
export interface Sample {
  at: number;
  value: number | null;
  bound: number | null;
}

export interface Solving {
  job: SolvingJob | null;
  /** Best plan and bound whenever one of them changed. */
  samples: readonly Sample[];
  problem: Problem | null;
  /** It was stopped, and nothing was kept. */
  stopped: boolean;
  start: (question: Question) => Promise<void>;
  stop: () => Promise<void>;
}

const ended = ({ status }: SolvingJob): boolean => status === 'done' || status === 'failed' || status === 'cancelled';

/** What a job has told of its search so far. */
export const samplesOf = ({ live }: Pick<SolvingJob, 'live'>): readonly Sample[] =>
  (live?.trail ?? []).map(([at, value, bound]) => ({ at, value, bound }));

function failureOf({ error }: SolvingJob): Problem {
  const told = (typeof error === 'object' && error !== null ? error : { why: String(error ?? '') }) as Record<string, string | undefined>;
  return new Problem(told['what'] ?? told['title'] ?? '', told['why'] ?? told['detail'] ?? '', told['remedy'] ?? '');
}

/** Follow a job by its stream of events, and by asking where there is none. Ends when told to, or when the job does. */
function follow(id: string, tell: (job: SolvingJob) => void, lost: (problem: Problem) => void): () => void {
  const control = new AbortController();
  let timer = 0;
  let source: EventSource | null = null;
  const stop = () => {
    control.abort();
    window.clearTimeout(timer);
    source?.close();
  };
  const hear = (job: SolvingJob) => {
    if (control.signal.aborted) return;
    if (ended(job)) stop();
    tell(job);
  };
  const ask = async () => {
    try {
      hear(await lookAtSiting(id, control.signal));
    } catch (thrown) {
      // A service that is away for a moment still works on it.
      if (!control.signal.aborted && !(thrown instanceof Unreachable)) {
        stop();
        lost(asProblem(thrown));
      }
    }
    if (!control.signal.aborted) timer = window.setTimeout(() => void ask(), PACE_MS);
  };
  source = new EventSource(sitingEvents(id));
  source.addEventListener('progress', (event) => hear(JSON.parse((event as MessageEvent<string>).data) as SolvingJob));
  source.addEventListener('error', () => {
    // The browser comes back by itself unless it was refused.
    if (source?.readyState === EventSource.CLOSED && !control.signal.aborted) void ask();
  });
  return stop;
}

export function useSolving(onDone: (run: string) => void): Solving {
  const [id, setId] = useState<string | null>(() => localStorage.getItem(REMEMBERED));
  const [job, setJob] = useState<SolvingJob | null>(null);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [stopped, setStopped] = useState(false);
  const end = useCallback((told: Problem | null) => {
    localStorage.removeItem(REMEMBERED);
    setId(null);
    setJob(null);
    setProblem(told);
  }, []);
  useEffect(() => {
    if (!id) return undefined;
    return follow(id, (told) => {
      if (told.live) setSamples(samplesOf(told));
      if (!ended(told)) {
        setJob(told);
        return;
      }
      end(told.status === 'failed' ? failureOf(told) : null);
      // One that was stopped may have left the best it had found.
      if (told.status !== 'failed' && told.result) onDone(sitingOfJob(told));
      else setStopped(told.status === 'cancelled');
    }, end);
  }, [id]);
  const start = async (question: Question) => {
    setProblem(null);
    setStopped(false);
    setSamples([]);
    try {
      const begun = await askSiting(question);
      if ('run' in begun) {
        keep(`siting:${begun.run.id}`, begun.run);
        onDone(begun.run.id);
        return;
      }
      localStorage.setItem(REMEMBERED, begun.job.id);
      setJob(begun.job);
      setId(begun.job.id);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const stop = async () => {
    if (!id) return;
    try {
      await cancelJob(id);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return { job, samples, problem, stopped, start, stop };
}
