/** Two small maps of two plans, linked: they are moved, enlarged and pointed at together. Drawn without a graphics card. */

import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { pinPath } from '../map/pinShapes.ts';
import { SITE_LAYER, SITE_SIGNS } from '../siting/siteSigns.ts';
import { percent, servedShare, shareScale } from '../siting/standing.ts';
import type { SitingRun } from '../sitingApi.ts';
import { useRegister } from '../state/register.tsx';
import { choose, useSight } from '../state/store.ts';
import { useTownships } from '../state/tint.ts';
import { useWords } from '../words/index.ts';
import { frameOf, moved, zoomed, type Frame, type Window } from './twin.ts';

interface Props {
  left: SitingRun;
  right: SitingRun;
  names: [string, string];
}

const STEP = 0.25;
const KEYS: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function TwinMaps({ left, right, names }: Props) {
  const { t } = useWords();
  const { asOf } = useRegister();
  const divisions = useTownships(String(left.question.as_of ?? asOf));
  const frame = useMemo(() => divisions && frameOf(divisions, new Set([...left.townships, ...right.townships].map((town) => town.code))), [divisions, left, right]);
  const scale = useMemo(() => shareScale([...left.townships, ...right.townships].map((town) => servedShare(town.after))), [left, right]);
  const [own, setOwn] = useState<Window | null>(null);
  if (!frame) return null;
  const seen = own ?? frame.whole;
  const look = (next: Window) => setOwn(next);
  const tops = [...scale.breaks, null];
  return (
    <figure className="twin" data-testid="twin-maps" data-window={[seen.x, seen.y, seen.width].map(Math.round).join(',')} aria-label={t('plans.twin')}>
      <figcaption className="quiet small">{t('plans.twin.says')}</figcaption>
      <div className="twin-maps">
        {([['left', left], ['right', right]] as const).map(([side, run], place) => (
          <One key={side} side={side} run={run} name={names[place] ?? ''} frame={frame} scale={scale} seen={seen} onLook={look} />
        ))}
      </div>
      <div className="twin-foot">
        <ul className="twin-key" aria-label={t('plans.legend')}>
          {tops.map((top, place) => (
            <li key={place}><span className="bucket-swatch" style={{ background: scale.colours[place] }} aria-hidden="true" />
              {top === null ? `≥ ${scale.breaks.at(-1) ?? 0}%` : place === 0 ? `< ${top}%` : `${scale.breaks[place - 1]}–${top}%`}</li>
          ))}
        </ul>
        <span className="twin-hands">
          <Button size="small" aria-label={t('plans.zoom.out')} data-testid="twin-out" onClick={() => look(zoomed(seen, 1 / 1.6, frame.whole))}>−</Button>
          <Button size="small" aria-label={t('plans.zoom.in')} data-testid="twin-in" onClick={() => look(zoomed(seen, 1.6, frame.whole))}>＋</Button>
          <Button size="small" onClick={() => setOwn(null)}>{t('plans.zoom.whole')}</Button>
        </span>
      </div>
    </figure>
  );
}

interface Map {
  side: 'left' | 'right';
  run: SitingRun;
  name: string;
  frame: Frame;
  scale: ReturnType<typeof shareScale>;
  seen: Window;
  onLook: (seen: Window) => void;
}

function One({ side, run, name, frame, scale, seen, onLook }: Map) {
  const { t } = useWords();
  const { selection } = useSight();
  const from = useRef<{ x: number; y: number; seen: Window } | null>(null);
  const box = useRef<SVGSVGElement>(null);
  const shares = new globalThis.Map(run.townships.map((town) => [town.code, servedShare(town.after)]));
  const colour = (share: number | null | undefined) =>
    (share === null || share === undefined ? '#e3e6e6' : scale.colours[scale.breaks.filter((each) => share >= each).length]);
  const chosen = selection?.layer === 'divisions' ? selection.id : null;
  const unit = seen.width / 1000;
  return (
    <div className="twin-map">
      <p className="twin-name">{name}</p>
      <svg ref={box} viewBox={`${seen.x} ${seen.y} ${seen.width} ${seen.height}`} role="group" tabIndex={0} aria-label={t('plans.twin.map', { name })} data-testid={`twin-${side}`}
        onKeyDown={(event) => {
          const by = KEYS[event.key];
          if (by) onLook(moved(seen, by[0], by[1], frame.whole));
          else if (event.key === '+' || event.key === '=') onLook(zoomed(seen, 1.6, frame.whole));
          else if (event.key === '-') onLook(zoomed(seen, 1 / 1.6, frame.whole));
          else return;
          event.preventDefault();
        }}
        onPointerDown={(event) => {
          from.current = { x: event.clientX, y: event.clientY, seen };
        }}
        onPointerMove={(event) => {
          const began = from.current;
          const wide = box.current?.clientWidth ?? 1;
          if (!began || event.buttons === 0) return;
          const [dx, dy] = [(began.x - event.clientX) / wide, (began.y - event.clientY) / (box.current?.clientHeight ?? 1)];
          if (Math.abs(dx) + Math.abs(dy) > 0.01) onLook(moved(began.seen, dx, dy, frame.whole));
        }}
        onPointerUp={() => {
          from.current = null;
        }}>
        {frame.outlines.map((area) => (
          <path key={area.code} d={area.path} fill={colour(shares.get(area.code))} stroke="#6c7a80" strokeWidth={2.2 * unit} className="twin-town"
            strokeDasharray={run.invented ? `${8 * unit} ${5 * unit}` : undefined} data-testid={`twin-${side}-${area.code}`}
            onClick={() => choose({ layer: 'divisions', id: area.code })}><title>{`${area.name} ${percent(shares.get(area.code) ?? null)}`}</title></path>
        ))}
        {frame.outlines.filter((area) => area.code === chosen).map((area) => <path key="chosen" d={area.path} fill="none" stroke="#0f5f63" strokeWidth={9 * unit} className="twin-over" />)}
        {run.sites.map((site) => {
          if (site.lon === null || site.lat === null) return null;
          const { colour: ink, shape, hollow, small } = SITE_SIGNS[site.kind];
          const [x, y] = frame.at(site.lon, site.lat);
          const size = (small ? 1.1 : 3.4) * unit;
          return (
            <g key={site.id} transform={`translate(${x - 12 * size} ${y - 12 * size}) scale(${size})`} className="twin-site" onClick={() => choose({ layer: SITE_LAYER, id: site.id })}>
              <title>{`${t(`siting.kind.${site.kind}`)} ${site.name}`}</title>
              <path d={pinPath(shape)} fill={hollow ? '#ffffff' : ink} stroke={hollow ? ink : '#ffffff'} strokeWidth="2" strokeLinejoin="round" />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
