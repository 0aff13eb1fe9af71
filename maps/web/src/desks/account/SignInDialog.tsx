/** A session that ended during work is opened again; what was being done waits and loses nothing. */

import { Modal } from 'antd';
import { useEffect } from 'react';
import { resolveAsking, useKnown } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { SignInForm } from './SignInForm.tsx';

export default function SignInDialog() {
  const { t } = useWords();
  const { asking } = useKnown();
  // A page that goes away takes its waiting requests with it.
  useEffect(() => () => resolveAsking(false), []);
  if (!asking) return null;
  return (
    <Modal open title={t(asking.name ? 'signin.ended' : 'signin.needed')} footer={null} width={380} onCancel={() => resolveAsking(false)}
      maskClosable={false} data-testid="sign-in-dialog" closable={{ 'aria-label': t('signin.later') }}>
      <p className="quiet">{t(asking.name ? 'signin.ended.why' : 'signin.needed.why')}</p>
      <SignInForm name={asking.name} onSignedIn={() => resolveAsking(true)} />
    </Modal>
  );
}
