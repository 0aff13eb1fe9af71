/** A code from the phone beside the password: set up with a picture, confirmed once, taken away again. */

import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { beginTotp, confirmTotp, endTotp, type Enrolment } from '../../peopleApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { readSession, useSession } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { Line } from './Line.tsx';

export function SecondFactor({ on }: { on: boolean }) {
  const { t } = useWords();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const { account } = useSession();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (deed: () => Promise<unknown>) => async (event?: FormEvent) => {
    event?.preventDefault();
    setProblem(null);
    try {
      await deed();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const begin = attempt(async () => {
    setEnrolment(await beginTotp(account?.has_password === false ? null : password));
    setPassword('');
  });
  const confirm = attempt(async () => {
    await confirmTotp(code.trim());
    setEnrolment(null);
    setCode('');
    await readSession();
  });
  const end = attempt(async () => {
    await endTotp(code.trim());
    setCode('');
    await readSession();
  });
  const field = (
    <Line id="totp-code" label={t('signin.code')}>
      <Input id="totp-code" value={code} inputMode="numeric" autoComplete="one-time-code" maxLength={8} required
        onChange={(event) => setCode(event.target.value)} />
    </Line>
  );
  return (
    <div data-testid="totp">
      <p className="quiet">{t(on ? 'totp.note.on' : 'totp.note')}</p>
      {problem && <ProblemNote problem={problem} />}
      {on && (
        <form className="short-form" onSubmit={(event) => void end(event)}>
          {field}
          <Button htmlType="submit" disabled={!code.trim()}>{t('totp.end')}</Button>
        </form>
      )}
      {!on && !enrolment && (
        <form className="short-form" onSubmit={(event) => void begin(event)}>
          {account?.has_password !== false && (
            <Line id="totp-password" label={t('password.current')}>
              <Input.Password id="totp-password" value={password} autoComplete="current-password" required onChange={(event) => setPassword(event.target.value)} />
            </Line>
          )}
          <Button htmlType="submit" disabled={account?.has_password !== false && !password}>{t('totp.begin')}</Button>
        </form>
      )}
      {!on && enrolment && (
        <form className="short-form" onSubmit={(event) => void confirm(event)}>
          <p>{t('totp.scan')}</p>
          <img className="qr" src={enrolment.qr} alt={t('totp.picture')} />
          <p>{t('totp.secret')} <code className="secret">{enrolment.secret}</code></p>
          {field}
          <Button type="primary" htmlType="submit" disabled={!code.trim()}>{t('totp.confirm')}</Button>
        </form>
      )}
    </div>
  );
}
