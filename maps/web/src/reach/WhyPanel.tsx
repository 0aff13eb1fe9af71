/** Of what a village's figures are made: which places, how far, with whom they are shared. */

import { Button, Skeleton } from 'antd';
import { count, measure } from '../format.ts';
import { readWhy, type Run, type Why } from '../reachApi.ts';
import { percent } from '../siting/standing.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { usePhone } from '../state/media.ts';
import { choose } from '../state/store.ts';
import { type } from '../siting/form.ts';
import { useWords } from '../words/index.ts';
import { unitOf } from './useShown.ts';

const close = () => {
  choose(null);
  type({ settlement: '' });
};

export function WhyPanel({ run, settlement }: { run: Run; settlement: string }) {
  const { t } = useWords();
  const known = run.settlements.find(({ code }) => code === settlement);
  const loaded = useLoaded(known ? `reach-why:${run.id}:${settlement}` : null, (signal) => readWhy(run.id, settlement, signal));
  if (!known) return null;
  const why = loaded.value?.settlement.code === settlement ? loaded.value : null;
  return (
    <section className="reach-why" data-testid="reach-why" aria-label={t('reach.why', { name: known.name })} aria-busy={loaded.loading}>
      <h2>{t('reach.why', { name: known.name })}</h2>
      {loaded.problem && <ProblemNote problem={loaded.problem} retry={loaded.retry} />}
      {!why && loaded.loading && <Skeleton active paragraph={{ rows: 2 }} />}
      {why && <p>{why.words}</p>}
      {why && why.parts.length > 0 && <Parts run={run} parts={why.parts} />}
      <Button size="small" onClick={close}>{t('reach.why.close')}</Button>
    </section>
  );
}

function Parts({ run, parts }: { run: Run; parts: Why['parts'] }) {
  const words = useWords();
  const { t } = words;
  const phone = usePhone();
  const unit = t(run.mode === 'straight' ? 'siting.metres' : 'siting.minutes');
  const heads = [
    t('reach.why.cost', { unit }), ...(phone ? [] : [t('reach.why.places'), t('reach.access', { unit: unitOf(run, words) })]),
    t('reach.why.share'), t('reach.why.own'),
  ];
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{t('reach.why.place')}</th>
          {heads.map((head) => <th key={head} scope="col" className="end">{head}</th>)}
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={`${part.layer}:${part.id}`}>
            <th scope="row">
              <button type="button" className="plain link" onClick={() => choose({ layer: part.layer, id: part.id })}>{part.name}</button>
              <span className="under">{t('reach.why.with', { count: count(part.sharers_count), names: part.sharers.slice(0, 4).map(({ name }) => name).join('、') })}</span>
            </th>
            <td className="end">{count(Math.round(part.cost))}</td>
            {!phone && <td className="end">{part.places === null ? t('reach.why.uncounted') : count(part.places)}</td>}
            {!phone && <td className="end">{measure(Number(part.per_thousand.toFixed(2)))}</td>}
            <td className="end">{percent(part.share * 100)}</td>
            <td className="end">{count(part.placed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
