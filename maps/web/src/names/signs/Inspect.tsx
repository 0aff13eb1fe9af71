/** One sign: its photographs, and what an inspector finds of it today. */

import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { refresh } from '../../state/loading.ts';
import { CONDITIONS, inspectSign, photographFile, sendSignPhotograph, type Condition } from '../../signsApi.ts';
import { useWords } from '../../words/index.ts';

interface Props {
  code: string;
  photographs: string[];
  writes: boolean;
}

export function Inspect({ code, photographs, writes }: Props) {
  const { t } = useWords();
  const [condition, setCondition] = useState<Condition | null>(null);
  const [because, setBecause] = useState('');
  const [share, setShare] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (deed: () => Promise<unknown>) => {
    setBusy(true);
    setDone(false);
    setProblem(null);
    try {
      await deed();
      setDone(true);
      refresh('list:name_signs:');
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
      setShare(null);
    }
  };
  return (
    <div className="inspect" data-testid={`inspect-${code}`}>
      {photographs.length > 0
        ? <div className="sign-photos">{photographs.map((hash, at) => <a key={hash} href={photographFile(hash)} target="_blank" rel="noreferrer"><img src={photographFile(hash)} loading="lazy" alt={t('signs.photo.of', { code, at: at + 1 })} /></a>)}</div>
        : <p className="quiet small">{t('signs.photo.none')}</p>}
      {writes && (
        <>
          <div className="deeds tight">
            <label className="file-line">{t('signs.photo.add')} <input type="file" accept="image/jpeg,image/png,image/webp" data-testid={`photo-${code}`} onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) void act(() => sendSignPhotograph(code, file, setShare));
            }} /></label>
            {share !== null && <span role="status">{Math.round(share * 100)}%</span>}
          </div>
          <div className="deeds tight">
            <Select size="small" className="inspect-condition" value={condition} placeholder={t('signs.found')} aria-label={t('signs.found')} data-testid={`found-${code}`} onChange={setCondition} options={CONDITIONS.map((each) => ({ value: each, label: t(`condition.${each}`) }))} />
            <Input size="small" className="wrong-reason" value={because} maxLength={2000} aria-label={t('signs.because')} placeholder={t('signs.because')} data-testid={`why-${code}`} onChange={(event) => setBecause(event.target.value)} />
            <Button size="small" type="primary" loading={busy} disabled={!condition || !because.trim()} data-testid={`inspected-${code}`} onClick={() => void act(() => inspectSign(code, condition ?? 'intact', because.trim()))}>{t('signs.inspect')}</Button>
          </div>
        </>
      )}
      {done && <p role="status" className="small">{t('signs.kept')}</p>}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
