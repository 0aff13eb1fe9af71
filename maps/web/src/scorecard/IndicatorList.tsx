/** Every indicator of a policy: the target, the county, what is lacking in words. A title opens the townships, a number its rows. */

import { day } from '../format.ts';
import type { Cell, Scorecard, TargetSheet } from '../scorecardApi.ts';
import { useWords } from '../words/index.ts';
import { ask } from './ask.ts';
import { Number, State, Trend } from './shown.tsx';

export function IndicatorList({ card }: { card: Scorecard }) {
  const { t } = useWords();
  const county = card.rows.find(({ is_county }) => is_county);
  if (!county) return null;
  return (
    <table className="rows score-list" data-testid="score-list" aria-label={t('scorecard.table')}>
      <thead>
        <tr>
          <th scope="col">{t('scorecard.indicator')}</th>
          <th scope="col" className="end">{t('scorecard.county')}</th>
          <th scope="col" className="trend">{t('scorecard.trend')}</th>
        </tr>
      </thead>
      <tbody>
        {card.indicators.map((indicator, place) => {
          const cell = county.cells[place];
          return cell && <IndicatorLine key={indicator.id} indicator={indicator} cell={cell} asOf={card.as_of} county={county} />;
        })}
      </tbody>
    </table>
  );
}

interface LineProps {
  indicator: TargetSheet;
  cell: Cell;
  asOf: string;
  county: { division: string; name: string };
}

function IndicatorLine({ indicator, cell, asOf, county }: LineProps) {
  const { t } = useWords();
  return (
    <tr data-testid={`score-${indicator.id}`}>
      <th scope="row">
        <button type="button" className="plain link" data-walk title={t('scorecard.open', { title: indicator.title })} onClick={() => ask({ indicator: indicator.id })}>{indicator.title}</button>
        <span className="under">{indicator.target_words}{indicator.deadline && ` · ${deadline(indicator.deadline, asOf, t)}`}</span>
        {(cell.gap_words ?? cell.because) && <span className={cell.met === false ? 'under lacks' : 'under'}>{cell.gap_words ?? cell.because}</span>}
      </th>
      <td className="end">
        <Number cell={cell} name={county.name} title={indicator.title} onOpen={() => ask({ indicator: indicator.id }, county.division)} />
        <span className="under unit">{cell.value === null ? '' : cell.unit}</span>
        <State cell={cell} />
      </td>
      <td className="trend"><Trend earlier={cell.earlier} now={cell.value} /></td>
    </tr>
  );
}

export const deadline = (date: string, asOf: string, t: ReturnType<typeof useWords>['t']): string =>
  t(date < asOf ? 'scorecard.deadline.past' : 'scorecard.deadline', { date: day(date) });
