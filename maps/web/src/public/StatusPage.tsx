/** What became of a report, by the code that was given for it. */

import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { day } from '../format.ts';
import { Problem } from '../problem.ts';
import { readReport, type ReportStatus } from '../publicNamesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { copy } from '../state/clipboard.ts';
import { useLoaded } from '../state/loading.ts';
import { isWord, useWords } from '../words/index.ts';
import { JUST_SENT, PHOTO_LOST } from './ReportPage.tsx';
import { leadTo } from './way.ts';
import { Way } from './Way.tsx';

export default function StatusPage({ token }: { token: string | null }) {
  const { t } = useWords();
  const known = useLoaded(token ? `public:report:${token}` : null, (signal) => readReport(token ?? '', signal));
  const lost = known.problem?.status === 404 || known.problem?.status === 422;
  const sent = token !== null && sessionStorage.getItem(JUST_SENT) === token;
  return (
    <div className="report">
      <h1>{sent ? t('report.sent') : t('report.look')}</h1>
      {sent && token && <Sent token={token} />}
      {!token && <Ask />}
      {known.problem && <ProblemNote problem={lost ? new Problem(t('report.look.lost'), t('report.look.lost.why'), t('report.look.lost.remedy')) : known.problem} retry={known.retry} />}
      {lost && <Ask />}
      {known.value && <Status of={known.value} />}
      <p className="report-part"><Way to="report">{t('report.again')}</Way></p>
    </div>
  );
}

function Sent({ token }: { token: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  return (
    <div className="report-sent" role="status">
      <p>{t('report.sent.keep')}</p>
      <p className="report-token" data-testid="report-token">{token}</p>
      {sessionStorage.getItem(PHOTO_LOST) === token && <p className="report-wrong">{t('report.photo.lost')}</p>}
      <Button onClick={() => void copy(token).then((done) => done && message.success(t('report.copied')))}>{t('report.copy')}</Button>
    </div>
  );
}

function Ask() {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  return (
    <form className="report-part" onSubmit={(event) => {
      event.preventDefault();
      if (typed.trim()) leadTo(`reports/${typed.trim()}`);
    }}>
      <label htmlFor="report-look" className="report-label">{t('report.look.token')}</label>
      <div className="report-where">
        <Input id="report-look" value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        <Button type="primary" htmlType="submit">{t('report.look.do')}</Button>
      </div>
    </form>
  );
}

function Status({ of }: { of: ReportStatus }) {
  const { t } = useWords();
  const said = (prefix: string, word: string): string => {
    const whole = `${prefix}.${word}`;
    return isWord(whole) ? t(whole) : word;
  };
  return (
    <section className="report-part" aria-label={t('report.status')} data-testid="report-status">
      <p className="report-state">{said('report.status', of.status)}</p>
      <dl className="facts">
        <div><dt>{t('report.number')}</dt><dd>{of.number}</dd></div>
        <div><dt>{t('report.kind')}</dt><dd>{said('report.kind', of.kind)}</dd></div>
        <div><dt>{t('report.about')}</dt><dd>{of.name}</dd></div>
        <div><dt>{t('report.on')}</dt><dd>{day(of.received_at)}</dd></div>
        <div><dt>{t('report.answer')}</dt><dd>{of.answer ?? t('report.answer.none')}{of.answered_at && <span className="quiet"> {day(of.answered_at)}</span>}</dd></div>
      </dl>
    </section>
  );
}
