/** A figure, its state and its past, as every table of the scorecard shows them. */

import { Tooltip } from 'antd';
import { DASH, day, measure } from '../format.ts';
import type { Cell, Earlier } from '../scorecardApi.ts';
import { useWords, type Words } from '../words/index.ts';

/** “6 / 15” where townships are counted, else the figure with its unit. */
export function figureOf(cell: Cell, words: Words): string {
  if (cell.value === null) return DASH;
  const counted = cell.unit.includes('乡镇') && cell.target !== null;
  return counted ? words.t('scorecard.of', { value: measure(cell.value), target: measure(cell.target) }) : measure(cell.value);
}

/** Colour, shape and word. */
export function State({ cell }: { cell: Cell }) {
  const { t } = useWords();
  if (cell.met === null) return <span className="score-state quiet">— {t('scorecard.unknown')}</span>;
  return cell.met
    ? <span className="score-state reached"><span aria-hidden="true">✓ </span>{t('scorecard.met')}</span>
    : <span className="score-state short"><span aria-hidden="true">✗ </span>{t('scorecard.short')}</span>;
}

/** A number that leads to its rows; without a number a dash with the reason. */
export function Number({ cell, name, title, onOpen }: { cell: Cell; name: string; title: string; onOpen: () => void }) {
  const words = useWords();
  const shown = figureOf(cell, words);
  const label = `${shown}，${words.t('scorecard.rows', { name, title })}`;
  const button = (
    <button type="button" className={cell.value === null ? 'plain dash' : 'number'} aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}>{shown}</button>
  );
  return cell.because ? <Tooltip title={cell.because}>{button}</Tooltip> : button;
}

const [WIDTH, HEIGHT, EDGE] = [56, 18, 3];

/** The same figure on the same day of the years before: a line, and the words of it for whoever cannot see one. */
export function Trend({ earlier, now }: { earlier: readonly Earlier[]; now: number | null }) {
  const { t } = useWords();
  const known = [...earlier.map(({ value }) => value), now];
  const values = known.filter((value): value is number => value !== null);
  if (values.length < 2) return <span className="quiet">{DASH}</span>;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const at = (value: number) => (high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE));
  const step = (WIDTH - 2 * EDGE) / (known.length - 1);
  const points = known.flatMap((value, place) => (value === null ? [] : [[EDGE + place * step, at(value)] as const]));
  const last = points[points.length - 1];
  const said = earlier.map(({ as_of, value }) => t('scorecard.trend.of', { date: day(as_of), value: measure(value) })).join(' · ');
  return (
    <Tooltip title={said}>
      <span>
        <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
          <polyline points={points.map((point) => point.join(',')).join(' ')} fill="none" stroke="#0f5257" strokeWidth="1.5" />
          {last && <circle cx={last[0]} cy={last[1]} r="2.4" fill="#0f5257" />}
        </svg>
        <span className="unseen">{said}</span>
      </span>
    </Tooltip>
  );
}
