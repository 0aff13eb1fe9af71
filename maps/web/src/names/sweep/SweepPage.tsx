/** The cleaning of non-standard names: sweep the register, then work the list off, a decision and a reason for each. */

import { Button, Progress, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { secondsLeft } from '../../desks/coverage/JobNote.tsx';
import { count, day, moment } from '../../format.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { forget, refresh, useLoaded } from '../../state/loading.ts';
import { calledOf, divisionsKnown } from '../../state/names.ts';
import { useRegister } from '../../state/register.tsx';
import { adjust, useSight } from '../../state/store.ts';
import { DECISIONS, readSweep, readSweeps, type RuleProgress, type Sweep } from '../../sweepApi.ts';
import type { Job } from '../../types.ts';
import { useWords } from '../../words/index.ts';
import { without } from '../narrowing.ts';
import { Trend } from './Trend.tsx';
import { useSweepJob } from './useSweepJob.ts';
import { progressOf, recounted } from './working.ts';
import { Worklist } from './Worklist.tsx';

export const SWEEPS = 'naming:sweeps';

export default function SweepPage() {
  const { t } = useWords();
  const { filters } = useSight();
  const { atlas } = useRegister();
  const sweeps = useLoaded(`${SWEEPS}:list`, readSweeps);
  const wanted = filters['sweep'] ?? sweeps.value?.[0]?.id ?? null;
  const opened = useLoaded(wanted ? `${SWEEPS}:one:${wanted}` : null, (signal) => readSweep(wanted ?? '', signal));
  const work = useSweepJob((sweep) => {
    refresh(SWEEPS);
    adjust({ filters: { sweep } });
  });
  const [rules, setRules] = useState<RuleProgress[]>([]);
  useEffect(() => setRules(opened.value?.rules ?? []), [opened.value]);
  const towns = useMemo(() => divisionsKnown().filter(({ code }) => code.length === 9), [sweeps.value]);
  const division = filters['town'] ?? atlas.county.code;
  return (
    <section aria-label={t('sweep.title')} data-testid="sweep">
      <div className="queue-bar">
        <Button type="primary" disabled={work.job !== null} data-testid="sweep-start" onClick={() => void work.start(division)}>{t('sweep.start')}</Button>
        <Select size="small" className="sweep-town" value={division} aria-label={t('sweep.where')} showSearch={{ optionFilterProp: 'label' }}
          onChange={(code: string) => adjust({ filters: without({ ...filters, town: code === atlas.county.code ? '' : code }) })}
          options={[{ value: atlas.county.code, label: t('sweep.whole', { name: atlas.county.name ?? '' }) }, ...towns.map(({ code, name }) => ({ value: code, label: name }))]} />
      </div>
      {work.problem && <ProblemNote problem={work.problem} />}
      {work.job && <Under job={work.job} onStop={() => void work.stop()} />}
      {sweeps.problem && <ProblemNote problem={sweeps.problem} retry={sweeps.retry} />}
      {sweeps.value?.length === 0 && !work.job && <p className="note">{t('sweep.empty')}</p>}
      {opened.problem && <ProblemNote problem={opened.problem} retry={opened.retry} />}
      {opened.value && <Head sweep={opened.value} rules={rules} all={sweeps.value ?? []} />}
      {opened.value && wanted === opened.value.id && <Worklist key={wanted} sweep={wanted} rules={rules} onDecided={(before, after) => {
        setRules((known) => recounted(known, before, after));
        // What is looked at again later is read anew; the list in sight stays as it is.
        forget(`${SWEEPS}:`);
      }} />}
    </section>
  );
}

function Under({ job, onStop }: { job: Job; onStop: () => void }) {
  const { t } = useWords();
  const seconds = secondsLeft(job, Date.now());
  const left = job.status === 'queued' ? t('job.queued') : seconds === null ? '' : t('job.left', { time: seconds < 90 ? t('time.seconds', { n: seconds }) : t('time.minutes', { n: Math.round(seconds / 60) }) });
  return (
    <div className="job" role="status" data-testid="sweep-job">
      <p><strong>{job.what ?? t('sweep.running')}</strong> <span className="quiet">{job.of ? t('job.progress', { done: count(job.done), of: count(job.of) }) : ''} {left}</span>
        <Button size="small" data-testid="sweep-stop" onClick={onStop}>{t('job.cancel')}</Button></p>
      <Progress percent={job.of ? Math.round((job.done / job.of) * 100) : 0} size="small" aria-label={t('sweep.running')} />
      <p className="quiet small">{t('job.note')}</p>
    </div>
  );
}

function Head({ sweep, rules, all }: { sweep: Sweep; rules: RuleProgress[]; all: Sweep[] }) {
  const { t } = useWords();
  const { filters } = useSight();
  const { all: total, decided, by } = progressOf(rules);
  const told = DECISIONS.filter((each) => by[each] > 0).map((each) => `${t(`sweep.decision.${each}`)} ${count(by[each])}`).join(t('list.comma'));
  return (
    <div className="sweep-head">
      {all.length > 1 && (
        <Select size="small" className="sweep-which" value={sweep.id} aria-label={t('sweep.which')} onChange={(id: string) => adjust({ filters: without({ ...filters, sweep: id, finding: '' }), selection: null })}
          options={all.map((each) => ({ value: each.id, label: `${moment(each.at)} · ${calledOf(each.division)} · ${t('sweep.found', { count: count(each.found) })}` }))} />
      )}
      <p className="quiet small">{t('sweep.told', { names: count(sweep.names), found: count(sweep.found), date: day(sweep.as_of), by: sweep.by_name })}</p>
      {total > 0 && (
        <div className="sweep-progress" data-testid="sweep-progress">
          <Progress percent={Math.floor((decided / total) * 100)} size="small" aria-label={t('sweep.progress')} />
          <p>{t('sweep.decided', { done: count(decided), all: count(total) })} {told && <span className="quiet small">{told}</span>}</p>
        </div>
      )}
      <Trend sweeps={all.filter(({ division }) => division === sweep.division)} chosen={sweep.id} />
    </div>
  );
}
