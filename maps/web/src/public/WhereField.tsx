/** Where a sign stands: touched on the map, told by the device with how far it may err, or typed. */

import { AimOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { fine, usePointing } from '../map/pointing.ts';
import { useWords, type Word } from '../words/index.ts';
import { PlaceMap } from './PlaceMap.tsx';
import { typedPlace, type Written } from './report.ts';

/** Coarser than this a device's position does not say which sign is meant. */
const ROUGH_M = 50;
const PATIENCE_MS = 20_000;

type Place = Pick<Written, 'at' | 'placedBy' | 'accuracy'>;

interface Props extends Place {
  wrong: string | null;
  onPlace: (place: Place) => void;
}

export function WhereField({ at, placedBy, accuracy, wrong, onPlace }: Props) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Word | null>(null);
  const [text, setText] = useState('');
  const [bad, setBad] = useState<string | null>(null);
  const map = usePointing(true, (lon, lat) => put([lon, lat], 'map'));
  const put = (place: [number, number], by: Written['placedBy'], metres: number | null = null) => {
    setRefused(null);
    setBad(null);
    setText('');
    onPlace({ at: place, placedBy: by, accuracy: metres });
  };
  const locate = () => {
    setAsking(true);
    setRefused(null);
    if (!navigator.geolocation) {
      setAsking(false);
      setRefused('report.where.failed');
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        put([fine(coords.longitude), fine(coords.latitude)], 'device', coords.accuracy);
      },
      (failure) => {
        setAsking(false);
        setRefused(failure.code === failure.PERMISSION_DENIED ? 'report.where.denied' : 'report.where.failed');
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
    );
  };
  const type = () => {
    if (!text.trim()) return;
    const place = typedPlace(text);
    if (place) put(place, 'typed');
    else setBad(text);
  };
  const place = useMemo(() => (at ? { type: 'Point' as const, coordinates: at } : null), [at]);
  return (
    <fieldset className="report-part" id="report-where" tabIndex={-1}>
      <legend>{t('report.where')}</legend>
      <p className="quiet">{t('report.where.hint')}</p>
      {wrong && <p className="report-wrong">{wrong}</p>}
      <div className="report-where">
        <Button icon={<AimOutlined />} loading={asking} onClick={locate} data-testid="report-locate">{t(asking ? 'report.where.asking' : 'report.where.device')}</Button>
        <label htmlFor="report-typed" className="unseen">{t('report.where.typed')}</label>
        <Input id="report-typed" value={text} placeholder={t('report.where.typed.hint')} inputMode="text" status={bad ? 'error' : ''}
          onChange={(event) => setText(event.target.value)} onBlur={type} onPressEnter={(event) => {
            event.preventDefault();
            type();
          }} />
      </div>
      <div className="report-told" role="status" data-testid="report-placed">
        {bad && <p className="report-wrong">{t('report.bad.where', { value: bad })}</p>}
        {refused && <p className="report-wrong">{t(refused)}</p>}
        {at && <p>✓ {t('report.where.at', { lon: at[0].toFixed(5), lat: at[1].toFixed(5) })} <span className="quiet">{placedBy === 'map' && t('report.where.map')}
          {placedBy === 'device' && accuracy !== null && t(accuracy > ROUGH_M ? 'report.where.rough' : 'report.where.got', { metres: Math.ceil(accuracy) })}</span></p>}
      </div>
      <PlaceMap place={place} label={t('report.map')} follows={placedBy !== 'map'} />
      <p><Button size="small" disabled={!map} data-testid="report-centre" onClick={() => {
        const centre = map?.getCenter();
        if (centre) put([fine(centre.lng), fine(centre.lat)], 'map');
      }}>{t('report.where.centre')}</Button></p>
    </fieldset>
  );
}
