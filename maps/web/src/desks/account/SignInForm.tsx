/** Name and password, the code of the phone when it is asked for, and a new password when there must be one. */

import { App, Button, Input } from 'antd';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { moment } from '../../format.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { signIn, useSession } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { Line } from './Line.tsx';
import { PasswordForm } from './PasswordForm.tsx';

interface Props {
  /** Who was signed in until now. */
  name: string | null;
  onSignedIn: () => void;
}

export function SignInForm({ name: former, onSignedIn }: Props) {
  const { t } = useWords();
  const { account, oidc } = useSession();
  const [name, setName] = useState(former ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const { message } = App.useApp();
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const empty = former ? 'password' : 'name';
    first.current?.querySelector<HTMLInputElement>(asksCode ? '#sign-in-code' : `#sign-in-${empty}`)?.focus();
  }, [former, asksCode]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const entered = await signIn(name.trim(), password, code.trim() || undefined);
      if (entered.last_sign_in_at) {
        const failures = entered.failed_attempts > 0 ? t('signin.failures', { count: entered.failed_attempts }) : '';
        void message.info(`${t('account.last')} ${moment(entered.last_sign_in_at)}${failures}`, failures ? 10 : 4);
      }
      if (!entered.must_change_password) onSignedIn();
    } catch (thrown) {
      const refused = asProblem(thrown);
      setCode('');
      if (refused.kind === 'totp-required' && !asksCode) setAsksCode(true);
      else setProblem(refused);
    } finally {
      setBusy(false);
    }
  };

  if (account?.must_change_password) {
    return (
      <section className="must-change" data-testid="must-change">
        <p>{t('signin.mustchange')}</p>
        <PasswordForm current={password || null} onChanged={onSignedIn} />
      </section>
    );
  }
  return (
    <div ref={first}>
      <form className="short-form" data-testid="sign-in" onSubmit={(event) => void submit(event)}>
        <Line id="sign-in-name" label={t('signin.name')}>
          <Input id="sign-in-name" value={name} autoComplete="username" maxLength={64} required
            onChange={(event) => setName(event.target.value)} />
        </Line>
        <Line id="sign-in-password" label={t('signin.password')}>
          <Input.Password id="sign-in-password" value={password} autoComplete="current-password" maxLength={1024} required
            onChange={(event) => setPassword(event.target.value)} />
        </Line>
        {asksCode && (
          <Line id="sign-in-code" label={t('signin.code')} hint={t('signin.code.hint')}>
            <Input id="sign-in-code" value={code} inputMode="numeric" autoComplete="one-time-code" maxLength={8} required
              aria-describedby="sign-in-code-hint" onChange={(event) => setCode(event.target.value)} />
          </Line>
        )}
        {problem && <ProblemNote problem={problem} />}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!name.trim() || !password}>{t('signin.enter')}</Button>
      </form>
      {oidc && (
        <p className="other-door">
          <Button href="/api/session/oidc">{t('signin.oidc', { title: oidc.title })}</Button>
        </p>
      )}
    </div>
  );
}
