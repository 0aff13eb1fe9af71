/** A former version restored as a new entry: nothing is erased, and it can be undone at once. */

import { App, Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { submitDeed, type Deed, type Version } from '../historyApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { renew } from '../state/loading.ts';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';

interface Props {
  layer: LayerInfo;
  id: string;
  version: Version;
  /** What stands now or stood last; null when all of it was withdrawn. */
  standing: Version | null;
}

export function Restore({ layer, id, version, standing }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [because, setBecause] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const undo = async (kept: number) => {
    const back: Deed = standing ? { deed: 'restore', id, version: kept, of_version: standing.version } : { deed: 'withdraw', id, version: kept };
    try {
      await submitDeed(layer.id, t('restore.undo.because', { version: version.version }), back);
      message.success(t('restore.undone'));
    } catch (thrown) {
      const refused = asProblem(thrown);
      message.error([refused.what, refused.why, refused.remedy].filter(Boolean).join(' · '), 10);
    }
    renew();
  };
  const restore = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const deed: Deed = { deed: 'restore', id, of_version: version.version, ...(standing ? { version: standing.version } : {}) };
      const { kept } = await submitDeed(layer.id, because.trim(), deed);
      const made = kept[0]?.version ?? 0;
      message.success({ key: 'restored', duration: 12, content: (
        <span>{t('restore.done', { version: version.version })}{' '}
          <button type="button" className="plain link" data-testid="undo-restore" onClick={() => {
            message.destroy('restored');
            void undo(made);
          }}>{t('people.undo')}</button></span>
      ) });
      renew();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };

  if (!asking) {
    return <p className="deeds"><Button size="small" data-testid="restore" onClick={() => setAsking(true)}>{t('restore.begin')}</Button></p>;
  }
  return (
    <form className="short-form framed" onSubmit={(event) => void restore(event)}>
      <p className="quiet small">{t('restore.note', { version: version.version })}</p>
      <label htmlFor="restore-because">{t('restore.because')}</label>
      <Input id="restore-because" value={because} autoFocus required maxLength={400} placeholder={t('restore.example')}
        onChange={(event) => setBecause(event.target.value)} />
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds">
        <Button type="primary" size="small" htmlType="submit" loading={busy} disabled={!because.trim()}>{t('restore.do')}</Button>
        <Button size="small" onClick={() => setAsking(false)}>{t('people.cancel')}</Button>
      </p>
    </form>
  );
}
