/** A position typed by hand: longitude and latitude, or X north and Y east in the county's zone. */

import { Button, Input, Select } from 'antd';
import type { Position } from 'geojson';
import { useEffect, useState } from 'react';
import { useWords, type Word } from '../words/index.ts';
import { place } from './chains.ts';
import { fromZone, toZone, zoneAt } from './zones.ts';

interface Props {
  at: Position | null;
  /** A longitude of the county, to know its zone. */
  countyLon: number;
  onPlace: (at: Position) => void;
}

type System = 'degrees' | 'zone';
const ADDRESS = 'cairn.coordinates';
const NAMES: Record<System, [Word, Word]> = { degrees: ['edit.place.lon', 'edit.place.lat'], zone: ['edit.place.x', 'edit.place.y'] };

/** China with its seas, in degrees. */
const inChina = ([lon = NaN, lat = NaN]: Position): boolean => lon >= 70 && lon <= 140 && lat >= 0 && lat <= 60;

export function CoordinateInput({ at, countyLon, onPlace }: Props) {
  const { t } = useWords();
  const zone = zoneAt(countyLon);
  const [system, setSystem] = useState<System>(sessionStorage.getItem(ADDRESS) === 'zone' ? 'zone' : 'degrees');
  const written = (position: Position | null): [string, string] => {
    if (!position) return ['', ''];
    if (system === 'degrees') return [String(position[0]), String(position[1])];
    const { x, y } = toZone(position, zone);
    return [x.toFixed(3), y.toFixed(3)];
  };
  const key = `${system}:${at?.join(',') ?? ''}`;
  const [typed, setTyped] = useState<[string, string]>(written(at));
  const [bad, setBad] = useState<string | null>(null);
  useEffect(() => {
    setTyped(written(at));
    setBad(null);
  }, [key]);
  const apply = () => {
    const [first, second] = typed.map((text) => (text.trim() ? Number(text.trim()) : NaN)) as [number, number];
    const position = system === 'degrees' ? place(first, second) : fromZone(first, second, zone);
    if (!position.every(Number.isFinite) || !inChina(position)) setBad(typed.join(', '));
    else onPlace(position);
  };
  /** Two numbers pasted into the first box fill both. */
  const type = (which: 0 | 1, text: string) => {
    const pair = which === 0 ? /^\s*([\d.+-]+)\s*[,，;\s]\s*([\d.+-]+)\s*$/.exec(text) : null;
    setTyped(pair ? [pair[1] ?? '', pair[2] ?? ''] : which === 0 ? [text, typed[1]] : [typed[0], text]);
  };
  const choose = (next: System) => {
    sessionStorage.setItem(ADDRESS, next);
    setSystem(next);
  };
  return (
    <div className="coordinates" role="group" aria-label={t('edit.place.system')}>
      <Select value={system} size="small" aria-label={t('edit.place.system')} onChange={choose} data-testid="coordinate-system"
        options={[{ value: 'degrees', label: t('edit.place.degrees') }, { value: 'zone', label: t('edit.place.zone', { meridian: zone.meridian, epsg: zone.epsg }) }]} />
      {([0, 1] as const).map((which) => (
        <Input key={which} size="small" value={typed[which]} aria-label={t(NAMES[system][which])} prefix={<span className="quiet small">{t(NAMES[system][which])}</span>}
          inputMode="decimal" data-testid={`coordinate-${which}`} status={bad ? 'error' : ''} onChange={(event) => type(which, event.target.value)} onPressEnter={apply} />
      ))}
      <Button size="small" onClick={apply} data-testid="coordinate-apply">{t('edit.place.apply')}</Button>
      {bad && <p className="field-told error" role="alert">{t('edit.place.bad', { value: bad })}</p>}
    </div>
  );
}
