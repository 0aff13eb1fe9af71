/** Other good plans, and the sites that stay whatever comes. */

import { count, measure } from '../format.ts';
import type { SitingRun } from '../sitingApi.ts';
import { useWords } from '../words/index.ts';
import { percent } from './standing.ts';

/** What the sites of a run and its settlements are called: candidates may be either. */
const namesIn = (run: SitingRun): ReadonlyMap<string, string> =>
  new Map([...run.settlements.map(({ code, name }) => [code, name] as const), ...[...run.no_regret, ...run.sites].map(({ id, name }) => [id, name] as const)]);

export function Others({ run }: { run: SitingRun }) {
  const { t } = useWords();
  if (run.alternatives.length === 0) return null;
  const names = namesIn(run);
  return (
    <>
      <h2>{t('siting.alternatives')}</h2>
      <ol className="siting-others" data-testid="siting-alternatives">
        {run.alternatives.map((plan, place) => (
            <li key={place}>
              <strong>{t('siting.chart.cover.other', { n: place + 1 })}</strong>{' '}
              {plan.share_of_best !== null && t('siting.alternatives.share', { share: percent(plan.share_of_best * 100) })}
              <span className="quiet"> · {t('siting.alternatives.differs', { count: count(plan.differs_in.length) })} · {count(plan.cost_wan)} {t('siting.budget.unit')}</span>
              <span className="quiet small"> {plan.sites.map((site) => names.get(site) ?? site).join('、')}</span>
            </li>
        ))}
      </ol>
    </>
  );
}

/** Only what every case chooses is built without regret; what most choose stands apart, the rest is folded away. */
export function NoRegret({ run }: { run: SitingRun }) {
  const { t } = useWords();
  if (run.no_regret.length === 0) return null;
  const sure = run.no_regret.filter(({ cases, of }) => cases === of);
  const others = run.no_regret.filter(({ cases, of }) => cases < of);
  return (
    <>
      <h2>{t('siting.noregret')}</h2>
      {sure.length === 0 && <p className="quiet">{t('siting.noregret.none')}</p>}
      <Cases sites={sure} testid="siting-noregret" />
      {others.length > 0 && (
        <details className="siting-findings"><summary>{t('siting.noregret.some')} <span className="amount">{count(others.length)}</span></summary><Cases sites={others} testid="siting-regret" /></details>
      )}
    </>
  );
}

function Cases({ sites, testid }: { sites: SitingRun['no_regret']; testid: string }) {
  const { t } = useWords();
  return (
    <ul className="siting-others" data-testid={testid}>
      {sites.map((site) => <li key={site.id}>{site.name} <span className="quiet">{t('siting.noregret.in', { cases: site.cases, of: site.of })}</span></li>)}
    </ul>
  );
}

/** The people of later years, and what today's plan would then be worth. */
export function Later({ run }: { run: SitingRun }) {
  const { t } = useWords();
  if (run.forecast.length === 0) return null;
  return (
    <>
      <h2>{t('siting.forecast')}</h2>
      <table className="rows" data-testid="siting-forecast" aria-label={t('siting.forecast')}>
        <thead>
          <tr><th scope="col">{t('siting.forecast.case')}</th><th scope="col" className="end">{t('siting.forecast.people')}</th>
            <th scope="col" className="end">{t('siting.forecast.planned')}</th><th scope="col" className="end">{t('siting.forecast.best')}</th></tr>
        </thead>
        <tbody>
          {run.forecast.map((row) => (
            <tr key={`${row.years}-${row.case}`}><th scope="row">{row.title}</th><td className="end">{count(row.people)}</td>
              <td className="end">{count(row.as_planned)}</td><td className="end">{measure(row.value)}</td></tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The question when speed, need or budget turn out otherwise. */
export function Circumstances({ run }: { run: SitingRun }) {
  const { t } = useWords();
  if (run.cases.length === 0) return null;
  return (
    <table className="rows" data-testid="siting-cases" aria-label={t('siting.cases')}>
      <thead><tr><th scope="col">{t('siting.cases')}</th><th scope="col" className="end">{t('siting.chart.frontier.value')}</th></tr></thead>
      <tbody>{run.cases.map((row) => <tr key={row.id}><th scope="row">{row.title}</th><td className="end">{measure(row.value)}</td></tr>)}</tbody>
    </table>
  );
}
