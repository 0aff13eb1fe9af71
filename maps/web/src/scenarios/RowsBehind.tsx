/** A figure of a plan leads to its rows: the settlements or sites it is the sum of. */

import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { count, measure } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import { readFigureRows, readScenario, type FigureRow } from '../scenariosApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { usePlanShown } from '../siting/usePlanShown.ts';
import { SITE_LAYER } from '../siting/siteSigns.ts';
import type { SitingRun } from '../sitingApi.ts';
import { useLoaded } from '../state/loading.ts';
import { choose, go } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { rowsOf } from './address.ts';

const AT_ONCE = 100;

export function RowsBehind({ number, asked }: { number: number; asked: string }) {
  const { t, title } = useWords();
  const { of, when, township } = rowsOf(asked);
  const read = useLoaded(`plans:rows:${number}:${asked}`, (signal) => readFigureRows(number, of, when, township, signal));
  const whole = useLoaded(`plans:one:${number}`, (signal) => readScenario(number, signal));
  const [listed, setListed] = useState(AT_ONCE);
  const told = read.value;
  const named = whole.value?.figures.find((figure) => figure.id === of);
  const towns = new Map(whole.value?.plan.townships.map((town) => [town.code, town.name]));
  const rest = told ? told.rows.length - listed : 0;
  return (
    <section className="rows-behind plans" data-testid="plan-rows" aria-labelledby="plan-rows-title">
      {whole.value && <Shown run={whole.value.plan} when={when} />}
      <Button size="small" data-testid="plan-rows-back" onClick={() => go({ rows: null, selection: null })}>{t('plans.rows.back')}</Button>
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {!told && !read.problem && <Skeleton active paragraph={{ rows: 6 }} />}
      {told && (
        <>
          <h2 id="plan-rows-title">{t('plans.rows.title', { title: named ? title(named) : told.title, when: t(`plans.${when}`) })}</h2>
          <p data-testid="plan-rows-sum">{told.rows.length === 0 ? t('plans.rows.none')
            : t('plans.rows.sum', { rows: count(told.rows.length), value: measure(told.value), unit: told.unit })} <span className="quiet small">{told.run}</span></p>
          {told.rows.length > 0 && (
            <table className="rows" aria-label={told.title}>
              <thead><tr><th scope="col">{t('plans.rows.name')}</th><th scope="col">{t('plans.rows.town')}</th>
                <th scope="col" className="end">{t('plans.rows.amount', { unit: told.unit })}</th></tr></thead>
              <tbody>
                {told.rows.slice(0, listed).map((row) => (
                  <tr key={row.id}>
                    <th scope="row"><button type="button" className="plain link" data-walk title={t('plans.rows.locate', { name: row.name })} onClick={() => open(row)}>{row.name}</button></th>
                    <td>{towns.get(row.township) ?? row.township}</td><td className="end">{measure(row.amount)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {rest > 0 && <Button size="small" onClick={() => setListed(listed + AT_ONCE)}>{t('plans.rows.more', { count: count(Math.min(rest, AT_ONCE)) })}</Button>}
        </>
      )}
    </section>
  );
}

function open(row: FigureRow): void {
  choose({ layer: row.kind === 'site' ? SITE_LAYER : 'settlements', id: row.id });
  if (row.lon !== null && row.lat !== null) bring(around(row.lon, row.lat));
}

function Shown({ run, when }: { run: SitingRun; when: 'before' | 'after' }) {
  usePlanShown(run, when);
  return null;
}
