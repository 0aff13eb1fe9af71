/** What the colours and signs mean; folds away. */

import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { count, measure } from '../format.ts';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { useDifferences } from '../state/differences.ts';
import type { Pins } from '../state/tint.ts';
import { placeOf, type Scale } from './classes.ts';
import { pinPath } from './pinShapes.ts';
import { Sign } from './Sign.tsx';

interface Figured {
  /** What the figure is called; null while that is read. */
  said: { title: string; title_en?: string; unit: string; unit_en?: string } | null;
  scale: Scale;
  unvalued: boolean;
}

interface Props {
  layers: LayerInfo[];
  /** The figure that colours the areas, when one does. */
  figure: Figured | null;
  /** Places a desk shows, with the meaning of their signs. */
  pins: Pins | null;
  invented: boolean;
  phone: boolean;
  /** What the two states of things on the map are called: days or words. */
  states: [string, string];
}

export function Legend({ layers, figure, pins, invented, phone, states }: Props) {
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
          {pins && <PinKinds pins={pins} />}
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

/** The signs of the places shown, as far as there are any of a kind. */
function PinKinds({ pins: { kinds, pins } }: { pins: Pins }) {
  const many = (id: string) => pins.filter((pin) => pin.kind === id).length;
  return (
    <ul className="pin-kinds">
      {kinds.filter((kind) => many(kind.id) > 0).map((kind) => (
        <li key={kind.id}>
          <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true" className="sign">
            <path d={pinPath(kind.shape)} fill={kind.hollow ? '#ffffff' : kind.colour} stroke={kind.colour} strokeWidth="2.6" strokeLinejoin="round" />
          </svg>
          <span>{kind.title}</span><span className="amount">{count(many(kind.id))}</span>
        </li>
      ))}
    </ul>
  );
}

const WIDTH = 240;

function Classes({ said, scale, unvalued }: Figured) {
  const { t, title, unit } = useWords();
  const box = WIDTH / scale.colours.length;
  const at = scale.target === null ? null : placeOf(scale, scale.target) * WIDTH;
  return (
    <figure className="classes">
      <figcaption>{said && <>{title(said)} <span className="quiet">{unit(said)}</span></>}</figcaption>
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
