/** The search under way: the best plan so far, what no plan can beat, and a way to stop it. */

import { Alert, Button } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { count, DASH, measure, numeric } from '../format.ts';
import { Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords } from '../words/index.ts';
import { useTyped } from './form.ts';
import { searchOption } from './plots.ts';
import { objectiveOf } from './question.ts';
import { gapOf, percent } from './standing.ts';
import type { Solving } from './useSolving.ts';

const Chart = lazy(() => import('../charts/Chart.tsx').then(({ Chart: chart }) => ({ default: chart })));

export function SolvingNote({ solving }: { solving: Solving }) {
  const words = useWords();
  const { t } = words;
  const { job, samples, problem, stopped } = solving;
  const boundWord = t(objectiveOf(useTyped()) === 'most_served' ? 'siting.solving.bound' : 'siting.solving.bound.least');
  const option = useMemo(() => searchOption(samples, words, boundWord), [samples, words, boundWord]);
  if (problem) {
    return <ProblemNote problem={problem.what ? problem : new Problem(t('siting.failed.what'), problem.why, problem.remedy || t('siting.failed.remedy'))} />;
  }
  if (stopped) return <Alert type="info" showIcon title={t('siting.solving.stopped')} />;
  if (!job) return null;
  const [value, bound] = [numeric(job.live?.value), numeric(job.live?.bound)];
  const gap = gapOf(value, bound);
  return (
    <div className="job siting-solving" data-testid="siting-solving">
      <p><strong>{t('siting.solving')}</strong> <span className="quiet">{job.status === 'queued' ? t('siting.solving.queued') : job.what ?? ''}</span>
        <Button size="small" data-testid="siting-stop" onClick={() => void solving.stop()}>{t('siting.solving.stop')}</Button></p>
      <div role="status" aria-live="polite"><dl className="siting-live">
        <div><dt>{t('siting.solving.found')}</dt><dd data-testid="siting-value">{value === null ? t('siting.solving.nothing') : measure(value)}</dd></div>
        <div><dt>{boundWord}</dt><dd data-testid="siting-bound">{bound === null ? DASH : measure(bound)}</dd></div>
        {gap !== null && <div><dt className="unseen">{t('siting.result.gap', { gap: '' })}</dt><dd>{t('siting.solving.gap', { gap: percent(gap * 100) })}</dd></div>}
      </dl></div>
      {samples.length > 1 && (
        <Suspense fallback={null}>
          <Chart title={t('siting.chart.search')} says={t('siting.chart.search.says')} option={option} height={170} testid="chart-search">
            <table className="rows">
              <thead><tr><th scope="col" className="end">{t('siting.chart.search.seconds')}</th><th scope="col" className="end">{t('siting.solving.found')}</th><th scope="col" className="end">{boundWord}</th></tr></thead>
              <tbody>{samples.map((sample) => <tr key={sample.at}><td className="end">{sample.at.toFixed(1)}</td><td className="end">{count(sample.value)}</td><td className="end">{count(sample.bound)}</td></tr>)}</tbody>
            </table>
          </Chart>
        </Suspense>
      )}
      <p className="quiet small">{t('siting.solving.note')}</p>
    </div>
  );
}
