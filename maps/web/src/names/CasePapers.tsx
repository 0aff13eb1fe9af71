/** The papers of a case: what is required and what is there, brought by hand or dropped, each with its hash. */

import { Button, Progress, Select } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { count, moment } from '../format.ts';
import { paperFile, sendPaper, type NamingCase } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords, type Words } from '../words/index.ts';
import { anew } from './CasePage.tsx';
import { wordOf } from './kinds.ts';
import { byKind, lacking, PAPER_KINDS, type Kept } from './papers.ts';

/** A case that is over takes no paper any more. */
const OVER = ['archived', 'withdrawn', 'refused'];

export function CasePapers({ opened }: { opened: NamingCase }) {
  const words = useWords();
  const { t } = words;
  const [kind, setKind] = useState<string>('other');
  const over = OVER.includes(opened.stage);
  const lines = byKind(opened.papers);
  const missing = lacking(opened.papers);
  const others = PAPER_KINDS.filter((each) => !lines.some(({ newest }) => newest.kind === each));
  return (
    <section aria-labelledby="case-papers" className="case-papers" data-testid="papers">
      <h2 id="case-papers">{t('names.papers')} {missing > 0 && <span className="small quiet">{t('names.papers.missing', { count: missing })}</span>}</h2>
      <ul>{lines.map((kept) => <Line key={kept.newest.kind} number={opened.number} kept={kept} over={over} words={words} />)}</ul>
      {!over && others.length > 0 && (
        <div className="other-paper">
          <Select size="small" value={kind} aria-label={t('names.papers.kind')} onChange={setKind} options={others.map((each) => ({ value: each, label: t(`names.paper.${each}`) }))} />
          <Bring number={opened.number} kind={kind} label={t('names.papers.other')} />
        </div>
      )}
    </section>
  );
}

function Line({ number, kept, over, words }: { number: string; kept: Kept; over: boolean; words: Words }) {
  const { t } = words;
  const { newest: paper, before } = kept;
  const { kind, label, required, required_by, filename, sha256, size, version, at, by } = paper;
  return (
    <li className={`paper ${sha256 ? 'there' : required ? 'lacking' : ''}`} data-testid={`paper-${kind}`}>
      <p><span aria-hidden="true" className="paper-sign">{sha256 ? '✓' : required ? '○' : '·'}</span> <b>{wordOf('paper', kind, label, words)}</b> {required && <span className="small quiet">{required_by ? t('names.papers.requiredby', { step: wordOf('step', required_by, null, words) }) : t('names.papers.required')}</span>}</p>
      {sha256 && (
        <p className="small"><a href={paperFile(number, paper)} download={filename ?? undefined}>{filename}</a>{' '}
          <span className="quiet">{t('names.papers.told', { kb: count(Math.max(1, Math.round((size ?? 0) / 1024))), version: version ?? 1, at: at ? moment(at) : '', by: by ?? '' })}</span>
          <br /><code className="hash" title={sha256}>SHA-256 {sha256.slice(0, 16)}…</code></p>
      )}
      {before.length > 0 && (
        <p className="small quiet">{t('names.papers.before')} {before.map((older) => <a key={older.id} className="older" href={paperFile(number, older)} download={older.filename ?? undefined}>{t('history.version', { number: older.version ?? 1 })}</a>)}</p>
      )}
      {!over && <Bring number={number} kind={kind} label={t(sha256 ? 'names.papers.again' : 'names.papers.bring')} />}
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
