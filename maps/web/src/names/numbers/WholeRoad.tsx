/** A whole road numbered: seen on the map and in the list before anything is written, then written once with a reason. */

import { Button, Input, Switch } from 'antd';
import { useMemo, useState } from 'react';
import { count, measure } from '../../format.ts';
import { usePointing } from '../../map/pointing.ts';
import { commitNumbers, previewNumbers, type GivenDoor, type Numbering, type NumberingPlan, type NumberRow, type RoadWish } from '../../numberingApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { forget, useLoaded } from '../../state/loading.ts';
import { useMarked, type Mark } from '../../state/marks.ts';
import { usePaused } from '../../state/paused.ts';
import { mayWrite, useSession } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { AddressDeeds } from './AddressDeeds.tsx';
import { asWalked, changes, isRenumbered, marksOf, withDoor } from './wish.ts';

const NOTHING: Mark[] = [];

interface Props {
  wish: RoadWish;
  onMapWanted: (wanted: boolean) => void;
}

export function WholeRoad({ wish, onMapWanted }: Props) {
  const { t } = useWords();
  const writes = mayWrite(useSession(), 'addresses');
  const [doors, setDoors] = useState<GivenDoor[]>([]);
  const [registered, setRegistered] = useState(true);
  const [adding, setAdding] = useState(false);
  const [written, setWritten] = useState(0);
  const asked: Numbering = usePaused(useMemo(() => ({ ...wish, doors, registered }), [JSON.stringify(wish), doors, registered]));
  const shown = useLoaded(`numbering:preview:${written}:${JSON.stringify(asked)}`, (signal) => previewNumbers(asked, signal));
  const plan = shown.problem ? null : shown.value;
  usePointing(adding, (lon, lat) => setDoors((before) => withDoor(before, lon, lat)));
  useMarked(useMemo(() => (plan ? marksOf(plan, t('numbers.begin')) : NOTHING), [plan, t]));
  const pen = (on: boolean) => {
    setAdding(on);
    onMapWanted(on);
  };
  return (
    <>
      <div className="deeds">
        <Button size="small" type={adding ? 'primary' : 'default'} aria-pressed={adding} data-testid="numbers-add" onClick={() => pen(!adding)}>{t(adding ? 'numbers.added' : 'numbers.add')}</Button>
        {doors.length > 0 && <Button size="small" onClick={() => setDoors((before) => before.slice(0, -1))}>{t('numbers.undo')}</Button>}
        <span className="switch-line"><Switch size="small" checked={registered} aria-label={t('numbers.registered')} onChange={setRegistered} /> {t('numbers.registered')}</span>
      </div>
      {adding && <p className="small" role="status">{t('numbers.adding')}</p>}
      {doors.length > 0 && <Doors doors={doors} onDoors={setDoors} />}
      {shown.problem && <ProblemNote problem={shown.problem} retry={shown.retry} />}
      {plan && <Told plan={plan} />}
      {plan && plan.numbers.length === 0 && <p className="note">{t('numbers.nothing')}</p>}
      {plan && plan.numbers.length > 0 && <Rows plan={plan} busy={shown.loading} />}
      {plan && plan.numbers.length > 0 && writes && <Commit plan={plan} asked={asked} busy={shown.loading} onWritten={() => {
        setDoors([]);
        forget('numbering:');
        setWritten((times) => times + 1);
      }} />}
    </>
  );
}

function Doors({ doors, onDoors }: { doors: GivenDoor[]; onDoors: (doors: GivenDoor[]) => void }) {
  const { t } = useWords();
  return (
    <ul className="doors">
      {doors.map((door) => (
        <li key={door.key}>{t('numbers.door', { key: door.key })} <span className="quiet small">{door.lon.toFixed(5)}, {door.lat.toFixed(5)}</span>
          <span className="switch-line"><Switch size="small" checked={door.is_empty} aria-label={t('numbers.plot', { key: door.key })} onChange={(on) => onDoors(doors.map((each) => (each === door ? { ...each, is_empty: on } : each)))} /> {t('numbers.empty')}</span>
          <Button size="small" type="text" aria-label={t('numbers.remove', { key: door.key })} onClick={() => onDoors(doors.filter((each) => each !== door))}>×</Button></li>
      ))}
    </ul>
  );
}

