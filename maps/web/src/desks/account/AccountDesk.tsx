/** My account: who I am, what I may do, my password, my second factor, my tokens, and the way out. */

import { Button, Collapse } from 'antd';
import { useState } from 'react';
import { usePhone } from '../../state/media.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { moment } from '../../format.ts';
import { toSignIn } from '../../state/door.ts';
import { signOut, useKnown, type Account } from '../../state/session.ts';
import { adjust, go } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { OwnRights } from './OwnRights.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { Tokens } from './Tokens.tsx';

export default function AccountDesk() {
  const { t } = useWords();
  const { session, read } = useKnown();
  if (!read) return null;
  if (!session.account) {
    return (
      <section>
        <p>{t('public.word')}</p>
        <Button type="primary" onClick={toSignIn}>{t('signin.enter')}</Button>
      </section>
    );
  }
  return <Mine account={session.account} />;
}

function Mine({ account }: { account: Account }) {
  const { t } = useWords();
  const phone = usePhone();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [open, setOpen] = useState<string[]>([]);
  const [changed, setChanged] = useState(false);
  const leave = () => {
    signOut().then(() => adjust({ desk: 'overview', tab: null }), (thrown: unknown) => setProblem(asProblem(thrown)));
  };
  return (
    <section data-testid="account" aria-label={t('desk.account.title')}>
      <dl className="attributes who">
        <div><dt>{t('signin.name')}</dt><dd><b>{account.name}</b></dd></div>
        <div><dt>{t('account.role')}</dt><dd><Role account={account} /></dd></div>
        <div><dt>{t('account.division')}</dt><dd>{account.division_name ?? ''} {account.division ?? ''}</dd></div>
        <div><dt>{t('account.last')}</dt><dd>{account.last_sign_in_at ? moment(account.last_sign_in_at) : t('account.first')}
          {account.failed_attempts > 0 && <b>{t('signin.failures', { count: account.failed_attempts })}</b>}</dd></div>
      </dl>
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds"><Button data-testid="sign-out" onClick={leave}>{t('account.leave')}</Button>
        {phone && <Button onClick={() => go({ desk: 'system', tab: null })}>{t('desk.system')}</Button>}</p>
      {changed && <p className="kept" role="status">{t('password.changed')}</p>}
      <Collapse ghost className="folds" activeKey={open} onChange={(keys) => setOpen([keys].flat())} items={[
        { key: 'rights', label: t('account.rights'), children: <OwnRights /> },
        ...(account.has_password ? [{ key: 'password', label: t('password.title'), children: (
          <PasswordForm current={null} onChanged={() => {
            setChanged(true);
            setOpen([]);
          }} />) }] : []),
        { key: 'totp', label: <span data-testid="fold-totp">{t('totp.title')} <span className="quiet">{t(account.has_totp ? 'totp.on' : 'totp.off')}</span></span>,
          children: <SecondFactor on={account.has_totp} /> },
        { key: 'tokens', label: <span data-testid="fold-tokens">{t('tokens.title')}</span>, children: <Tokens /> },
      ]} />
    </section>
  );
}

/** An office in the language of the page. */
export function Role({ account }: { account: { role: string; role_label?: string } }) {
  const { t, lang } = useWords();
  const word = `role.${account.role}`;
  return <>{lang === 'en' || !account.role_label ? t(word as 'role.viewer') : account.role_label}</>;
}
