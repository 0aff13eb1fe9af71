/** One new house on a road that is numbered: a touch of the map says where, the register says which number and why. */

import { Button, Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { usePointing } from '../../map/pointing.ts';
import { putInHouse, type AddressNow, type NewHouse, type RoadWish } from '../../numberingApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { forget } from '../../state/loading.ts';
import { useMarked, type Mark } from '../../state/marks.ts';
import { mayWrite, useSession } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';

const PLATES = ['small', 'large', 'temporary'] as const;
const NOTHING: Mark[] = [];

interface Props {
  wish: RoadWish;
  onMapWanted: (wanted: boolean) => void;
}

export function HouseIn({ wish, onMapWanted }: Props) {
  const { t } = useWords();
  const writes = mayWrite(useSession(), 'addresses');
  const [at, setAt] = useState<[number, number] | null>(null);
  const [plate, setPlate] = useState<NewHouse['plate']>('small');
  const [building, setBuilding] = useState('');
  const [because, setBecause] = useState('');
  const [tried, setTried] = useState<AddressNow | null>(null);
  const [done, setDone] = useState<AddressNow | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  usePointing(writes, (lon, lat) => {
    setAt([lon, lat]);
    setDone(null);
    onMapWanted(false);
  });
  useMarked(useMemo(() => (at ? [{ look: 'place', word: tried ? t('numbers.no', { number: numberOf(tried) }) : '', geometry: { type: 'Point', coordinates: at } }] : NOTHING), [at, tried, t]));
  const house = (dry: boolean): NewHouse | null => at && { ...wish, lon: at[0], lat: at[1], plate, building: building.trim() || null, because: because.trim() || t('numbers.trial'), dry_run: dry };
  const ask = async (dry: boolean) => {
    const asked = house(dry);
    if (!asked) return;
    setBusy(true);
    setProblem(null);
    try {
      const told = await putInHouse(asked);
      if (dry) setTried(told);
      else {
        setDone(told);
        setTried(null);
        setAt(null);
        setBecause('');
        forget('numbering:');
      }
    } catch (thrown) {
      setTried(null);
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    setTried(null);
    if (at) void ask(true);
  }, [at, plate, JSON.stringify(wish)]);
  if (!writes) return <p className="note">{t('numbers.writers')}</p>;
  return (
    <div className="house-in" data-testid="house-in">
      <p>{t(at ? 'numbers.house.again' : 'numbers.house.touch')} {!at && <Button size="small" className="phone-only" onClick={() => onMapWanted(true)}>{t('numbers.tomap')}</Button>}</p>
      {problem && <ProblemNote problem={problem} />}
      {done && <p role="status" className="kept" data-testid="house-done">{t('numbers.house.done', { address: done.address })} <span className="quiet">{done.because}</span></p>}
      {tried && <p className="plan-told" role="status" data-testid="house-tried"><b className="big-number">{t('numbers.no', { number: numberOf(tried) })}</b> {tried.address}<br /><span className="quiet">{tried.because}</span></p>}
      {at && (
        <div className="work-bar">
          <label className="work-field"><span className="quiet small">{t('numbers.plate')}</span><Select size="small" value={plate} aria-label={t('numbers.plate')} onChange={setPlate} options={PLATES.map((each) => ({ value: each, label: t(`plate.${each}`) }))} /></label>
          <label className="work-field"><span className="quiet small">{t('numbers.building')}</span><Input size="small" value={building} maxLength={100} onChange={(event) => setBuilding(event.target.value)} /></label>
        </div>
      )}
      {at && tried && (
        <div className="deeds">
          <Input className="wrong-reason" value={because} maxLength={2000} aria-label={t('numbers.because')} placeholder={t('numbers.because.house')} data-testid="house-because" onChange={(event) => setBecause(event.target.value)} />
          <Button type="primary" loading={busy} disabled={!because.trim()} data-testid="house-write" onClick={() => void ask(false)}>{t('numbers.write')}</Button>
        </div>
      )}
    </div>
  );
}

const numberOf = ({ number, sub_number: sub }: AddressNow): string => (sub === null ? String(number) : `${number}-${sub}`);
