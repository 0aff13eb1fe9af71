/** A word to whoever is not signed in: that this is the public view, and the way to more. */

import { toSignIn } from '../state/door.ts';
import { useKnown } from '../state/session.ts';
import { useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';

const WHERE = ['overview', 'coverage', 'compare'];

export function PublicNote() {
  const { t } = useWords();
  const { desk } = useSight();
  const { session, read } = useKnown();
  const { account } = session;
  if (!read || !WHERE.includes(desk) || (account && !account.must_change_password)) return null;
  if (account) {
    return (
      <p className="public-note small" data-testid="public-note">
        {t('signin.mustchange')} <button type="button" className="plain link" onClick={toSignIn}>{t('password.title')}</button>
      </p>
    );
  }
  return (
    <p className="public-note quiet small" data-testid="public-note">
      <b>{t('public.short')}</b> {t('public.note')} <button type="button" className="plain link" onClick={toSignIn}>{t('signin.enter')}</button>
    </p>
  );
}
