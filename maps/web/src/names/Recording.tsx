/** How a place is called there: a recording to hear, and for whoever writes place names the way to give one. */

import { useState } from 'react';
import { part, upload } from '../api.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords } from '../words/index.ts';

export function Hear({ name, hash }: { name: string; hash: string }) {
  const { t } = useWords();
  return (
    <p className="name-sound">
      <span className="quiet">{t('name.sound')}</span>{' '}
      <audio controls preload="none" src={`/api/names/recordings/${part(hash)}`} aria-label={t('name.sound.play', { name })} />
    </p>
  );
}

export function Record({ code, name, hash }: { code: string; name: string; hash: string }) {
  const { t } = useWords();
  const [kept, setKept] = useState(hash);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const give = async (file: File) => {
    setProblem(null);
    setShare(0);
    try {
      setKept((await upload<{ hash: string }>(`/api/names/register/${part(code)}/recording`, file, setShare)).hash);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setShare(null);
    }
  };
  return (
    <div className="small" data-testid="recording">
      {kept && <Hear name={name} hash={kept} />}
      <label className="file-line">{t(kept ? 'name.sound.replace' : 'name.sound.give')} <input type="file" accept="audio/*" data-testid="give-recording" onChange={(event) => {
        const file = event.target.files?.[0];
        event.target.value = '';
        if (file) void give(file);
      }} /></label>
      {share !== null && <span role="status">{Math.round(share * 100)}%</span>}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
