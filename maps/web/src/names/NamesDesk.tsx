/** Place names: the queue by clock, a case, the check of a name, the register, a new application. */

import './names.css';
import './work.css';
import { Button } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { toSignIn } from '../state/door.ts';
import { useKnown } from '../state/session.ts';
import { go, useSight } from '../state/store.ts';
import { format } from '../state/url.ts';
import { useWords } from '../words/index.ts';
import { Queue } from './Queue.tsx';

const Check = lazy(() => import('./Check.tsx'));
const RegisterOfNames = lazy(() => import('./RegisterOfNames.tsx'));
const ApplicationForm = lazy(() => import('./ApplicationForm.tsx'));
const CasePage = lazy(() => import('./CasePage.tsx'));
const Outgoing = lazy(() => import('./Outgoing.tsx'));
const NumbersPage = lazy(() => import('./numbers/NumbersPage.tsx'));
const ReportsPage = lazy(() => import('./reports/ReportsPage.tsx'));
const PoolPage = lazy(() => import('./pool/PoolPage.tsx'));
const CalendarPage = lazy(() => import('./calendar/CalendarPage.tsx'));
const SignsPage = lazy(() => import('./signs/SignsPage.tsx'));
const SweepPage = lazy(() => import('./sweep/SweepPage.tsx'));

const PARTS = ['queue', 'check', 'register', 'pool', 'sweep', 'signs', 'numbers', 'reports', 'outgoing', 'calendar'] as const;
type Part = (typeof PARTS)[number];
/** What is shown to whoever is signed in only. */
const OFFICE: readonly Part[] = ['queue', 'pool', 'sweep', 'signs', 'numbers', 'reports', 'outgoing', 'calendar'];

interface Props {
  /** Make room for the map where the panel covers it, and take it back. */
  onMapWanted: (wanted: boolean) => void;
}

export default function NamesDesk({ onMapWanted }: Props) {
  const { t } = useWords();
  const { tab, case: number } = useSight();
  const { session, read } = useKnown();
  if (!read) return null;
  const inside = session.account !== null;
  const wanted = PARTS.find((part) => part === tab) ?? (inside ? 'queue' : 'register');
  const drawn: Record<Part, () => ReactNode> = {
    queue: () => <Queue />,
    check: () => <Check onMapWanted={onMapWanted} />,
    register: () => <RegisterOfNames />,
    sweep: () => <SweepPage />,
    pool: () => <PoolPage />,
    calendar: () => <CalendarPage />,
    signs: () => <SignsPage />,
    reports: () => <ReportsPage />,
    numbers: () => <NumbersPage onMapWanted={onMapWanted} />,
    outgoing: () => <Outgoing />,
  };
  const waiting = <p className="quiet">{t('state.loading')}</p>;
  if (number || tab === 'apply') {
    const opened = tab === 'apply' ? <ApplicationForm key={number ?? '+'} number={number} onMapWanted={onMapWanted} /> : <CasePage key={number} number={number!} />;
    return inside ? <Suspense fallback={waiting}>{opened}</Suspense> : <SignInFirst />;
  }
  return (
    <>
      <PartsNav wanted={wanted} />
      {OFFICE.includes(wanted) && !inside ? <SignInFirst /> : <Suspense fallback={waiting}>{drawn[wanted]()}</Suspense>}
    </>
  );
}

/** The parts of the desk as links: more of them than a bar of one line holds. */
function PartsNav({ wanted }: { wanted: Part }) {
  const { t } = useWords();
  const sight = useSight();
  const there = (part: Part) => ({ tab: part, filters: {}, case: null, selection: null, card: null });
  return (
    <nav className="parts-nav" aria-label={t('desk.names.title')}>
      {PARTS.map((part) => (
        <a key={part} href={format({ ...sight, ...there(part) })} aria-current={part === wanted ? 'page' : undefined} data-testid={`names-${part}`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go(there(part));
          }}>{t(`names.${part}`)}</a>
      ))}
    </nav>
  );
}

function SignInFirst() {
  const { t } = useWords();
  return (
    <div className="note" data-testid="names-signin">
      <p>{t('names.signin')}</p>
      <Button type="primary" onClick={toSignIn}>{t('signin.enter')}</Button>
    </div>
  );
}
