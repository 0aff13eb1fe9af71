/** Every township × every indicator at one sight; a number leads to its rows, a heading to its indicator. */

import type { Scorecard } from '../scorecardApi.ts';
import { useWords } from '../words/index.ts';
import { ask } from './ask.ts';
import { Number } from './shown.tsx';

export function Matrix({ card }: { card: Scorecard }) {
  const { t } = useWords();
  return (
    <div className="score-matrix" tabIndex={0} role="region" aria-label={t('scorecard.matrix')}>
      <table className="rows" data-testid="score-matrix-table" aria-label={t('scorecard.matrix.table')}>
        <thead>
          <tr>
            <th scope="col" className="sticky">{t('scorecard.town')}</th>
            {card.indicators.map((indicator) => (
              <th key={indicator.id} scope="col" className="end">
                <button type="button" className="plain link" onClick={() => ask({ indicator: indicator.id, show: null })}>{indicator.title}</button>
                <span className="under">{indicator.target_words}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {card.rows.map((row) => (
            <tr key={row.division} className={row.is_county ? 'score-county' : ''}>
              <th scope="row" className="sticky">{row.name}</th>
              {row.cells.map((cell, place) => {
                const indicator = card.indicators[place];
                return (
                  <td key={cell.indicator} className={cell.met === false ? 'end lacks' : 'end'} title={cell.gap_words ?? cell.because ?? undefined}>
                    {cell.met === false && <span aria-hidden="true">✗ </span>}
                    <Number cell={cell} name={row.name} title={indicator?.title ?? ''} onOpen={() => ask({ indicator: cell.indicator }, row.division)} />
                    {cell.met === false && <span className="unseen">{t('scorecard.short')}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
