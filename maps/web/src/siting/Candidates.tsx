/** Where it may be built: everywhere people live, on a grid, on parcels, or where somebody points; and where it may not. */

import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { usePointing } from '../map/pointing.ts';
import { usePhone } from '../state/media.ts';
import { useWords } from '../words/index.ts';
import { Amount, Wrongs } from './Amount.tsx';
import { fieldId, type } from './form.ts';
import { LAWFUL, pointsOf, pointsTyped, SOURCES, sourceOf, type Touched, type Typed, type Wrong } from './question.ts';

interface Props {
  typed: Typed;
  wrongs: readonly Wrong[];
  onMapWanted: (wanted: boolean) => void;
}

export function Candidates({ typed, wrongs, onMapWanted }: Props) {
  const { t } = useWords();
  const source = sourceOf(typed);
  return (
    <>
      <h2 id="siting-source">{t('siting.candidates')}</h2>
      <Radio.Group className="siting-choices" aria-labelledby="siting-source" value={source} onChange={(event) => type({ source: String(event.target.value) })}>
        {SOURCES.map((each) => (
          <Radio key={each} value={each} data-testid={`source-${each}`}>
            <strong>{t(`siting.source.${each}`)}</strong><span className="quiet small">{t(`siting.source.${each}.says`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {source === 'grid' && (
        <div className="settings">
          <Amount field="spacing" label={t('siting.spacing')} unit={t('siting.metres')} none={LAWFUL.spacing} typed={typed['spacing'] ?? ''} wrongs={wrongs}
            onType={(spacing) => type({ spacing })} />
        </div>
      )}
      {source === 'drawn' && <Points field="points" typed={typed} name="siting.points.name" title={t('siting.points')} onMapWanted={onMapWanted} />}
      <Wrongs field="points" wrongs={wrongs} />
      <Points field="exclude" typed={typed} name="siting.exclude.name" title={t('siting.exclude')} onMapWanted={onMapWanted} />
      <Wrongs field="exclude" wrongs={wrongs} />
    </>
  );
}

interface PointsProps {
  field: 'points' | 'exclude';
  typed: Typed;
  name: 'siting.points.name' | 'siting.exclude.name';
  title: string;
  onMapWanted: (wanted: boolean) => void;
}

/** Places set by touching the map, or by typing where they are. */
function Points({ field, typed, name, title, onMapWanted }: PointsProps) {
  const { t } = useWords();
  const phone = usePhone();
  const [picking, setPicking] = useState(false);
  const points = pointsOf(typed[field]);
  const set = (next: readonly Touched[]) => type({ [field]: pointsTyped(next) });
  const add = (lon: number, lat: number) => set([...points, { lon, lat, name: t(name, { n: points.length + 1 }) }]);
  usePointing(picking, add);
  const pick = () => {
    setPicking(!picking);
    if (phone) onMapWanted(!picking);
  };
  return (
    <fieldset className="siting-points" data-testid={`siting-${field}`}>
      <legend>{title}</legend>
      <div className="deeds">
        <Button size="small" id={fieldId(field)} type={picking ? 'primary' : 'default'} aria-pressed={picking} onClick={pick}>
          {t(picking ? 'siting.points.drawing' : 'siting.points.draw')}</Button>
        <Typing label={`${title}：${t('siting.points.type')}`} onAdd={add} />
      </div>
      {points.length > 0 && (
        <ul className="siting-picked">
          {points.map((point, place) => (
            <li key={place}>{point.name} <span className="quiet small">{point.lon.toFixed(4)}, {point.lat.toFixed(4)}</span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('siting.points.remove', { name: point.name })}
                onClick={() => set(points.filter((_, at) => at !== place))} /></li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

/** By keyboard: longitude, latitude. */
function Typing({ label, onAdd }: { label: string; onAdd: (lon: number, lat: number) => void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const [lon = NaN, lat = NaN, ...more] = text.split(/[,，\s]+/).filter(Boolean).map(Number);
    const sound = more.length === 0 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
    setWrong(!sound);
    if (!sound) return;
    onAdd(lon, lat);
    setText('');
  };
  return (
    <span className="siting-typing">
      <Input size="small" value={text} placeholder={t('siting.points.type')} aria-label={label} status={wrong ? 'error' : ''} aria-invalid={wrong}
        onChange={(event) => setText(event.target.value)} onPressEnter={add} />
      <Button size="small" onClick={add}>{t('siting.points.add')}</Button>
      {wrong && <span role="alert" className="siting-wrong">{t('siting.wrong.lonlat', { text })}</span>}
    </span>
  );
}
