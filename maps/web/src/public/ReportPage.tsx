/** Tell of a sign that is wrong, damaged or missing: what, which, where, and if one likes who and a photograph. */

import { Button, Input } from 'antd';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { asProblem, type Problem } from '../problem.ts';
import { REPORT_KINDS, sendPhotograph, sendReport } from '../publicNamesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { Photograph } from './Photograph.tsx';
import { forgetReport, keep, kept, missing, needed, sendable, type Part, type Written } from './report.ts';
import { leadTo } from './way.ts';
import { WhereField } from './WhereField.tsx';
import { WithAtlas } from './WithAtlas.tsx';

export const JUST_SENT = 'cairn.report.sent';
export const PHOTO_LOST = 'cairn.report.photo-lost';

export default function ReportPage() {
  const { t } = useWords();
  const { q } = useSight();
  const [written, setWritten] = useState<Written>(() => {
    const before = kept();
    return q && !before.name ? { ...before, name: q } : before;
  });
  const [photo, setPhoto] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const errors = useRef<HTMLDivElement>(null);
  useEffect(() => keep(written), [written]);
  const gaps = missing(written);
  const put = (change: Partial<Written>) => setWritten((before) => ({ ...before, ...change }));
  const wrong = (part: Part): string | null => (tried && gaps.includes(part) ? t(needed(part)) : null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const report = gaps.length === 0 ? sendable(written) : null;
    setTried(true);
    if (!report) {
      window.requestAnimationFrame(() => errors.current?.focus());
      return;
    }
    setSending(true);
    setProblem(null);
    try {
      const { token } = await sendReport(report);
      forgetReport();
      // The report is in; a photograph that does not arrive must not make anybody send it twice.
      const arrived = !photo || await sendPhotograph(token, photo).then(() => true, () => false);
      sessionStorage.setItem(JUST_SENT, token);
      sessionStorage.setItem(PHOTO_LOST, arrived ? '' : token);
      leadTo(`reports/${token}`);
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setSending(false);
    }
  };
  return (
    <form className="report" noValidate onSubmit={(event) => void send(event)}>
      <h1>{t('report.title')}</h1>
      <p>{t('report.lead')}</p>
      {tried && gaps.length > 0 && (
        <div className="report-errors" role="alert" tabIndex={-1} ref={errors} data-testid="report-errors">
          <p><b>{t('report.missing', { count: gaps.length })}</b></p>
          <ul>{gaps.map((part) => <li key={part}><a href={`#report-${part}`} onClick={(event) => {
            event.preventDefault();
            document.getElementById(`report-${part}`)?.focus();
          }}>{t(needed(part))}</a></li>)}</ul>
        </div>
      )}
      <fieldset className="report-part">
        <legend>{t('report.kind')}</legend>
        {wrong('kind') && <p className="report-wrong">{wrong('kind')}</p>}
        <div className="report-kinds">
          {REPORT_KINDS.map((kind, at) => (
            <label key={kind}><input type="radio" name="kind" id={at === 0 ? 'report-kind' : undefined} value={kind} checked={written.kind === kind} onChange={() => put({ kind })} /> {t(`report.kind.${kind}`)}</label>
          ))}
        </div>
      </fieldset>
      <Field id="report-name" label={t('report.name')} hint={t('report.name.hint')} wrong={wrong('name')}>
        {(told) => <Input {...told} value={written.name} maxLength={100} onChange={(event) => put({ name: event.target.value })} />}
      </Field>
      <WithAtlas><WhereField at={written.at} placedBy={written.placedBy} accuracy={written.accuracy} wrong={wrong('where')} onPlace={put} /></WithAtlas>
      <Field id="report-message" label={t('report.text')} hint={t('report.text.hint')} wrong={wrong('message')}>
        {(told) => <Input.TextArea {...told} value={written.message} maxLength={2000} autoSize={{ minRows: 3, maxRows: 12 }} onChange={(event) => put({ message: event.target.value })} />}
      </Field>
      <Photograph file={photo} onFile={setPhoto} />
      <Field id="report-contact" label={t('report.contact')} hint={t('report.contact.hint')} wrong={null}>
        {(told) => <Input {...told} value={written.contact} maxLength={200} autoComplete="tel" onChange={(event) => put({ contact: event.target.value })} />}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <p className="report-part"><Button type="primary" size="large" htmlType="submit" loading={sending} data-testid="report-send">{t(sending ? 'report.sending' : 'report.send')}</Button></p>
      <p className="quiet small">{t('report.kept')}</p>
    </form>
  );
}

interface Told {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
  status: 'error' | '';
}

interface FieldProps {
  id: string;
  label: string;
  hint: string;
  wrong: string | null;
  children: (told: Told) => ReactNode;
}

function Field({ id, label, hint, wrong, children }: FieldProps) {
  return (
    <div className="report-part">
      <label htmlFor={id} className="report-label">{label}</label>
      <p id={`${id}-hint`} className="quiet">{hint}</p>
      {wrong && <p id={`${id}-wrong`} className="report-wrong">{wrong}</p>}
      {children({ id, 'aria-describedby': wrong ? `${id}-hint ${id}-wrong` : `${id}-hint`, 'aria-invalid': wrong !== null, status: wrong ? 'error' : '' })}
    </div>
  );
}
