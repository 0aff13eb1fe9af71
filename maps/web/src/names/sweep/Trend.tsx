/** Sweep after sweep: how many findings there were, by how much they weigh. */

import { count, day } from '../../format.ts';
import type { Severity } from '../../namesApi.ts';
import type { Sweep } from '../../sweepApi.ts';
import { useWords } from '../../words/index.ts';

const WEIGHTS: Severity[] = ['blocks', 'needs_reason', 'information'];
const HIGH = 44;
const WIDE = 26;
const MOST = 12;

export const weighed = ({ counts }: Sweep, severity: Severity): number =>
  Object.values(counts).reduce((sum, each) => sum + (each[severity] ?? 0), 0);

export function Trend({ sweeps, chosen }: { sweeps: Sweep[]; chosen: string }) {
  const { t } = useWords();
  const shown = sweeps.slice(0, MOST).reverse();
  if (shown.length < 2) return null;
  const tallest = Math.max(1, ...shown.map(({ found }) => found));
  const high = (number: number) => (number / tallest) * HIGH;
  return (
    <figure className="trend" data-testid="sweep-trend">
      <figcaption className="quiet small">{t('sweep.trend', { count: shown.length })}</figcaption>
      <svg width={shown.length * WIDE} height={HIGH + 2} aria-hidden="true">
        {shown.map((sweep, at) => {
          let top = HIGH + 1;
          return WEIGHTS.map((severity) => {
            const tall = high(weighed(sweep, severity));
            top -= tall;
            return <rect key={`${sweep.id}:${severity}`} className={`bar ${severity} ${sweep.id === chosen ? 'chosen' : ''}`} x={at * WIDE} y={top} width={WIDE - 6} height={tall} />;
          });
        })}
      </svg>
      <table className="unseen">
        <caption>{t('sweep.trend', { count: shown.length })}</caption>
        <thead><tr><th scope="col">{t('sweep.date')}</th>{WEIGHTS.map((each) => <th key={each} scope="col">{t(`names.severity.${each}`)}</th>)}</tr></thead>
        <tbody>{shown.map((sweep) => <tr key={sweep.id}><th scope="row">{day(sweep.at)}</th>{WEIGHTS.map((each) => <td key={each}>{count(weighed(sweep, each))}</td>)}</tr>)}</tbody>
      </table>
    </figure>
  );
}
