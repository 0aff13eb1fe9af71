/** A new password, typed twice. */

import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { asProblem, Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { changePassword, useSession } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { Line } from './Line.tsx';

interface Props {
  /** The password just used to sign in, which need not be typed again. */
  current: string | null;
  onChanged: () => void;
}

export function PasswordForm({ current: known, onChanged }: Props) {
  const { t } = useWords();
  const { account } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next !== again) {
      setProblem(new Problem(t('password.differ.what'), t('password.differ.why'), t('password.differ.remedy')));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await changePassword(known ?? current, next);
      [setCurrent, setNext, setAgain].forEach((set) => set(''));
      onChanged();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const field = (id: string, label: string, value: string, set: (text: string) => void, complete: string, hint?: string) => (
    <Line id={id} label={label} {...(hint ? { hint } : {})}>
      <Input.Password id={id} value={value} autoComplete={complete} maxLength={1024} required
        aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => set(event.target.value)} />
    </Line>
  );
  return (
    <form className="short-form" data-testid="password" onSubmit={(event) => void submit(event)}>
      <input type="text" className="unseen" autoComplete="username" value={account?.name ?? ''} readOnly tabIndex={-1} aria-hidden="true" />
      {known === null && field('password-current', t('password.current'), current, setCurrent, 'current-password')}
      {field('password-next', t('password.next'), next, setNext, 'new-password', t('password.hint'))}
      {field('password-again', t('password.again'), again, setAgain, 'new-password')}
      {problem && <ProblemNote problem={problem} />}
      <Button type="primary" htmlType="submit" loading={busy} disabled={!next || !again || (known === null && !current)}>{t('password.set')}</Button>
    </form>
  );
}
