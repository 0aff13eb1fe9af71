/** The plans that were saved; two that are ticked are put side by side. */

import { Button, Checkbox, Skeleton } from 'antd';
import { useState } from 'react';
import { day, measure } from '../format.ts';
import { asProblem, type Problem } from '../problem.ts';
import { amendScenario, readScenarios, type ScenarioLine } from '../scenariosApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { percent, servedShare } from '../siting/standing.ts';
import { refresh, useLoaded } from '../state/loading.ts';
import { go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { picked } from './address.ts';
import { plans } from './open.ts';

export function ScenarioList({ keeps }: { keeps: boolean }) {
  const { t } = useWords();
  const { filters } = useSight();
  const gone = filters['show'] === 'gone';
  const read = useLoaded(`plans:list:${gone}`, (signal) => readScenarios(gone, signal));
  const [chosen, setChosen] = useState<number[]>([]);
  const lines = read.value ?? [];
  const ready = chosen.filter((number) => lines.some((line) => line.number === number));
  return (
    <section aria-label={t('plans.list')}>
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {!read.value && !read.problem && <Skeleton active paragraph={{ rows: 5 }} />}
      {read.value && lines.length === 0 && (
        <div className="plans-empty" data-testid="plans-empty">
          <p className="quiet">{t(gone ? 'plans.empty.gone' : 'plans.empty')}</p>
          {!gone && <Button onClick={() => go({ tab: 'siting', filters: {}, run: null })}>{t('plans.to-siting')}</Button>}
        </div>
      )}
      {lines.length > 0 && (
        <>
          <div className="plans-wide"><table className="rows plans-table" aria-label={t('plans.list')} data-testid="plans-table">
            <thead><tr>
              {!gone && <th scope="col"><span className="unseen">{t('plans.compare')}</span></th>}
              <th scope="col">{t('plans.name')}</th><th scope="col" className="end">{t('plans.served')}</th>
              <th scope="col" className="end">{t('plans.works')}</th><th scope="col" className="end">{t('plans.cost')}</th>
            </tr></thead>
            <tbody>{lines.map((line) => (
              <Line key={line.number} line={line} gone={gone} keeps={keeps} ticked={ready.includes(line.number)} onTick={() => setChosen(picked(ready, line.number))} />
            ))}</tbody>
          </table></div>
          {!gone && (
            <div className="deeds">
              <Button type="primary" disabled={ready.length < 2} data-testid="plans-compare" onClick={() => plans({ compare: ready.join(',') })}>{t('plans.compare')}</Button>
              {ready.length < 2 && lines.length > 1 && <span className="quiet small">{t('plans.compare.pick')}</span>}
            </div>
          )}
        </>
      )}
      <button type="button" className="plain link" data-testid="plans-gone" onClick={() => plans(gone ? {} : { show: 'gone' })}>{t(gone ? 'plans.standing' : 'plans.gone')}</button>
    </section>
  );
}

function Line({ line, gone, keeps, ticked, onTick }: { line: ScenarioLine; gone: boolean; keeps: boolean; ticked: boolean; onTick: () => void }) {
  const { t } = useWords();
  const [problem, setProblem] = useState<Problem | null>(null);
  const restore = async () => {
    setProblem(null);
    try {
      await amendScenario(line.number, line.version, { is_withdrawn: false });
      refresh('plans:');
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <tr data-testid={`plan-${line.number}`}>
      {!gone && <td><Checkbox checked={ticked} aria-label={t('plans.pick', { name: line.name })} data-testid={`pick-${line.number}`} onChange={onTick} /></td>}
      <th scope="row">
        <button type="button" className="plain link plan-open" data-walk data-testid={`open-${line.number}`} onClick={() => plans({ plan: String(line.number) })}>{line.name}</button>
        {line.invented && <> <SampleMark /></>}
        <span className="quiet small plan-by">{line.gap_words || line.status_label}</span>
        <span className="quiet small plan-by">{t('plans.saved', { by: line.updated_by, at: day(line.updated_at) })}</span>
        {gone && keeps && <Button size="small" data-testid={`restore-${line.number}`} onClick={() => void restore()}>{t('plans.undo')}</Button>}
        {problem && <ProblemNote problem={problem} />}
      </th>
      <td className="end nowrap">{percent(servedShare(line.before))} → {percent(servedShare(line.after))}</td>
      <td className="end">{line.works}</td>
      <td className="end">{measure(line.cost_wan)}</td>
    </tr>
  );
}
