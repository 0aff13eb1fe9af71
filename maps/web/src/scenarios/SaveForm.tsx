/** A run of siting is saved under a name. */

import { Button, Input } from 'antd';
import { useState } from 'react';
import { asProblem, type Problem } from '../problem.ts';
import { saveScenario } from '../scenariosApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh } from '../state/loading.ts';
import { useWords } from '../words/index.ts';

export function SaveForm({ run, onDone }: { run: string; onDone: (saved: number | null) => void }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const saved = await saveScenario(run, name.trim(), note.trim());
      refresh('plans:');
      onDone(saved.number);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="framed plan-form" data-testid="plan-save" aria-label={t('plans.save.title')} onSubmit={(event) => {
      event.preventDefault();
      if (name.trim()) void save();
    }}>
      <h2>{t('plans.save.title')} <span className="quiet small">{t('plans.save.run', { run })}</span></h2>
      <label className="form-line"><span>{t('plans.name')}</span>
        <Input value={name} maxLength={60} autoFocus data-testid="plan-name" onChange={(event) => setName(event.target.value)} /></label>
      <label className="form-line"><span>{t('plans.note')}</span>
        <Input.TextArea value={note} maxLength={2000} autoSize={{ minRows: 1, maxRows: 5 }} data-testid="plan-note" onChange={(event) => setNote(event.target.value)} /></label>
      <div className="deeds">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!name.trim()} data-testid="plan-save-it">{t('plans.save')}</Button>
        <Button onClick={() => onDone(null)}>{t('plans.save.cancel')}</Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
