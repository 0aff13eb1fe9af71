/** What the public objects while a name is noticed, and the answer each objection gets. */

import { Button, Input } from 'antd';
import { useState } from 'react';
import { moment } from '../format.ts';
import { answerObjection, object, type NamingCase, type Objection } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords } from '../words/index.ts';
import { Line } from '../desks/account/Line.tsx';
import { anew } from './CasePage.tsx';

export function Objections({ opened }: { opened: NamingCase }) {
  const { t } = useWords();
  const [writing, setWriting] = useState(false);
  const noticed = opened.stage === 'noticed';
  if (!noticed && opened.objections.length === 0) return null;
  return (
    <section aria-labelledby="objections" data-testid="objections">
      <h2 id="objections">{t('names.objections')} <span className="amount">{opened.objections.length}</span></h2>
      {opened.objections.length === 0 && <p className="quiet">{t('names.objections.none')}</p>}
      <ol className="objections">{opened.objections.map((each) => <One key={each.id} number={opened.number} objection={each} />)}</ol>
      {noticed && (writing ? <Write number={opened.number} onDone={() => setWriting(false)} /> : <Button size="small" data-testid="objection-write" onClick={() => setWriting(true)}>{t('names.objections.enter')}</Button>)}
    </section>
  );
}

function One({ number, objection }: { number: string; objection: Objection }) {
  const { t } = useWords();
  const [answering, setAnswering] = useState(false);
  const { id, at, text, answer, name, by, answered_at, answered_by } = objection;
  return (
    <li className="objection" data-testid={`objection-${id}`}>
      <p>{text}</p>
      <p className="small quiet">{[name ?? by, moment(at)].filter(Boolean).join(' · ')}</p>
      {answer ? <p className="answered" data-testid="objection-answer"><span aria-hidden="true">✓</span> {answer} <span className="small quiet">{[answered_by, answered_at && moment(answered_at)].filter(Boolean).join(' · ')}</span></p>
        : answering ? <AnswerForm number={number} objection={objection} onDone={() => setAnswering(false)} />
          : <Button size="small" data-testid={`objection-answer-${id}`} onClick={() => setAnswering(true)}>{t('names.objections.answer')}</Button>}
    </li>
  );
}

function AnswerForm({ number, objection, onDone }: { number: string; objection: Objection; onDone: () => void }) {
  const { t } = useWords();
  return <Words label={t('names.objections.answer')} onCancel={onDone} onKeep={async (text) => {
    await answerObjection(number, objection, text);
    onDone();
    anew();
  }} />;
}

/** An objection that came by letter or by word of mouth is entered by an officer. */
function Write({ number, onDone }: { number: string; onDone: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  return (
    <>
      <Line id="objection-name" label={t('names.objections.name')}><Input id="objection-name" value={name} maxLength={60} data-testid="objection-name" onChange={(event) => setName(event.target.value)} /></Line>
      <Words label={t('names.objections.text')} onCancel={onDone} onKeep={async (text) => {
        await object(number, { text, ...(name.trim() ? { name: name.trim() } : {}) });
        onDone();
        anew();
      }} />
    </>
  );
}

function Words({ label, onKeep, onCancel }: { label: string; onKeep: (text: string) => Promise<void>; onCancel: () => void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const keep = () => {
    setBusy(true);
    onKeep(text.trim()).catch((thrown: unknown) => {
      setProblem(asProblem(thrown));
      setBusy(false);
    });
  };
  return (
    <div className="answer-form">
      <Input.TextArea autoFocus rows={3} value={text} maxLength={2000} aria-label={label} placeholder={label} data-testid="objection-words" onChange={(event) => setText(event.target.value)} />
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds"><Button size="small" type="primary" loading={busy} disabled={text.trim().length < 2} data-testid="objection-keep" onClick={keep}>{t('names.objections.keep')}</Button><Button size="small" onClick={onCancel}>{t('names.cancel')}</Button></p>
    </div>
  );
}
