/** The papers of a case: what is required and what is there, brought by hand or dropped, each with its hash. */

import { Button, Progress, Select } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { count, moment } from '../format.ts';
import { paperFile, sendPaper, type NamingCase, type Paper } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords, type Words } from '../words/index.ts';
import { anew } from './CasePage.tsx';
import { wordOf } from './kinds.ts';
import { PAPER_KINDS } from './papers.ts';

export function CasePapers({ opened }: { opened: NamingCase }) {
  const words = useWords();
  const { t } = words;
  const [kind, setKind] = useState<string>('other');
  const lines = [...opened.papers].sort((one, other) => Number(other.required) - Number(one.required));
  const missing = lines.filter(({ required, sha256 }) => required && !sha256).length;
  const others = PAPER_KINDS.filter((each) => !lines.some((paper) => paper.kind === each));
  return (
    <section aria-labelledby="case-papers" className="case-papers" data-testid="papers">
      <h2 id="case-papers">{t('names.papers')} {missing > 0 && <span className="small quiet">{t('names.papers.missing', { count: missing })}</span>}</h2>
      <ul>{lines.map((paper) => <Line key={`${paper.kind}:${paper.id ?? ''}`} number={opened.number} paper={paper} words={words} />)}</ul>
      {others.length > 0 && (
        <div className="other-paper">
          <Select size="small" value={kind} aria-label={t('names.papers.kind')} onChange={setKind} options={others.map((each) => ({ value: each, label: t(`names.paper.${each}`) }))} />
          <Bring number={opened.number} kind={kind} label={t('names.papers.other')} />
        </div>
      )}
    </section>
  );
}

function Line({ number, paper, words }: { number: string; paper: Paper; words: Words }) {
  const { t } = words;
  const { kind, label, required, filename, sha256, size, version, at, by } = paper;
  return (
    <li className={`paper ${sha256 ? 'there' : required ? 'lacking' : ''}`} data-testid={`paper-${kind}`}>
      <p><span aria-hidden="true" className="paper-sign">{sha256 ? '✓' : required ? '○' : '·'}</span> <b>{wordOf('paper', kind, label, words)}</b> {required && <span className="small quiet">{t('names.papers.required')}</span>}</p>
      {sha256 && (
        <p className="small"><a href={paperFile(number, paper)} download={filename ?? undefined}>{filename}</a>{' '}
          <span className="quiet">{t('names.papers.told', { kb: count(Math.max(1, Math.round((size ?? 0) / 1024))), version: version ?? 1, at: at ? moment(at) : '', by: by ?? '' })}</span>
          <br /><code className="hash" title={sha256}>SHA-256 {sha256.slice(0, 16)}…</code></p>
      )}
      <Bring number={number} kind={kind} label={t(sha256 ? 'names.papers.again' : 'names.papers.bring')} />
    </li>
  );
}

function Bring({ number, kind, label }: { number: string; kind: string; label: string }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const bring = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    setShare(0);
    try {
      await sendPaper(number, kind, file, setShare);
      anew();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setShare(null);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void bring(event.dataTransfer.files[0]);
  };
  return (
    <div className={`bring${over ? ' over' : ''}`} onDragOver={(event) => {
      event.preventDefault();
      setOver(true);
    }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <Button size="small" loading={share !== null} data-testid={`bring-${kind}`} onClick={() => input.current?.click()}>{label}</Button>
      <span className="small quiet">{t('names.papers.drop')}</span>
      <input ref={input} type="file" hidden aria-label={label} data-testid={`file-${kind}`} onChange={(event) => {
        void bring(event.target.files?.[0]);
        event.target.value = '';
      }} />
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label={t('names.papers.sending')} />}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
