/** Findings by severity: what is wrong, by which article, with whom it conflicts, what to do; answered with a reason by a reviewer. */

import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { measure, moment } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import type { Conflict, Finding, Severity } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { calledOf } from '../state/names.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { useSession } from '../state/session.ts';
import { choose, useSight } from '../state/store.ts';
import { isWord, useWords, type Words } from '../words/index.ts';
import { grouped, keyOf, pieces } from './findings.ts';
import { labelIn } from './kinds.ts';

export const SEVERITY_SIGNS: Record<Severity, string> = { blocks: '✕', needs_reason: '!', information: 'i' };

/** The name with the characters that findings speak of. */
export function MarkedName({ name, findings }: { name: string; findings: readonly Finding[] }) {
  return (
    <span className="marked-name" lang="zh-CN">
      {pieces(name, findings).map(({ text, severity }, at) => (severity ? <mark key={at} className={severity}>{text}</mark> : <span key={at}>{text}</span>))}
    </span>
  );
}

interface Props {
  findings: readonly Finding[];
  /** Keeps a reviewer's reason; absent where nothing can be answered here. */
  onAnswer?: ((finding: Finding, because: string) => Promise<void>) | undefined;
  /** Findings whose part is to be shown alone. */
  onPoint?: (finding: Finding | null) => void;
}

export function Findings({ findings, onAnswer, onPoint }: Props) {
  const { t } = useWords();
  return (
    <div className="name-findings" data-testid="name-findings">
      {grouped(findings).map(([severity, own]) => (
        <section key={severity} aria-label={t(`names.severity.${severity}`)}>
          <h3><SeverityMark severity={severity} /> <span className="amount">{own.length}</span></h3>
          <ul>
            {own.map((finding, at) => <One key={keyOf(finding, at)} finding={finding} onAnswer={onAnswer} onPoint={onPoint} />)}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function SeverityMark({ severity }: { severity: Severity }) {
  const { t } = useWords();
  return <span className={`weight ${severity}`}><span aria-hidden="true">{SEVERITY_SIGNS[severity]}</span> {t(`names.severity.${severity}`)}</span>;
}

/** What a finding rests on, as far as it is told in words for people. */
function evidenceOf({ evidence }: Finding, { t }: Words): [string, string][] {
  return Object.entries(evidence ?? {}).flatMap(([key, value]): [string, string][] => {
    const word = `names.evidence.${key}`;
    return value && isWord(word) ? [[t(word), String(value)]] : [];
  });
}

function One({ finding, onAnswer, onPoint }: { finding: Finding } & Pick<Props, 'onAnswer' | 'onPoint'>) {
  const words = useWords();
  const { t } = words;
  const evidence = evidenceOf(finding, words);
  return (
    <li className={`one-finding ${finding.severity}`} data-testid={`finding-${finding.rule}`} onMouseEnter={() => onPoint?.(finding)} onMouseLeave={() => onPoint?.(null)}>
      <p className="finding-what">{finding.message}</p>
      <p className="small quiet">{[finding.title, finding.article].filter(Boolean).join(' · ')}</p>
      {evidence.length > 0 && (
        <dl className="evidence">{evidence.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      )}
      {finding.conflicts.length > 0 && <ul className="conflicts">{finding.conflicts.map((conflict, at) => <ConflictLine key={conflict.code ?? at} conflict={conflict} />)}</ul>}
      {finding.remedy && <p className="small">{t('names.remedy', { remedy: finding.remedy })}</p>}
      {finding.answer && (
        <p className="answered" data-testid="answered"><span aria-hidden="true">✓</span> {t('names.answered', { because: finding.answer.because })}
          {finding.answer.by && <span className="quiet small"> {finding.answer.by}{finding.answer.at ? ` · ${moment(finding.answer.at)}` : ''}</span>}</p>
      )}
      {!finding.answer && onAnswer && finding.severity === 'needs_reason' && <AnswerForm finding={finding} onAnswer={onAnswer} />}
    </li>
  );
}

function ConflictLine({ conflict }: { conflict: Conflict }) {
  const words = useWords();
  const { atlas } = useRegister();
  const { selection } = useSight();
  const line = useRef<HTMLButtonElement>(null);
  const layer = layerOf(atlas, 'place_names');
  const { code, name, romanized, lon, lat, distance_m, status, kind, division, scope } = conflict;
  const chosen = selection?.layer === 'place_names' && selection.id === code;
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const far = distance_m === null || distance_m === undefined ? null
    : distance_m >= 1000 ? words.t('names.far.km', { n: measure(Math.round(distance_m / 10) / 100) }) : words.t('names.far.m', { n: measure(Math.round(distance_m)) });
  const more = [labelIn(layer, 'kind', kind, words), labelIn(layer, 'status', status, words), division && calledOf(division), far, scope].filter(Boolean).join(' · ');
  const open = () => {
    if (code) choose({ layer: 'place_names', id: code });
    if (lon !== null && lat !== null && lon !== undefined && lat !== undefined) bring(around(lon, lat, 0.004));
  };
  return (
    <li>
      <button ref={line} type="button" className="plain conflict-line" data-walk aria-current={chosen ? 'true' : undefined} disabled={!code} data-testid={`conflict-${code ?? 'unseen'}`} onClick={open}>
        <b>{name}</b>{romanized && <span lang="zh-Latn"> {romanized}</span>} <span className="quiet small">{more}</span>
      </button>
    </li>
  );
}

function AnswerForm({ finding, onAnswer }: { finding: Finding; onAnswer: (finding: Finding, because: string) => Promise<void> }) {
  const { t } = useWords();
  const { account } = useSession();
  const [open, setOpen] = useState(false);
  const [because, setBecause] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (account?.role !== 'name_reviewer') return <p className="small quiet">{t('names.answer.whose')}</p>;
  if (!open) return <Button size="small" data-testid="answer-finding" onClick={() => setOpen(true)}>{t('names.answer')}</Button>;
  const keep = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onAnswer(finding, because.trim());
      setOpen(false);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="answer-form">
      <Input.TextArea autoFocus rows={2} value={because} maxLength={500} aria-label={t('names.answer.because')} placeholder={t('names.answer.example')} data-testid="answer-because"
        onChange={(event) => setBecause(event.target.value)} />
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds">
        <Button size="small" type="primary" loading={busy} disabled={because.trim().length < 2} data-testid="answer-keep" onClick={() => void keep()}>{t('names.answer.keep')}</Button>
        <Button size="small" onClick={() => setOpen(false)}>{t('names.cancel')}</Button>
      </p>
    </div>
  );
}
