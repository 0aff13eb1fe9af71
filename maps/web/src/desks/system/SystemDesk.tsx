/** The system: people, what each office may do, what was done, and how the service is. For administrators. */

import { Button, Segmented } from 'antd';
import { lazy, Suspense } from 'react';
import { toSignIn } from '../../state/door.ts';
import { useKnown } from '../../state/session.ts';
import { go, useSight } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { People } from './People.tsx';

const RightsTable = lazy(() => import('./RightsTable.tsx'));
const Audit = lazy(() => import('./Audit.tsx'));
const Health = lazy(() => import('./Health.tsx'));

const PARTS = ['people', 'rights', 'audit', 'health'] as const;
type Part = (typeof PARTS)[number];

const DRAWN: Record<Part, () => React.ReactNode> = {
  people: () => <People />, rights: () => <RightsTable />, audit: () => <Audit />, health: () => <Health />,
};

export default function SystemDesk() {
  const { t } = useWords();
  const { tab } = useSight();
  const { session, read } = useKnown();
  const shown = PARTS.find((part) => part === tab) ?? 'people';
  if (!read) return null;
  if (session.account?.role !== 'administrator') {
    return (
      <section data-testid="not-yours">
        <p>{session.account ? t('system.closed', { role: session.account.role_label }) : t('system.closed.nobody')}</p>
        <p className="quiet">{t('system.closed.why')}</p>
        {!session.account && <Button type="primary" onClick={toSignIn}>{t('signin.enter')}</Button>}
      </section>
    );
  }
  return (
    <>
      <Segmented className="parts" block value={shown} aria-label={t('desk.system.title')}
        onChange={(part) => go({ tab: part === 'people' ? null : part })}
        options={PARTS.map((part) => ({ value: part, label: t(`system.${part}`) }))} />
      <Suspense fallback={<p className="quiet">{t('state.loading')}</p>}>{DRAWN[shown]()}</Suspense>
    </>
  );
}
