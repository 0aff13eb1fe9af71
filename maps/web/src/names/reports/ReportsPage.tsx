/** What the public reports of signs: the oldest open one first, answered in words the reporter will read. */

import { Button, Input, Segmented, Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { moment } from '../../format.ts';
import { around, bring } from '../../map/camera.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { useMarked, type Mark } from '../../state/marks.ts';
import { calledOf } from '../../state/names.ts';
import { mayWrite, useSession } from '../../state/session.ts';
import { adjust, useSight } from '../../state/store.ts';
import { decideReport, photographFile, readReports, type Report, type ReportDecision } from '../../signsApi.ts';
import { isWord, useWords } from '../../words/index.ts';
import { narrow, without } from '../narrowing.ts';

const LISTS = ['open', 'answered', 'refused', 'merged'] as const;
const NOTHING: Mark[] = [];
const NEAR = 0.002;

export default function ReportsPage() {
  const { t } = useWords();
  const { filters } = useSight();
  const writes = mayWrite(useSession(), 'name_signs');
  const list = LISTS.find((each) => each === filters['status']) ?? 'open';
  const read = useLoaded(`reports:${list}`, (signal) => readReports(list === 'open' ? null : list, signal));
  const [settled, setSettled] = useState<Record<string, Report>>({});
  const reports = useMemo(() => read.value?.map((each) => settled[each.number] ?? each), [read.value, settled]);
  useMarked(useMemo(() => reports?.map((each): Mark => ({ look: 'needs_reason', word: each.name, geometry: { type: 'Point', coordinates: [each.lon, each.lat] } })) ?? NOTHING, [reports]));
  const chosen = filters['finding'] ?? null;
  return (
    <section aria-label={t('reports.title')} data-testid="reports">
      <Segmented className="parts" block value={list} aria-label={t('reports.title')} onChange={(status) => narrow({ status: status === 'open' ? null : status, finding: null })}
        options={LISTS.map((each) => ({ value: each, label: <span data-testid={`reports-${each}`}>{t(`reports.list.${each}`)}</span> }))} />
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {read.loading && !read.value && <Skeleton active title={false} />}
      {reports?.length === 0 && <p className="note">{t(list === 'open' ? 'reports.empty' : 'reports.none')}</p>}
      <ul className="worklist" aria-label={t('reports.title')}>
        {reports?.map((report) => (
          <Line key={report.number} report={report} others={reports} chosen={report.number === chosen} writes={writes}
            onSettled={(after) => setSettled((before) => ({ ...before, [after.number]: after }))} onLook={() => {
              adjust({ filters: without({ ...filters, finding: report.number }) });
              bring(around(report.lon, report.lat, NEAR));
            }} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  report: Report;
  others: Report[];
  chosen: boolean;
  writes: boolean;
  onLook: () => void;
  onSettled: (after: Report) => void;
}

function Line({ report, others, chosen, writes, onLook, onSettled }: LineProps) {
  const { t } = useWords();
  const said = (prefix: string, code: string): string => {
    const word = `${prefix}.${code}`;
    return isWord(word) ? t(word) : code;
  };
  const open = report.status === 'received' || report.status === 'in_hand';
  return (
    <li data-testid={`report-${report.number}`}>
      <button type="button" className="plain wrong-line" data-walk aria-current={chosen ? 'true' : undefined} aria-expanded={chosen} onClick={onLook}>
        <span className="wrong-name">{report.name}</span>
        <span className="weight needs_reason">{said('report.kind', report.kind)}</span>
        <span className="quiet">{said('reports.status', report.status)}</span>
        <span className="wrong-more">{report.message}</span>
        <span className="quiet small wrong-more">{[report.number, moment(report.received_at), report.division && calledOf(report.division), report.accuracy_m !== null && t('reports.accuracy', { metres: report.accuracy_m })].filter(Boolean).join(' · ')}</span>
      </button>
      {chosen && (
        <div className="inspect">
          {report.contact && <p className="small">{t('reports.contact', { contact: report.contact })}</p>}
          {report.photograph && <a href={photographFile(report.photograph)} target="_blank" rel="noreferrer"><img className="report-picture" src={photographFile(report.photograph)} alt={t('reports.photo', { number: report.number })} /></a>}
          {report.answer && <p>{t('reports.answered', { answer: report.answer })} <span className="quiet small">{[report.answered_by, report.answered_at && moment(report.answered_at)].filter(Boolean).join(' · ')}</span></p>}
          {report.merged_into && <p>{t('reports.merged', { number: report.merged_into })}</p>}
          {open && writes && <Deeds key={report.status} report={report} others={others} onSettled={onSettled} />}
        </div>
      )}
    </li>
  );
}

function Deeds({ report, others, onSettled }: { report: Report; others: Report[]; onSettled: (after: Report) => void }) {
  const { t } = useWords();
  const [answer, setAnswer] = useState('');
  const [into, setInto] = useState<string | null>(report.similar[0] ?? null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (decision: ReportDecision) => {
    setBusy(true);
    setProblem(null);
    try {
      onSettled(await decideReport(report.number, decision));
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  const told = answer.trim();
  const candidates = others.filter(({ number, status }) => number !== report.number && (status === 'received' || status === 'in_hand'));
  return (
    <>
      <Input.TextArea value={answer} maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} aria-label={t('reports.answer')} placeholder={t('reports.answer')} data-testid={`answer-${report.number}`} onChange={(event) => setAnswer(event.target.value)} />
      <div className="deeds tight">
        <Button size="small" type="primary" loading={busy} disabled={!told} data-testid={`settle-${report.number}`} onClick={() => void act({ status: 'answered', answer: told })}>{t('reports.do.answer')}</Button>
        <Button size="small" disabled={!told || busy} onClick={() => void act({ status: 'refused', answer: told })}>{t('reports.do.refuse')}</Button>
        {report.status === 'received' && <Button size="small" disabled={busy} data-testid={`take-${report.number}`} onClick={() => void act({ status: 'in_hand' })}>{t('reports.do.take')}</Button>}
      </div>
      {candidates.length > 0 && (
        <div className="deeds tight">
          <Select size="small" className="inspect-condition" value={into} placeholder={t('reports.into')} aria-label={t('reports.into')} onChange={setInto}
            options={candidates.map(({ number, name }) => ({ value: number, label: `${report.similar.includes(number) ? '≈ ' : ''}${name} ${number}` }))} />
          <Button size="small" disabled={!into || busy} data-testid={`merge-${report.number}`} onClick={() => into && void act({ status: 'merged', into })}>{t('reports.do.merge')}</Button>
        </div>
      )}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
