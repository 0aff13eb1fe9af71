/** A case: its clocks and next steps, its names with findings beside its papers, objections, documents and what was done. */

import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { moment } from '../format.ts';
import { show } from '../map/camera.ts';
import { boxOf } from '../map/places.ts';
import { answerCase, caseKey, readCase, recheckCase, type Finding, type NamingCase, type NamingItem } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh, useLoaded } from '../state/loading.ts';
import { useMarked, type Mark } from '../state/marks.ts';
import { calledOf } from '../state/names.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { useSession } from '../state/session.ts';
import { go } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { CaseDocuments } from './CaseDocuments.tsx';
import { CasePapers } from './CasePapers.tsx';
import { CaseSteps } from './CaseSteps.tsx';
import { ClockMark } from './ClockMark.tsx';
import { Findings, MarkedName } from './Findings.tsx';
import { marksOf, verdictOf } from './findings.ts';
import { caseKindOf, labelIn, wordOf } from './kinds.ts';
import { useFresh } from './fresh.ts';
import { Objections } from './Objections.tsx';
import { VerdictMark } from './Verdict.tsx';

export default function CasePage({ number }: { number: string }) {
  const opening = useFresh();
  const read = useLoaded(`${caseKey(number)}:${opening}`, (signal) => readCase(number, signal));
  const { t } = useWords();
  const opened = read.value;
  return (
    <section className="case-page" aria-labelledby="case" data-testid="case-page" data-stage={opened?.stage ?? ''} data-version={opened?.version ?? ''}>
      <Button type="text" size="small" className="case-back" icon={<ArrowLeftOutlined />} data-testid="case-back" onClick={() => go({ case: null, selection: null })}>{t('names.back')}</Button>
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {!opened && !read.problem && <Skeleton active paragraph={{ rows: 12 }} />}
      {opened && <Opened opened={opened} />}
    </section>
  );
}

/** Stages in which what the checker finds still matters. */
const CHECKED = ['draft', 'returned', 'submitted', 'accepted', 'checking', 'consulting', 'noticed', 'deciding'];

/** What is read anew after anything was done to a case. */
export const anew = (): void => refresh('naming:');

const titleOf = (opened: NamingCase, separator: string): string => opened.items.slice(0, 2).map(({ name }) => name).join(separator) || opened.title || opened.number;

function Opened({ opened }: { opened: NamingCase }) {
  const words = useWords();
  const { t } = words;
  const { number, items, clocks, authority, applicant, division } = opened;
  const [open, setOpen] = useState(0);
  const marks = useMemo((): Mark[] => [
    ...items.flatMap((item): Mark[] => (item.geometry ? [{ look: 'place', geometry: item.geometry, word: item.name }] : [])),
    ...marksOf(items[open]?.findings ?? []),
  ], [items, open]);
  useMarked(marks);
  useEffect(() => show(boxOf(items.map(({ geometry }) => geometry ?? null)), true, 15), [number]);
  return (
    <>
      <header className="case-head">
        <h2 id="case">{titleOf(opened, t('list.comma'))}{items.length > 2 && <span className="quiet"> {t('names.queue.more', { count: items.length })}</span>}</h2>
        <p><span className="stage-mark" data-testid="stage">{wordOf('stage', opened.stage, opened.stage_label, words)}</span> {caseKindOf(opened, words)} · <span className="quiet">{number}</span></p>
        <p className="quiet small">{[applicant && t('names.case.applicant', { name: applicant }), division && calledOf(division), authority && t('names.case.authority', { name: authority })].filter(Boolean).join(' · ')}</p>
        {clocks.length > 0 && <ul className="clocks" aria-label={t('names.queue.clocks')}>{clocks.map((clock) => <li key={clock.id}><ClockMark clock={clock} reason /></li>)}</ul>}
      </header>
      <CaseSteps opened={opened} />
      <div className="beside">
        <section aria-labelledby="case-items" className="case-items">
          <h2 id="case-items">{t('names.case.names')} {CHECKED.includes(opened.stage) && <Recheck number={number} />}</h2>
          <ol>{items.map((item, at) => <Item key={item.position ?? at} number={number} item={item} at={at} isOpen={at === open} onOpen={() => setOpen(at === open ? -1 : at)} />)}</ol>
        </section>
        <CasePapers opened={opened} />
      </div>
      <Objections opened={opened} />
      <CaseDocuments opened={opened} />
      <Entries opened={opened} />
    </>
  );
}

function Recheck({ number }: { number: string }) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const check = () => {
    setBusy(true);
    setProblem(null);
    recheckCase(number).then(anew, (thrown: unknown) => setProblem(asProblem(thrown))).finally(() => setBusy(false));
  };
  return <><Button size="small" loading={busy} data-testid="recheck" onClick={check}>{t('names.case.recheck')}</Button>{problem && <ProblemNote problem={problem} />}</>;
}

function Item({ number, item, at, isOpen, onOpen }: { number: string; item: NamingItem; at: number; isOpen: boolean; onOpen: () => void }) {
  const words = useWords();
  const { t } = words;
  const { atlas } = useRegister();
  const session = useSession();
  const findings = item.findings ?? [];
  const answer = async (finding: Finding, because: string) => {
    await answerCase(number, { name: item.name, rule: finding.rule, conflict_code: null, because });
    anew();
  };
  const open = () => {
    onOpen();
    if (!isOpen) show(boxOf([item.geometry ?? null]), true, 16);
  };
  const told: [string, string | null | undefined][] = [
    [t('names.item.standing'), item.standing_name === item.name ? null : item.standing_name],
    [t('names.item.reason'), item.reason], [t('names.item.meaning'), item.meaning], [t('names.item.origin'), item.origin], [t('names.item.position_text'), item.position_text],
  ];
  return (
    <li className={`case-item${isOpen ? ' open' : ''}`}>
      <button type="button" className="plain case-item-head" data-walk aria-expanded={isOpen} data-testid={`case-item-${at}`} onClick={open}>
        <MarkedName name={item.name} findings={findings} /> <span lang="zh-Latn">{item.romanized}</span>
        {(item.checked_at || findings.length > 0) && <VerdictMark verdict={verdictOf(findings)} />}
      </button>
      {isOpen && (
        <>
          <p className="small quiet">{[labelIn(layerOf(atlas, 'place_names'), 'kind', item.kind, words), item.place_code, item.checked_at && t('names.case.checkedat', { time: moment(item.checked_at) })].filter(Boolean).join(' · ')}</p>
          <dl className="attributes">{told.filter(([, value]) => value).map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
          {!item.checked_at && findings.length === 0 ? <p className="quiet small">{t('names.case.unchecked')}</p>
            : findings.length === 0 ? <p className="quiet small">{t('names.check.nothing')}</p> : <Findings findings={findings} onAnswer={session.account ? answer : undefined} />}
        </>
      )}
    </li>
  );
}

function Entries({ opened }: { opened: NamingCase }) {
  const words = useWords();
  const { t } = words;
  return (
    <section aria-labelledby="entries" data-testid="entries">
      <h2 id="entries">{t('names.entries')}</h2>
      <ol className="entries">
        {[...opened.entries].reverse().map((entry, at) => (
          <li key={`${entry.at}:${at}`}>
            <span className="change-title">{wordOf('step', entry.step, entry.label, words)}</span> <span className="quiet small"><time dateTime={entry.at}>{moment(entry.at)}</time>{entry.by && ` · ${entry.by}`}</span>
            {entry.because && <span className="entry-because">{entry.because}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
