/** Long work: what is being done, how far, how long still, and a way to stop it. */

import { Alert, Button, Progress } from 'antd';
import { useEffect } from 'react';
import { count } from '../../format.ts';
import { abandon, dismiss, useJob } from '../../state/jobs.ts';
import { adjust, go } from '../../state/store.ts';
import { Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import type { Job } from '../../types.ts';
import { useWords, type Words } from '../../words/index.ts';

/** Seconds still to go at the pace so far; null before there is a pace. */
export function secondsLeft(job: Pick<Job, 'done' | 'of' | 'started_at'>, at: number): number | null {
  if (!job.started_at || !job.of || job.done <= 0) return null;
  const passed = (at - Date.parse(job.started_at)) / 1000;
  return Math.max(0, Math.round((passed / job.done) * (job.of - job.done)));
}

function left(job: Job, { t }: Words): string {
  if (job.status === 'queued') return t('job.queued');
  const seconds = secondsLeft(job, Date.now());
  if (seconds === null) return '';
  if (seconds < 2) return t('job.soon');
  const time = seconds < 90 ? t('time.seconds', { n: seconds }) : t('time.minutes', { n: Math.round(seconds / 60) });
  return t('job.left', { time });
}

/** `wanted`: the page waits for this very result, which then opens by itself. */
export function JobNote({ wanted }: { wanted: boolean }) {
  const words = useWords();
  const { t } = words;
  const { job, run, problem } = useJob();
  useEffect(() => {
    if (!run || !wanted) return;
    adjust({ run });
    dismiss();
  }, [run, wanted]);
  if (problem) {
    const told = problem.what ? problem : new Problem(t('job.failed.what'), problem.why, problem.remedy || t('job.failed.remedy'));
    return <ProblemNote problem={told} retry={dismiss} />;
  }
  if (run) {
    return <Alert type="success" showIcon title={t('job.done')} closable={{ onClose: dismiss }}
      action={<Button size="small" onClick={() => go({ desk: 'coverage', tab: null, run, rows: null, selection: null })}>{run}</Button>} />;
  }
  if (!job) return null;
  if (job.status === 'cancelled') return <Alert type="info" showIcon title={t('job.cancelled')} closable={{ onClose: dismiss }} />;
  return (
    <div className="job" role="status" data-testid="job">
      <p><strong>{job.what ?? t('job.title')}</strong> <span className="quiet">
        {job.of ? t('job.progress', { done: count(job.done), of: count(job.of) }) : ''} {left(job, words)}</span>
        <Button size="small" onClick={() => void abandon()}>{t('job.cancel')}</Button></p>
      <Progress percent={job.of ? Math.round((job.done / job.of) * 100) : 0} size="small" aria-label={t('job.title')} />
      <p className="quiet small">{t('job.note')}</p>
    </div>
  );
}
