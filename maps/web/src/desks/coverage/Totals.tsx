/** The whole county as the last row: sum over sum, with what stands in no area. */

import { Table } from 'antd';
import { count, DASH, numeric, rate } from '../../format.ts';
import type { CoverageRun } from '../../types.ts';
import { useWords } from '../../words/index.ts';

export function Totals({ run, phone, onRows }: { run: CoverageRun; phone: boolean; onRows: () => void }) {
  const { t } = useWords();
  const { total, unplaced } = run;
  const outside = unplaced.facilities.length + unplaced.population.length;
  const short = numeric(total.shortfall_beds);
  const over = numeric(total.surplus_beds);
  const number = (text: string) => (
    <button type="button" className="number" onClick={onRows} aria-label={`${text}，${t('coverage.rows', { name: total.name })}`}>{text}</button>
  );
  return (
    <Table.Summary fixed="bottom">
      <Table.Summary.Row className="totals">
        <Table.Summary.Cell index={0}>
          {t('coverage.total')}
          {phone && <span className="under">{number(count(total.beds))} / {number(count(total.elderly))}</span>}
          {outside > 0 && <span className="quiet small"> {t('coverage.total.unplaced', { count: outside })}</span>}
        </Table.Summary.Cell>
        <Table.Summary.Cell index={1} align="right">{rate(total.beds_per_thousand)}</Table.Summary.Cell>
        {!phone && <Table.Summary.Cell index={2} align="right">{number(count(total.beds))}</Table.Summary.Cell>}
        {!phone && <Table.Summary.Cell index={3} align="right">{number(count(total.elderly))}</Table.Summary.Cell>}
        <Table.Summary.Cell index={4} align="right">
          {short !== null && short > 0 ? <span className="gap-short">{count(short)}</span>
            : over !== null && over > 0 ? `${t('coverage.gap.surplus')} ${count(over)}` : DASH}
        </Table.Summary.Cell>
        {!phone && <Table.Summary.Cell index={5} />}
      </Table.Summary.Row>
    </Table.Summary>
  );
}
