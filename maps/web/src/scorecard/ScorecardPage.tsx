/** 达标: what a document asks, what the county has against it, what must still be built, and the rows behind each number. */

import './scorecard.css';
import { Select, Skeleton } from 'antd';
import { readPolicies, readScorecard, type Policies, type Policy, type Scorecard } from '../scorecardApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useLoaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { ask } from './ask.ts';
import { IndicatorList } from './IndicatorList.tsx';
import { IndicatorView } from './IndicatorView.tsx';
import { Matrix } from './Matrix.tsx';
import { RowsSheet } from './RowsSheet.tsx';

/** The policy in force with the most that can be checked, unless the address names one. */
function chosenOf(known: Policies | null, wanted: string | undefined): Policy | null {
  const policies = known?.policies ?? [];
  const rank = (policy: Policy) => (policy.in_force ? 1000 : 0) + policy.indicators.length;
  return policies.find(({ id }) => id === wanted) ?? [...policies].sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

export default function ScorecardPage() {
  const { t } = useWords();
  const { filters, rows } = useSight();
  const { asOf } = useRegister();
  const known = useLoaded(`policies:${asOf}`, (signal) => readPolicies(asOf, signal));
  const policy = chosenOf(known.value, filters['policy']);
  const id = policy?.id ?? null;
  const card = useLoaded(id && `scorecard:${id}:${asOf}`, (signal) => readScorecard(id ?? '', asOf, signal));
  const shown = card.value?.policy === id ? card.value : null;
  const open = shown?.indicators.find((each) => each.id === filters['indicator']) ?? null;
  if (policy && open && rows) return <RowsSheet policy={policy.id} indicator={open} division={rows} asOf={asOf} />;
  return (
    <section className="scorecard" data-testid="scorecard" aria-busy={card.loading}>
      {known.problem && <ProblemNote problem={known.problem} retry={known.retry} />}
      {policy && <PolicyChoice policy={policy} policies={known.value?.policies ?? []} />}
      {known.value && known.value.faults.length > 0 && (
        <p className="kept">{t('scorecard.fault', { files: known.value.faults.map(({ file }) => file).join('、') })}</p>
      )}
      {card.problem && <ProblemNote problem={card.problem} retry={card.retry} />}
      {(known.loading || card.loading) && !shown && <Skeleton active paragraph={{ rows: 12 }} />}
      {shown && (
        <div className={card.loading ? 'stale' : ''}>
          {open ? <IndicatorView card={shown} indicator={open} asOf={asOf} /> : <Whole card={shown} />}
        </div>
      )}
    </section>
  );
}

function PolicyChoice({ policy, policies }: { policy: Policy; policies: readonly Policy[] }) {
  const { t } = useWords();
  return (
    <div className="score-policy">
      <label htmlFor="score-policy" className="unseen">{t('scorecard.policy')}</label>
      <Select id="score-policy" value={policy.id} aria-label={t('scorecard.policy')} data-testid="score-policy" popupMatchSelectWidth={false}
        onChange={(id: string) => ask({ policy: id, indicator: null })}
        options={policies.map((each) => ({ value: each.id, label: each.title }))} />
      <p className="quiet small">
        {policy.document !== policy.title && `${policy.document} · `}{t('scorecard.confidence', { confidence: policy.confidence, issuer: policy.issued_by })}
        {' · '}{t(policy.in_force ? 'scorecard.force' : 'scorecard.past')}
      </p>
    </div>
  );
}

function Whole({ card }: { card: Scorecard }) {
  const { t } = useWords();
  const { filters } = useSight();
  const matrix = filters['show'] === 'matrix';
  const county = card.rows.find(({ is_county }) => is_county)?.cells ?? [];
  const many = (met: boolean | null) => county.filter((cell) => cell.met === met).length;
  return (
    <>
      <p className="score-headline" data-testid="score-headline">{t('scorecard.reached', { met: many(true), short: many(false), unknown: many(null) })}</p>
      <div className="score-shows" role="group" aria-label={t('scorecard.shows')}>
        <button type="button" aria-pressed={!matrix} onClick={() => ask({ show: null })}>{t('scorecard.list')}</button>
        <button type="button" aria-pressed={matrix} data-testid="score-matrix" onClick={() => ask({ show: 'matrix' })}>{t('scorecard.matrix')}</button>
      </div>
      {matrix ? <Matrix card={card} /> : <IndicatorList card={card} />}
      {card.rows.some(({ cells }) => cells.some(({ invented }) => invented)) && <p className="quiet small"><SampleMark /> {t('sample.note')}</p>}
    </>
  );
}
