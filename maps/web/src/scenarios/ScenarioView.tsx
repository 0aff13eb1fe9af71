/** One plan: its figures, each with the way to its rows, its sites, its report, and the way to the action list. */

import { Button, Input, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { day, measure } from '../format.ts';
import { asProblem, type Problem } from '../problem.ts';
import { amendScenario, enterActions, readScenario, reportFile, type Figure, type Scenario } from '../scenariosApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { BucketKey } from '../siting/BucketBar.tsx';
import { FindingLines } from '../siting/FindingLines.tsx';
import { SitesTable } from '../siting/SitesTable.tsx';
import { TownTable } from '../siting/TownTable.tsx';
import { usePlanShown } from '../siting/usePlanShown.ts';
import { copy } from '../state/clipboard.ts';
import { refresh, useLoaded } from '../state/loading.ts';
import { go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { written } from './address.ts';
import { plans } from './open.ts';

const FORMS = ['docx', 'pdf', 'xlsx'] as const;

export function ScenarioView({ number, keeps }: { number: number; keeps: boolean }) {
  const { t } = useWords();
  const read = useLoaded(`plans:one:${number}`, (signal) => readScenario(number, signal));
  return (
    <section aria-label={read.value?.name ?? t('plans.list')} data-testid="plan-view">
      <Button size="small" data-testid="plan-back" onClick={() => plans({})}>{t('plans.back')}</Button>
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {!read.value && !read.problem && <Skeleton active paragraph={{ rows: 8 }} />}
      {read.value && <Whole scenario={read.value} keeps={keeps} />}
    </section>
  );
}

function Whole({ scenario, keeps }: { scenario: Scenario; keeps: boolean }) {
  const { t } = useWords();
  const { filters } = useSight();
  const { plan } = scenario;
  const shows = filters['shows'] === 'before' ? 'before' : 'after';
  usePlanShown(plan, shows);
  return (
    <>
      <Heading scenario={scenario} keeps={keeps} />
      <p className="plan-words">{scenario.gap_words || scenario.status_label}</p>
      <Deeds scenario={scenario} keeps={keeps} />
      <Segmented size="small" aria-label={t('siting.shows')} value={shows} onChange={(value) => go({ filters: { plan: String(scenario.number), ...(value === 'before' ? { shows: 'before' } : {}) } })}
        options={[{ value: 'before', label: t('siting.shows.before') }, { value: 'after', label: t('siting.shows.after') }]} />
      <BucketKey all={plan[shows]} />
      <Figures figures={scenario.figures} />
      <SitesTable run={plan} />
      <TownTable rows={plan.townships.map(({ code, name, before, after }) => ({ code, name, before, all: after }))} />
      <FindingLines findings={plan.findings} />
      <p className="quiet small" data-testid="plan-run">{t('plans.run', { run: scenario.run, hash: scenario.inputs_hash.slice(0, 12), as_of: day(scenario.as_of) })}</p>
    </>
  );
}

function Heading({ scenario, keeps }: { scenario: Scenario; keeps: boolean }) {
  const { t } = useWords();
  const [edits, setEdits] = useState(false);
  const [name, setName] = useState(scenario.name);
  const [note, setNote] = useState(scenario.note ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const amend = async (changes: Parameters<typeof amendScenario>[2]) => {
    setProblem(null);
    try {
      await amendScenario(scenario.number, scenario.version, changes);
      refresh('plans:');
      setEdits(false);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <>
      <h2 className="plan-title">{scenario.name} {scenario.invented && <SampleMark />}</h2>
      {scenario.note && !edits && <p>{scenario.note}</p>}
      {scenario.is_withdrawn && (
        <p className="note" role="status" data-testid="plan-withdrawn">{t('plans.is-withdrawn')}{' '}
          {keeps && <Button size="small" data-testid="plan-restore" onClick={() => void amend({ is_withdrawn: false })}>{t('plans.undo')}</Button>}</p>
      )}
      {edits && (
        <div className="framed plan-form">
          <label className="form-line"><span>{t('plans.name')}</span><Input value={name} maxLength={60} data-testid="plan-rename" onChange={(event) => setName(event.target.value)} /></label>
          <label className="form-line"><span>{t('plans.note')}</span><Input.TextArea value={note} maxLength={2000} autoSize={{ minRows: 1, maxRows: 6 }} onChange={(event) => setNote(event.target.value)} /></label>
          <div className="deeds">
            <Button type="primary" size="small" disabled={!name.trim()} data-testid="plan-keep" onClick={() => void amend({ name: name.trim(), note })}>{t('plans.keep')}</Button>
            <Button size="small" onClick={() => setEdits(false)}>{t('plans.cancel')}</Button>
          </div>
        </div>
      )}
      {keeps && !edits && !scenario.is_withdrawn && (
        <div className="deeds tight">
          <button type="button" className="plain link" data-testid="plan-edit" onClick={() => setEdits(true)}>{t('plans.edit')}</button>
          <button type="button" className="plain link" data-testid="plan-withdraw" onClick={() => void amend({ is_withdrawn: true })}>{t('plans.withdraw')}</button>
        </div>
      )}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function Deeds({ scenario, keeps }: { scenario: Scenario; keeps: boolean }) {
  const { t } = useWords();
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const share = async () => {
    const link = window.location.href;
    setSaid((await copy(link)) ? t('plans.shared') : `${t('plans.share.manual')} ${link}`);
  };
  const enter = async () => {
    setProblem(null);
    try {
      await enterActions(scenario.number);
      refresh('actions:');
      plans({ show: 'actions', plan: String(scenario.number) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <>
      <div className="deeds">
        <span>{t('plans.report')}</span>
        {FORMS.map((form) => <a key={form} className="plan-file" href={reportFile(scenario.number, form)} download data-testid={`report-${form}`}>.{form}</a>)}
        <Button size="small" data-testid="plan-share" onClick={() => void share()}>{t('plans.share')}</Button>
        {keeps && <Button size="small" data-testid="plan-enter" onClick={() => void enter()}>{t('plans.enter')}</Button>}
        {!keeps && <Button size="small" onClick={() => plans({ show: 'actions', plan: String(scenario.number) })}>{t('plans.actions.of')}</Button>}
      </div>
      {said && <p className="small" role="status">{said}</p>}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function Figures({ figures }: { figures: Figure[] }) {
  const words = useWords();
  const { t, title, unit } = words;
  const cell = (figure: Figure, when: 'before' | 'after') => {
    const value = figure[when];
    if (value === null) return <span className="quiet">—</span>;
    return (
      <button type="button" className="plain link" data-walk data-testid={`figure-${figure.id}-${when}`} aria-label={`${measure(value)} ${unit(figure)}：${t('plans.rows.open', { title: title(figure) })}`}
        onClick={() => go({ rows: written(figure.id, when) })}>{measure(value)}</button>
    );
  };
  return (
    <table className="rows plan-figures" aria-label={t('plans.figures')} data-testid="plan-figures">
      <thead><tr><th scope="col">{t('plans.figure')}</th><th scope="col" className="end">{t('plans.before')}</th><th scope="col" className="end">{t('plans.after')}</th></tr></thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.id}><th scope="row">{title(figure)} <span className="quiet small">{unit(figure)}</span></th>
            <td className="end">{cell(figure, 'before')}</td><td className="end">{cell(figure, 'after')}</td></tr>
        ))}
      </tbody>
    </table>
  );
}
