/** What the colours and signs mean; folds away. */

import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { count, measure } from '../format.ts';
import type { Indicator, LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { useDifferences } from '../state/differences.ts';
import { placeOf, type Scale } from './classes.ts';
import { Sign } from './Sign.tsx';

interface Props {
  layers: LayerInfo[];
  /** The figure that colours the areas, when one does. */
  figure: { indicator: Indicator | null; scale: Scale; unvalued: boolean } | null;
  invented: boolean;
  phone: boolean;
  /** What the two states of things on the map are called: days or words. */
  states: [string, string];
}

export function Legend({ layers, figure, invented, phone, states }: Props) {
  const { t, title } = useWords();
  const [open, setOpen] = useState(!phone);
  return (
    <section className={`legend${open ? '' : ' folded'}`} data-testid="legend" aria-label={t('legend.title')}>
      <button type="button" className="legend-fold" aria-expanded={open} onClick={() => setOpen(!open)}
        aria-label={t(open ? 'legend.hide' : 'legend.show')}>
        {t('legend.title')} {open ? <DownOutlined /> : <UpOutlined />}
      </button>
      {open && (
        <div className="legend-body">
          {figure && <Classes {...figure} />}
          <States called={states} />
          <ul>
            {layers.map((layer) => (
              <li key={layer.id}>
                <Sign layer={layer} invented={layer.invented_count === layer.count && layer.count > 0} />
                <span>{title(layer)}</span><span className="amount">{count(layer.count)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {invented && <p className="legend-sample"><span className="sample">{t('sample')}</span>{open && <span>{t('sample.note')}</span>}</p>}
    </section>
  );
}

/** Dashed was, solid is. */
function States({ called }: { called: [string, string] }) {
  const differences = useDifferences();
  if (differences.length === 0) return null;
  return (
    <ul className="states-of-things">
      <li><span className="key was" aria-hidden="true" /><span>{called[0]}</span></li>
      <li><span className="key is" aria-hidden="true" /><span>{called[1]}</span></li>
    </ul>
  );
}

const WIDTH = 240;

function Classes({ indicator, scale, unvalued }: { indicator: Indicator | null; scale: Scale; unvalued: boolean }) {
  const { t, title, unit } = useWords();
  const box = WIDTH / scale.colours.length;
  const at = scale.target === null ? null : placeOf(scale, scale.target) * WIDTH;
  return (
    <figure className="classes">
      <figcaption>{indicator && <>{title(indicator)} <span className="quiet">{unit(indicator)}</span></>}</figcaption>
      <svg width={WIDTH + 2} height="46" viewBox={`-1 0 ${WIDTH + 2} 46`} role="img" aria-label={scale.breaks.join(', ')}>
        {scale.colours.map((colour, place) => (
          <rect key={colour} x={place * box} y="16" width={box} height="13" fill={colour} stroke="#8b979c" strokeWidth="0.6" />
        ))}
        {scale.breaks.map((bound, place) => (
          <text key={bound} x={(place + 1) * box} y="43" textAnchor="middle">{measure(bound)}</text>
        ))}
        {at !== null && (
          <g>
            <path d={`M${at} 14V31`} stroke="#111" strokeWidth="2.2" />
            <text x={Math.min(Math.max(at, 28), WIDTH - 28)} y="11" textAnchor="middle" className="strong">
              {t('legend.target', { value: measure(scale.target) })}
            </text>
          </g>
        )}
      </svg>
      {unvalued && <p className="unvalued"><span className="hatched" aria-hidden="true" />{t('legend.none')}</p>}
    </figure>
  );
}
