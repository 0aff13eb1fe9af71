/** The next lawful steps of a case. A step says in a sentence what follows and who is told, and asks why; one that is not yours says whose it is. */

import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { takeStep, type NamingCase, type NextStep } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { announce } from '../state/live.ts';
import { useRegister } from '../state/register.tsx';
import { go } from '../state/store.ts';
import { isWord, useWords } from '../words/index.ts';
import { anew } from './CasePage.tsx';
import { wordOf } from './kinds.ts';

/** Steps that carry a document's number. */
const NUMBERED = ['approve', 'file', 'announce'];
/** Steps that end or hold up a case stand apart from those that bring it on. */
const ASIDE = ['withdraw', 'suspend', 'refuse', 'return', 'send_back'];
const EDITABLE = ['draft', 'returned'];

export function CaseSteps({ opened }: { opened: NamingCase }) {
  const words = useWords();
  const { t } = words;
  const [asking, setAsking] = useState<string | null>(null);
  const steps = opened.next_steps.filter(({ step }) => step !== 'edit');
  const chosen = steps.find(({ step }) => step === asking) ?? null;
  const others = steps.filter((next) => Boolean(next.not_yours));
  const own = steps.filter((next) => !others.includes(next));
  const onward = [...own, ...others].filter(({ step }) => !ASIDE.includes(step));
  const aside = own.filter(({ step }) => ASIDE.includes(step));
  const button = (next: NextStep, primary: boolean) => (
    <Button key={next.step} type={primary ? 'primary' : 'default'} disabled={Boolean(next.not_yours)} aria-expanded={asking === next.step} data-testid={`step-${next.step}`}
      onClick={() => setAsking(asking === next.step ? null : next.step)}>{wordOf('step', next.step, next.label, words)}</Button>
  );
  const mayAmend = EDITABLE.includes(opened.stage) && opened.next_steps.some((next) => ['edit', 'submit'].includes(next.step) && !next.not_yours);
  return (
    <section className="case-steps" aria-label={t('names.steps')} data-testid="steps">
      {steps.length === 0 && <p className="quiet" data-testid="no-step">{t('names.steps.none')}</p>}
      <p className="deeds tight">
        {onward.map((next) => button(next, next === own.find(({ step }) => !ASIDE.includes(step))))}
        {mayAmend && <Button data-testid="amend" onClick={() => go({ tab: 'apply' })}>{t('names.case.amend')}</Button>}
        {aside.map((next) => button(next, false))}
      </p>
      {others.length > 0 && <p className="small quiet" data-testid="not-yours">{t('names.steps.notyours', { labels: others.map(({ step, label }) => wordOf('step', step, label, words)).join(t('list.comma')), why: [...new Set(others.map(({ not_yours }) => not_yours))].join('；') })} {t('names.steps.eyes')}</p>}
      {chosen && <StepForm key={chosen.step} opened={opened} next={chosen} onDone={() => setAsking(null)} />}
    </section>
  );
}

function StepForm({ opened, next, onDone }: { opened: NamingCase; next: NextStep; onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const { present } = useRegister();
  const label = wordOf('step', next.step, next.label, words);
  const [because, setBecause] = useState('');
  const [on, setOn] = useState(present);
  const [document, setDocument] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const missing = next.missing ?? [];
  const follows = `names.follows.${next.step}`;
  const take = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await takeStep(opened.number, { step: next.step, because: because.trim(), version: opened.version, on, document: document.trim() || null });
      onDone();
      if (next.step === 'approve') announce({ layer: 'place_names', boxes: null });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    } finally {
      anew();
    }
  };
  return (
    <div className="step-form" role="group" aria-label={label} data-testid="step-form">
      <p className="lawful">{isWord(follows) ? t(follows, { authority: opened.authority ?? '—' }) : t('names.follows', { label })}{next.article && <span className="quiet small"> {next.article}</span>}</p>
      {missing.length > 0 && (
        <div className="missing" data-testid="missing"><p><b>{t('names.steps.missing')}</b></p><ul>{missing.map((each) => <li key={each}>{each}</li>)}</ul></div>
      )}
      {missing.length === 0 && (
        <>
          <Input.TextArea rows={2} autoFocus value={because} maxLength={1000} aria-label={t('names.steps.because')} placeholder={t(next.step === 'return' ? 'names.steps.because.return' : 'names.steps.because')} data-testid="step-because" onChange={(event) => setBecause(event.target.value)} />
          <div className="step-more">
            <label>{t('names.steps.on')} <DatePicker size="small" value={dayjs(on)} allowClear={false} data-testid="step-on" onChange={(day) => day && setOn(day.format('YYYY-MM-DD'))} /></label>
            {NUMBERED.includes(next.step) && <label>{t('names.steps.document')} <Input size="small" value={document} maxLength={100} data-testid="step-document" onChange={(event) => setDocument(event.target.value)} /></label>}
          </div>
        </>
      )}
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds">
        <Button type="primary" loading={busy} disabled={because.trim().length < 2 || missing.length > 0} data-testid="step-do" onClick={() => void take()}>{t('names.steps.do', { label })}</Button>
        <Button onClick={onDone}>{t('names.cancel')}</Button>
      </p>
    </div>
  );
}
