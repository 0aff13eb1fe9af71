/** The last step: the search as it goes on, and the plan that came of it on the map, in tables and in charts. */

import { Button, Segmented, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { count, DASH, measure } from '../format.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { readSiting, type SitingRun } from '../sitingApi.ts';
import { useLoaded } from '../state/loading.ts';
import { go } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { BucketKey } from './BucketBar.tsx';
import { FindingLines } from './FindingLines.tsx';
import { toStep, type, useTyped } from './form.ts';
import { Infeasible } from './Infeasible.tsx';
import { Circumstances, Later, NoRegret, Others } from './Others.tsx';
import { costOfPlan, landOfPlan } from './plots.ts';
import { typedOf } from './question.ts';
import { SitesTable } from './SitesTable.tsx';
import { SolvingNote } from './SolvingNote.tsx';
import { percent, withoutPlace } from './standing.ts';
import { TownTable } from './TownTable.tsx';
import { usePlanShown } from './usePlanShown.ts';
import type { Solving } from './useSolving.ts';

const PlanCharts = lazy(() => import('./PlanCharts.tsx'));

export function ResultStep({ run: id, solving }: { run: string | null; solving: Solving }) {
  const { t } = useWords();
  const read = useLoaded(id && `siting:${id}`, (signal) => readSiting(id ?? '', signal));
  const run = id ? read.value : null;
  return (
    <section aria-label={t('siting.step.result')} data-testid="siting-result">
      <SolvingNote solving={solving} />
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {id && read.loading && !run && <Skeleton active paragraph={{ rows: 10 }} />}
      {run && !read.loading && (run.status === 'infeasible' ? <Infeasible run={run} /> : <Plan run={run} />)}
      {!id && !solving.job && !solving.problem && <p className="quiet">{t('siting.result.none')}</p>}
      {!id && !solving.job && <div className="deeds"><Button onClick={() => toStep('limits')}>{t('siting.next.limits')}</Button></div>}
    </section>
  );
}

function Plan({ run }: { run: SitingRun }) {
  const { t } = useWords();
  const shows = useTyped()['shows'] === 'before' ? 'before' : 'after';
  usePlanShown(run, shows);
  return (
    <>
      <Verdict run={run} />
      <div className="deeds">
        <Button type="primary" data-testid="siting-keep" title={t('siting.keep.says')}
          onClick={() => go({ tab: 'scenarios', run: run.id, filters: {}, selection: null })}>{t('siting.keep')}</Button>
        <Button data-testid="siting-again" onClick={() => toStep('limits', typedOf(run))}>{t('siting.again')}</Button>
        <Segmented size="small" aria-label={t('siting.shows')} value={shows} onChange={(value) => type({ shows: value === 'before' ? 'before' : '' })}
          options={[{ value: 'before', label: t('siting.shows.before') }, { value: 'after', label: t('siting.shows.after') }]} />
      </div>
      <BucketKey all={run[shows]} />
      <SitesTable run={run} />
      <TownTable rows={run.townships.map(({ code, name, before, after }) => ({ code, name, before, all: after }))} />
      <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}><PlanCharts run={run} /></Suspense>
      <Others run={run} />
      <NoRegret run={run} />
      <Circumstances run={run} />
      <Later run={run} />
      <FindingLines findings={run.findings} />
      <p className="quiet small">{t('siting.run', { run: run.id })} · {t('siting.result.numbers', {
        value: `${measure(run.value)} ${run.unit ?? ''}`.trim(), bound: measure(run.bound), seconds: measure(run.seconds) })}</p>
    </>
  );
}

/** What the plan does, and how good it is known to be. */
function Verdict({ run }: { run: SitingRun }) {
  const { t } = useWords();
  const left = withoutPlace(run.after);
  return (
    <div className="siting-verdict" data-testid="siting-verdict" role="status">
      <p className="siting-headline">{t('siting.result.served', {
        before: count(run.before.served), after: count(run.after.served), more: count(run.after.served - run.before.served) })}</p>
      <p>{left > 0 ? t('siting.result.left', { count: count(left) }) : t('siting.unserved.all')} · {t('siting.result.cost', {
        cost: measure(run.cost_wan ?? costOfPlan(run.sites)), land: measure(run.land_m2 ?? landOfPlan(run.sites)) })}</p>
      <p><span className={`siting-status ${run.status}`}><span aria-hidden="true">{run.status === 'optimal' ? '✓' : '≈'}</span> {t(`siting.status.${run.status}`)}</span>{' '}
        <span data-testid="siting-gap">{run.gap_words || t('siting.result.gap', { gap: run.gap === null ? DASH : percent(run.gap * 100) })}</span></p>
      {run.invented && <p className="quiet small"><SampleMark /> {t('sample.note')}</p>}
    </div>
  );
}
