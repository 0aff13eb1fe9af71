/** What the card of an area adds: its figures and the way to the rows behind them. */

import { Button } from 'antd';
import { count, DASH, measure, numeric, rate } from '../../format.ts';
import type { AreaRow, CoverageRun } from '../../types.ts';
import { useWords } from '../../words/index.ts';
import { Gap } from './Gap.tsx';
import { openRows } from './Headline.tsx';

export function AreaFigures({ row, run }: { row: AreaRow; run: CoverageRun }) {
  const { t } = useWords();
  return (
    <div className="area-figures">
      <p className="area-rate">
        {rate(row.beds_per_thousand)} <span className="quiet">{t('coverage.column.rate')}</span>
        <span className="quiet"> · {t('coverage.target', { value: measure(run.parameters['target']) })}</span>
      </p>
      {numeric(row.beds_per_thousand) === null && <p className="quiet">{row.no_value_reason ?? t('coverage.novalue')}</p>}
      <p><Gap figures={row} /> · {t('coverage.column.rank')} {row.rank ?? DASH}</p>
      <p className="quiet">{count(row.beds)} {t('coverage.beds.unit')} / {count(row.elderly)} {t('coverage.elderly.unit')} · {t('coverage.facilities', { count: count(row.facilities) })}</p>
      <Button size="small" data-testid="rows-button" onClick={() => openRows(run, row.id)}>{t('coverage.rows', { name: row.name })}</Button>
    </div>
  );
}
