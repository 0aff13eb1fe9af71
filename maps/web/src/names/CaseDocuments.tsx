/** The documents a case makes, as Word and PDF; refused with the lawful field that is missing. */

import { App } from 'antd';
import { useState } from 'react';
import { archiveFile, documentFile, fetchFile, type NamingCase } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords } from '../words/index.ts';

const DOCUMENTS = ['receipt', 'notice', 'decision', 'announcement', 'filing'] as const;
const LETTERS = ['letter-return', 'letter-consultation', 'letter-objection', 'letter-refusal'] as const;
const FORMATS = ['docx', 'pdf'] as const;

export function CaseDocuments({ opened }: { opened: NamingCase }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="documents" data-testid="documents">
      <h2 id="documents">{t('names.documents')}</h2>
      <ul className="documents">
        {[...DOCUMENTS, ...LETTERS].map((kind) => (
          <li key={kind}><span>{t(`names.document.${kind}`)}</span>
            {FORMATS.map((format) => <FileLink key={format} path={documentFile(opened.number, kind, format)} label={format === 'docx' ? 'Word' : 'PDF'} about={t(`names.document.${kind}`)} testid={`document-${kind}-${format}`} />)}
          </li>
        ))}
        <li><span>{t('names.document.archive')}</span><FileLink path={archiveFile(opened.number)} label="ZIP" about={t('names.document.archive')} testid="document-archive" /></li>
      </ul>
    </section>
  );
}

/** A link that fetches first, so that a refusal is told here and not on an empty page. */
export function FileLink({ path, label, about, testid }: { path: string; label: string; about: string; testid: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const get = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { blob, name } = await fetchFile(path);
      const address = URL.createObjectURL(blob);
      const anchor = Object.assign(document.createElement('a'), { href: address, download: name });
      anchor.click();
      window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
      message.success(t('names.document.got', { name }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <a href={path} data-testid={testid} aria-label={`${about} ${label}`} aria-busy={busy} onClick={(event) => {
        event.preventDefault();
        void get();
      }}>{label}</a>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
