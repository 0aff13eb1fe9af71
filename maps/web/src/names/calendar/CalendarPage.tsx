/** The office's year: holidays and the weekends that are worked for them; who keeps it turns a day with a touch. */

import { Button, Input, InputNumber, Select, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { count, moment } from '../../format.ts';
import { putYear, readYear, readYears, type OfficeDay } from '../../officeApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { refresh, useLoaded } from '../../state/loading.ts';
import { useRegister } from '../../state/register.tsx';
import { useSession } from '../../state/session.ts';
import { useSight } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { narrow } from '../narrowing.ts';
import { daysOf, placeInWeek, turned, workingDays, type Day } from './days.ts';

const MARKS: Record<Day['kind'], string> = { working: '', rest: '', holiday: '休', 'made-up': '班' };

export default function CalendarPage() {
  const { t } = useWords();
  const { filters } = useSight();
  const { present } = useRegister();
  const signedIn = useSession().account !== null;
  const known = useLoaded('office:years', readYears);
  const year = Number(filters['year'] ?? present.slice(0, 4));
  const published = known.value?.years.includes(year) ?? false;
  const told = useLoaded(published ? `office:year:${year}` : null, (signal) => readYear(year, signal));
  const [days, setDays] = useState<OfficeDay[]>([]);
  const [source, setSource] = useState('');
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const standing = told.value?.year === year ? told.value : null;
  useEffect(() => {
    setDays(standing?.days ?? []);
    setSource(standing?.source ?? '');
    setProblem(null);
  }, [standing, year]);
  const changed = JSON.stringify(days) !== JSON.stringify(standing?.days ?? []) || source !== (standing?.source ?? '');
  const months = daysOf(year, days);
  const keepIt = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await putYear(year, source.trim(), days);
      refresh('office:');
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label={t('calendar.title')} data-testid="calendar">
      <div className="queue-bar">
        <Select size="small" value={published ? year : undefined} placeholder={t('calendar.years')} aria-label={t('calendar.years')} onChange={(value: number) => narrow({ year: String(value) })} options={(known.value?.years ?? []).map((each) => ({ value: each, label: String(each) }))} />
        <InputNumber size="small" value={year} min={1990} max={2100} aria-label={t('calendar.year')} data-testid="calendar-year" onChange={(value) => value && narrow({ year: String(value) })} />
        {known.value && <span className="quiet small">{t('calendar.hours', { opens: known.value.opens, closes: known.value.closes })}</span>}
      </div>
      {known.problem && <ProblemNote problem={known.problem} retry={known.retry} />}
      {told.problem && <ProblemNote problem={told.problem} retry={told.retry} />}
      {!known.value && !known.problem && <Skeleton active title={false} />}
      {known.value && !published && <p className="note unsound" data-testid="calendar-unknown">{t('calendar.unknown', { year })}</p>}
      {standing && <p className="quiet small">{t('calendar.told', { count: count(workingDays(months)), source: standing.source, by: standing.updated_by, at: moment(standing.updated_at) })}</p>}
      {known.value && (published ? standing !== null : signedIn) && (
        <div className="months">
          {months.map((month, at) => <Month key={at} at={at} days={month} editable={signedIn} onTurn={(day) => setDays((before) => turned(before, day, title.trim() || t('calendar.day')))} />)}
        </div>
      )}
      {signedIn && known.value && (!published || standing !== null) && (
        <div className="framed">
          <label className="form-line"><span>{t('calendar.name')}</span><Input size="small" value={title} maxLength={60} onChange={(event) => setTitle(event.target.value)} /></label>
          <label className="form-line"><span>{t('calendar.source')}</span><Input size="small" value={source} maxLength={300} data-testid="calendar-source" onChange={(event) => setSource(event.target.value)} /></label>
          <div className="deeds"><Button type="primary" size="small" loading={busy} disabled={!changed || !source.trim()} data-testid="calendar-keep" onClick={() => void keepIt()}>{t('calendar.keep')}</Button>
            {changed && <Button size="small" onClick={() => setDays(standing?.days ?? [])}>{t('calendar.back')}</Button>}</div>
          {problem && <ProblemNote problem={problem} />}
        </div>
      )}
    </section>
  );
}

interface MonthProps {
  at: number;
  days: Day[];
  editable: boolean;
  onTurn: (day: string) => void;
}

function Month({ at, days, editable, onTurn }: MonthProps) {
  const { t } = useWords();
  return (
    <div className="month" role="group" aria-label={t('calendar.month', { n: at + 1 })}>
      <h3>{t('calendar.month', { n: at + 1 })}</h3>
      <div className="month-days">
        {days.map(({ day, kind, title }, index) => {
          const said = `${day} ${t(`calendar.kind.${kind}`)}${title && ` ${title}`}`;
          const place = index === 0 ? { gridColumnStart: placeInWeek(day) + 1 } : undefined;
          const shown = <>{Number(day.slice(8))}{MARKS[kind] && <sup aria-hidden="true">{MARKS[kind]}</sup>}</>;
          return editable
            ? <button key={day} type="button" className={`month-day ${kind}`} style={place} title={said} aria-label={said} onClick={() => onTurn(day)}>{shown}</button>
            : <span key={day} className={`month-day ${kind}`} style={place} title={said} role="img" aria-label={said}>{shown}</span>;
        })}
      </div>
    </div>
  );
}
