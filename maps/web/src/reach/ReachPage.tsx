/** 可达: who has a place, who reaches one without a place, who reaches none; why, and how unequally. */

import '../siting/siting.css';
import './reach.css';
import { Skeleton } from 'antd';
import { askRun, readKept, type Run } from '../reachApi.ts';
import { count, day } from '../format.ts';
import { SampleMark } from '../shell/SampleMark.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { BucketKey } from '../siting/BucketBar.tsx';
import { FindingLines } from '../siting/FindingLines.tsx';
import { useTyped } from '../siting/form.ts';
import { forget, useLoaded, type Loaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { Ask } from './Ask.tsx';
import { Files } from './Files.tsx';
import { isReachRun, questionOf } from './question.ts';
import { Spread } from './Spread.tsx';
import { Towns } from './Towns.tsx';
import { useShown } from './useShown.ts';

function useRun(): Loaded<Run> {
  const typed = useTyped();
  const { run } = useSight();
  const { asOf } = useRegister();
  const question = questionOf(typed, asOf);
  const kept = isReachRun(run) ? run : null;
  return useLoaded(kept ? `reach-kept:${kept}` : `reach:${JSON.stringify(question)}`, (signal) =>
    (kept ? readKept(kept, signal) : askRun(question, signal)));
}

export default function ReachPage() {
  const { t } = useWords();
  const sight = useSight();
  const loaded = useRun();
  const run = loaded.value;
  useShown(run);
  const anew = () => {
    forget('reach:');
    go({ run: null });
  };
  return (
    <section className="reach" data-testid="reach" aria-label={t('reach.title')} aria-busy={loaded.loading}>
      {isReachRun(sight.run) && run
        ? (
          <p className="kept">{t('reach.kept', { run: run.id, date: day(run.as_of) })} <button type="button" className="plain link" onClick={anew}>{t('reach.anew')}</button></p>
        )
        : <Ask run={run} />}
      {loaded.problem && <ProblemNote problem={loaded.problem} retry={loaded.retry} />}
      {loaded.loading && !run && <Skeleton active paragraph={{ rows: 10 }} />}
      {run && (
        <div className={loaded.loading ? 'stale' : ''}>
          <p className="siting-headline" data-testid="reach-headline">{t('reach.headline', {
            title: t(`siting.service.${run.service}`), people: count(run.totals.people), served: count(run.totals.served),
            waiting: count(run.totals.waiting), far: count(run.totals.out_of_reach) })}</p>
          <BucketKey all={run.totals} />
          <p className="quiet small">{run.demand} · {run.because}</p>
          {run.invented && <p className="quiet small"><SampleMark /> {t('sample.note')}</p>}
          <Towns run={run} />
          <Spread run={run} />
          <FindingLines findings={run.findings} />
          <Files run={run} />
        </div>
      )}
    </section>
  );
}
