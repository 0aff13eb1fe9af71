/** What no register counts is reported here by whoever keeps population statistics, with its day and source. */

import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { asProblem, type Problem } from '../problem.ts';
import { putReport, readWanted, type UnitRow } from '../scorecardApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh, useLoaded } from '../state/loading.ts';
import { mayWrite, useSession } from '../state/session.ts';
import { useWords } from '../words/index.ts';

interface Props {
  figure: string;
  rows: readonly UnitRow[];
  asOf: string;
}

export function ReportForm({ figure, rows, asOf }: Props) {
  const { t } = useWords();
  const session = useSession();
  const told = useLoaded(`reported:${figure}:${asOf}`, (signal) => readWanted(figure, asOf, signal));
  const wanted = told.value?.wanted.find((each) => each.figure === figure);
  if (!wanted) return null;
  if (!mayWrite(session, 'population')) return <p className="quiet small">{t('scorecard.report.who')}</p>;
  return <Form key={figure} figure={figure} rows={rows} asOf={asOf} unit={wanted.unit} isShare={wanted.is_share} />;
}

function Form({ figure, rows, asOf, unit, isShare }: Props & { unit: string; isShare: boolean }) {
  const { t } = useWords();
  const [division, setDivision] = useState(rows.find(({ is_county }) => is_county)?.division ?? '');
  const [numbers, setNumbers] = useState<Record<'value' | 'part' | 'whole', number | null>>({ value: null, part: null, whole: null });
  const [day, setDay] = useState(asOf);
  const [source, setSource] = useState('');
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = isShare ? (['part', 'whole'] as const) : (['value'] as const);
  const ready = asked.every((name) => numbers[name] !== null) && source.trim() !== '' && /^\d{4}-\d{2}-\d{2}$/.test(day);
  const save = async () => {
    setState('busy');
    setProblem(null);
    try {
      await putReport({ figure, division, counted_on: day, ...numbers, source: source.trim(), disclosure: open ? 'public' : 'internal' });
      setState('saved');
      refresh('scorecard:');
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setState('idle');
    }
  };
  return (
    <form className="score-report" aria-label={t('scorecard.report')} data-testid="score-report"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void save();
      }}>
      <h3>{t('scorecard.report')}</h3>
      <Select value={division} onChange={setDivision} aria-label={t('scorecard.report.for')} options={rows.map((row) => ({ value: row.division, label: row.name }))} />
      {asked.map((name) => (
        <InputNumber key={name} min={0} value={numbers[name]} aria-label={t(`scorecard.report.${name}`, { unit })} placeholder={t(`scorecard.report.${name}`, { unit })}
          data-testid={`score-report-${name}`} onChange={(value) => setNumbers({ ...numbers, [name]: value })} />
      ))}
      <Input value={day} aria-label={t('scorecard.report.day')} placeholder="2024-12-31" onChange={(event) => setDay(event.target.value)} />
      <Input value={source} aria-label={t('scorecard.source')} placeholder={t('scorecard.report.source')} data-testid="score-report-source" onChange={(event) => setSource(event.target.value)} />
      <Checkbox checked={open} onChange={(event) => setOpen(event.target.checked)}>{t('scorecard.report.public')}</Checkbox>
      <Button type="primary" htmlType="submit" disabled={!ready} loading={state === 'busy'} data-testid="score-report-save">{t('scorecard.report.save')}</Button>
      <span role="status">{state === 'saved' && t('scorecard.report.saved')}</span>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