/** How the road was read: where it begins, which way it counts as, which hand is odd. */
function Told({ plan }: { plan: NumberingPlan }) {
  const { t } = useWords();
  const { all, fresh, changed } = changes(plan);
  return (
    <div className="plan-told" data-testid="numbers-told">
      <p>{plan.because} · {t(`numbers.axis.${plan.axis}`)} · {t('numbers.oddhand', { side: t(`side.${plan.odd}`) })} · {t('numbers.length', { metres: measure(plan.length_m) })}</p>
      <p><b>{t('numbers.count', { all: count(all), fresh: count(fresh), changed: count(changed) })}</b></p>
      {plan.unnumbered.length > 0 && <p className="unsound">{t('numbers.unnumbered', { keys: plan.unnumbered.join(t('list.comma')) })}</p>}
      {plan.findings.length > 0 && <ul className="findings">{plan.findings.map(({ message }) => <li key={message}><span>{message}</span></li>)}</ul>}
    </div>
  );
}

const SHOWN = 300;

function Rows({ plan, busy }: { plan: NumberingPlan; busy: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const rows = asWalked(plan.numbers);
  const keyOf = (row: NumberRow) => row.code ?? row.key ?? `${row.side}${row.number}`;
  return (
    <div className={busy ? 'stale' : ''}>
      <table className="rows number-rows" data-testid="numbers-table">
        <caption className="unseen">{t('numbers.table', { road: plan.road_name })}</caption>
        <thead><tr><th scope="col">{t('numbers.number')}</th><th scope="col">{t('numbers.before')}</th><th scope="col">{t('numbers.side')}</th><th scope="col" className="end">{t('numbers.chainage')}</th><th scope="col">{t('numbers.status')}</th></tr></thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={keyOf(row)} className={isRenumbered(row) ? 'renumbered' : ''}>
              <th scope="row">{row.code && row.old_address
                ? <button type="button" className="plain link" data-walk aria-expanded={open === keyOf(row)} data-testid={`number-${row.code}`} onClick={() => setOpen(open === keyOf(row) ? null : keyOf(row))}>{t('numbers.no', { number: row.number })}</button>
                : t('numbers.no', { number: row.number })}
                {open === keyOf(row) && row.code && <AddressDeeds code={row.code} address={row.old_address ?? row.address} status={row.status} />}</th>
              <td>{row.old_address === null ? t('numbers.new') : isRenumbered(row) ? row.old_address : t('numbers.same')}</td>
              <td>{t(`side.${row.side}`)}</td><td className="end">{measure(row.chainage_m)}</td><td>{t(`address.${row.status}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && <p className="quiet small">{t('numbers.rest', { count: count(rows.length - SHOWN) })}</p>}
    </div>
  );
}

interface CommitProps {
  plan: NumberingPlan;
  asked: Numbering;
  busy: boolean;
  onWritten: () => void;
}

function Commit({ plan, asked, busy, onWritten }: CommitProps) {
  const { t } = useWords();
  const [because, setBecause] = useState('');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const { fresh, changed } = changes(plan);
  const write = async () => {
    setWorking(true);
    setProblem(null);
    try {
      const told = await commitNumbers(asked, because.trim());
      setDone(told.numbers.length);
      setBecause('');
      onWritten();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setWorking(false);
    }
  };
  return (
    <div className="framed" data-testid="numbers-commit">
      <p>{t('numbers.follows', { fresh: count(fresh), changed: count(changed), road: plan.road_name })}</p>
      <div className="deeds">
        <Input className="wrong-reason" value={because} maxLength={2000} aria-label={t('numbers.because')} placeholder={t('numbers.because.hint')} data-testid="numbers-because" onChange={(event) => setBecause(event.target.value)} />
        <Button type="primary" loading={working} disabled={busy || !because.trim()} data-testid="numbers-write" onClick={() => void write()}>{t('numbers.write')}</Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {done !== null && <p role="status" data-testid="numbers-done">{t('numbers.done', { count: count(done) })}</p>}
    </div>
  );
}
