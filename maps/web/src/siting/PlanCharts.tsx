/** A plan in charts: beds against target by township, cover against cost, what each budget can do; a table beside each. */

import { useMemo } from 'react';
import { readRun, startRun } from '../api.ts';
import { Chart } from '../charts/Chart.tsx';
import { count, measure } from '../format.ts';
import type { SitingRun } from '../sitingApi.ts';
import { bodyOf } from '../state/coverage.ts';
import { useLoaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { useWords } from '../words/index.ts';
import { bedsOption, bedsRows, coverOption, coverPoints, frontierOption } from './plots.ts';

const ROW = 24;

export default function PlanCharts({ run }: { run: SitingRun }) {
  const words = useWords();
  const { t } = words;
  const points = useMemo(() => coverPoints(run, words), [run, words]);
  const cover = useMemo(() => coverOption(points, words), [points, words]);
  const own = run.objective === 'most_served' ? points.find((point) => point.kind === 'best') ?? null : null;
  const frontier = useMemo(() => frontierOption(run.frontier, own, words), [run, own, words]);
  return (
    <>
      <h2>{t('siting.charts')}</h2>
      {run.question.service === 'nursing_beds' && <Beds run={run} />}
      <Chart title={t('siting.chart.cover')} says={t('siting.chart.cover.says')} option={cover} testid="chart-cover">
        <Figures heads={[t('siting.chart.plan'), t('siting.chart.cover.cost'), t('siting.chart.cover.served')]}
          rows={points.map((point) => [point.label, count(point.cost), count(point.served)])} />
      </Chart>
      {run.frontier.length > 0
        ? (
          <Chart title={t('siting.chart.frontier')} says={t('siting.chart.frontier.says')} option={frontier} testid="chart-frontier">
            <Figures heads={[t('siting.chart.frontier.budget'), t('siting.chart.frontier.value'), t('siting.chart.frontier.bound')]}
              rows={run.frontier.map((point) => [count(point.budget_wan), measure(point.value), measure(point.bound)])} />
          </Chart>
        )
        : <p className="quiet small">{t('siting.chart.frontier')}：{t('siting.chart.frontier.none')}</p>}
    </>
  );
}

/** The beds there are by the lawful figure of the same day, and those the plan adds. */
function Beds({ run }: { run: SitingRun }) {
  const words = useWords();
  const { t } = words;
  const { asOf } = useRegister();
  const day = String(run.question.as_of ?? asOf);
  const coverage = useLoaded(`coverage:${day}:{}`, async (signal) => {
    const started = await startRun(bodyOf(day, {}), false, signal);
    return 'run' in started ? started.run : readRun(String(started.job.result), signal);
  }).value;
  const rows = useMemo(() => (coverage ? bedsRows(run, coverage) : []), [run, coverage]);
  const option = useMemo(() => bedsOption(rows, words), [rows, words]);
  if (rows.length === 0) return null;
  return (
    <Chart title={t('siting.chart.beds')} says={t('siting.chart.beds.says', { target: measure(coverage?.parameters['target']) })} option={option}
      height={70 + ROW * rows.length} testid="chart-beds">
      <Figures heads={[t('siting.unserved.town'), t('siting.chart.beds.now'), t('siting.chart.beds.added'), t('siting.chart.beds.target'), t('siting.chart.beds.short')]}
        rows={rows.map((row) => [row.name, count(row.now), count(row.added), count(row.target), count(row.short)])} />
    </Chart>
  );
}

function Figures({ heads, rows }: { heads: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <table className="rows">
      <thead><tr>{heads.map((head, place) => <th key={head} scope="col" className={place > 0 ? 'end' : ''}>{head}</th>)}</tr></thead>
      <tbody>
        {rows.map(([name, ...figures], place) => (
          <tr key={place}><th scope="row">{name}</th>{figures.map((figure, at) => <td key={at} className="end">{figure}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}
