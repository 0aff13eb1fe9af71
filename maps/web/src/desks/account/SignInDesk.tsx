/** The way in: a panel beside the map, which goes on showing what everybody may see. */

import { Button } from 'antd';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { comeBack } from '../../state/door.ts';
import { readSession, useKnown } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { SignInForm } from './SignInForm.tsx';

export default function SignInDesk() {
  const { t } = useWords();
  const { session, problem, read } = useKnown();
  const inside = session.account && !session.account.must_change_password;
  return (
    <section className="sign-in" aria-label={t('desk.sign-in.title')}>
      {problem && <ProblemNote problem={problem} retry={() => void readSession()} />}
      {inside ? (
        <>
          <p>{t('signin.already', { name: session.account?.name ?? '' })}</p>
          <Button onClick={comeBack}>{t('signin.back')}</Button>
        </>
      ) : (
        <>
          {!session.account && <p className="quiet">{t('public.word')}</p>}
          {read && <SignInForm name={null} onSignedIn={comeBack} />}
          {!session.account && <p className="quiet small">{t('signin.forgotten')}</p>}
          <button type="button" className="plain link" onClick={comeBack}>{t('signin.without')}</button>
        </>
      )}
    </section>
  );
}
