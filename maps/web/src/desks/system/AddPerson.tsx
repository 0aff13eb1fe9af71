/** A new account: a name, an office, a division; its first password is told once. */

import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { addPerson, type NewPassword } from '../../peopleApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useRegister } from '../../state/register.tsx';
import { useWords } from '../../words/index.ts';
import { Line } from '../account/Line.tsx';
import { Office } from './Office.tsx';

export function AddPerson({ onAdded, onCancel }: { onAdded: (answer: NewPassword) => void; onCancel: () => void }) {
  const { t } = useWords();
  const { atlas } = useRegister();
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const [division, setDivision] = useState(atlas.county.code);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      onAdded(await addPerson(name.trim(), role, division));
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  return (
    <form className="short-form framed" data-testid="new-person" onSubmit={(event) => void add(event)}>
      <Line id="person-name" label={t('signin.name')} hint={t('people.name.hint')}>
        <Input id="person-name" value={name} autoFocus maxLength={64} required autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Line>
      <Office of="new" role={role} division={division} onRole={setRole} onDivision={setDivision} />
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!name.trim()}>{t('people.add.do')}</Button>
        <Button onClick={onCancel}>{t('people.cancel')}</Button>
      </p>
    </form>
  );
}
