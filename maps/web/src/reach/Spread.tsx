/** How unequally access is spread: the Gini coefficient, ten equal parts of the people, and who reaches nothing. */

import { useMemo } from 'react';
import { Chart } from '../charts/Chart.tsx';
import type { ChartOption } from '../charts/echarts.ts';
import { count, measure } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import type { Run } from '../reachApi.ts';
import { percent } from '../siting/standing.ts';
import { type } from '../siting/form.ts';
import { usePhone } from '../state/media.ts';
import { choose } from '../state/store.ts';
import { COLOUR } from '../theme.ts';
import { useWords } from '../words/index.ts';
import { unitOf } from './useShown.ts';

const SHOWN = 10;

export function Spread({ run }: { run: Run }) {
  const words = useWords();
  const { t } = words;
  const { gini, deciles } = run.inequality;
  const unit = unitOf(run, words);
  const option = useMemo((): ChartOption => ({
    grid: { left: 8, right: 10, top: 14, bottom: 22, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { trigger: 'axis', confine: true },
    xAxis: { type: 'category', data: deciles.map(({ decile }) => String(decile)), axisTick: { show: false } },
    yAxis: { type: 'value', splitLine: { lineStyle: { color: COLOUR.line } } },
    series: [{ type: 'bar', name: t('reach.access', { unit }), barMaxWidth: 26, itemStyle: { color: COLOUR.accent }, data: deciles.map(({ access }) => Number(access.toFixed(2))) }],
  }), [deciles, unit, t]);
  return (
    <>
      <h2>{t('reach.spread')}</h2>
      <p data-testid="reach-gini">{gini === null ? t('reach.gini.none') : t('reach.gini', { gini: gini.toFixed(3) })}</p>
      {gini !== null && (
        <Chart title={t('reach.deciles')} says={t('reach.deciles.says', { unit })} option={option} height={170} testid="reach-deciles">
          <table className="rows">
            <thead><tr><th scope="col">{t('reach.decile')}</th><th scope="col" className="end">{t('reach.access', { unit })}</th><th scope="col" className="end">{t('reach.deciles.share')}</th></tr></thead>
            <tbody>
              {deciles.map(({ decile, access, share }) => (
                <tr key={decile}><th scope="row">{t('reach.deciles.part', { n: decile })}</th><td className="end">{measure(Number(access.toFixed(2)))}</td><td className="end">{percent(share * 100)}</td></tr>
              ))}
            </tbody>
          </table>
        </Chart>
      )}
      <Remote run={run} />
    </>
  );
}

function Remote({ run }: { run: Run }) {
  const { t } = useWords();
  const { remote, remote_settlements: villages, remote_people: people } = run.inequality;
  if (remote.length === 0) return <p className="quiet small">{t('reach.remote.none')}</p>;
  const phone = usePhone();
  const open = (code: string) => {
    if (phone) {
      type({ settlement: code });
      return;
    }
    choose({ layer: 'settlements', id: code });
    const place = run.settlements.find((each) => each.code === code);
    if (place && place.lon !== null && place.lat !== null) bring(around(place.lon, place.lat));
  };
  return (
    <>
      <h2>{t('reach.remote', { count: count(villages), people: count(people) })}</h2>
      <ul className="reach-remote" data-testid="reach-remote">
        {remote.slice(0, SHOWN).map((place) => (
          <li key={place.code}>
            <button type="button" className="plain link" data-walk onClick={() => open(place.code)}>{place.name}</button>
            <span className="quiet"> {t('siting.people', { count: count(place.people) })}{place.nearest !== null && place.nearest_m !== null
              && ` · ${t('reach.remote.far', { name: place.nearest, km: (place.nearest_m / 1000).toFixed(1) })}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
