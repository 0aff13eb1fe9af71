/** A chart with a table beside it that says the same. The chart library is fetched when the first chart is shown. */

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { usePhone } from '../state/media.ts';
import { useWords } from '../words/index.ts';
import type { ChartOption, Drawn } from './echarts.ts';

interface Props {
  title: string;
  /** How it is read, in a sentence. */
  says: string;
  option: ChartOption;
  height?: number;
  testid: string;
  /** The same figures as a table. */
  children: ReactNode;
}

export function Chart({ title, says, option, height = 240, testid, children }: Props) {
  const { t } = useWords();
  const phone = usePhone();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const latest = useRef(option);
  latest.current = option;
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    import('./echarts.ts').then(
      ({ draw }) => {
        if (gone || !box.current) return;
        drawn.current = draw(box.current);
        drawn.current.show(latest.current);
      },
      (thrown: unknown) => setFailed(thrown instanceof Error ? thrown.message : String(thrown)),
    );
    return () => {
      gone = true;
      drawn.current?.end();
      drawn.current = null;
    };
  }, []);
  useEffect(() => drawn.current?.show(option), [option, phone]);
  return (
    <figure className="chart" data-testid={testid}>
      <figcaption><strong>{title}</strong><span className="quiet small">{says}</span></figcaption>
      {failed === null
        ? <div ref={box} className="chart-box" role="img" aria-label={`${title}。${says}`} style={{ height }} />
        : <p className="quiet small">{failed}</p>}
      <details open={failed !== null || undefined}>
        <summary>{t('siting.chart.table')}</summary>
        <div className="chart-table">{children}</div>
      </details>
    </figure>
  );
}
