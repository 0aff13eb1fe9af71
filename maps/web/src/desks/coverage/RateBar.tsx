/** A figure with a bar in the colour of its class and a line where the target stands. */

import { numeric, rate as written } from '../../format.ts';
import { colourOf, type Scale } from '../../map/classes.ts';
import type { AreaRow } from '../../types.ts';

const WIDTH = 68;

/** Beyond this many targets a bar is cut off, or one village with a large home would flatten all others. */
const LONGEST = 2.5;

/** The value at the right end of every bar: the largest, and room to see the target. */
export function reachOf(rows: AreaRow[], target: number | null): number {
  const values = rows.map((row) => numeric(row.beds_per_thousand) ?? 0);
  const largest = Math.max(...values, (target ?? 0) * 1.1, 1);
  return target === null ? largest : Math.min(largest, target * LONGEST);
}

export function RateBar({ rate, scale, reach }: { rate: number; scale: Scale; reach: number }) {
  const at = (value: number) => (Math.min(value, reach) / reach) * WIDTH;
  return (
    <span className="rate">
      <svg width={WIDTH} height="14" viewBox={`0 0 ${WIDTH} 14`} aria-hidden="true">
        <rect x="0" y="3.5" width={Math.max(at(rate), 1)} height="7" fill={colourOf(scale, rate)} stroke="#7b898f" strokeWidth="0.7" />
        {rate > reach && <path d={`M${WIDTH - 9} 2l4 10M${WIDTH - 5} 2l4 10`} stroke="#fff" strokeWidth="1.5" />}
        {scale.target !== null && <path d={`M${at(scale.target)} 0V14`} stroke="#111" strokeWidth="1.4" />}
      </svg>
      <span>{written(rate)}</span>
    </span>
  );
}
