/** The county's figure against its target, and whose population it divides by. */

import { count, DASH, day, measure, numeric, rate } from '../../format.ts';
import { areaLayer } from '../../state/coverage.ts';
import { go } from '../../state/store.ts';
import { WHOLE } from '../../state/url.ts';
import { SampleMark } from '../../shell/SampleMark.tsx';
import type { CoverageRun, Indicator } from '../../types.ts';
import { useWords } from '../../words/index.ts';
import { Gap } from './Gap.tsx';

export function Headline({ run, indicator }: { run: CoverageRun; indicator: Indicator | null }) {
  const { t, unit } = useWords();
  const { total, population } = run;
  const met = run.areas.filter((row) => numeric(row.shortfall_beds) === 0).length;
  const short = run.areas.filter((row) => (numeric(row.shortfall_beds) ?? 0) > 0).length;
  return (
    <div className="headline">
      <p className="headline-figure">
        <span>{total.name}</span>
        <button type="button" className="figure" onClick={() => openRows(run, WHOLE)} title={t('coverage.rows', { name: total.name })}
          data-testid="total-rate">{rate(total.beds_per_thousand)}</button>
        <span className="quiet">{indicator ? unit(indicator) : run.unit}</span>
        <span className="headline-target">{t('coverage.target', { value: measure(run.parameters['target']) })}</span>
        {run.invented && <SampleMark />}
      </p>
      <p className="headline-more">
        <Gap figures={total} /> · {t('coverage.met', { met, short })} · {t('coverage.facilities', { count: count(total.facilities) })}
      </p>
      <p className="quiet small origin" data-testid="population" title={population.source}>
        {t('coverage.population', { title: population.title, date: day(population.counted_on ?? DASH), source: population.source })}
      </p>
    </div>
  );
}

/** Go to the rows behind an area's number; the area is chosen with them. */
export function openRows(run: CoverageRun, area: string): void {
  go({ rows: area, ...(area === WHOLE ? {} : { selection: { layer: areaLayer(run), id: area } }) });
}
