/** The pages for the public: find a name, read it whole, report a sign and see what became of it. Nobody signs in. */

import './public.css';
import { GlobalOutlined } from '@ant-design/icons';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { readAtlas } from '../api.ts';
import { useLoaded } from '../state/loading.ts';
import { useOnline } from '../state/media.ts';
import { adjust, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { FindPage } from './FindPage.tsx';
import { roomOf, type Room } from './way.ts';
import { Way } from './Way.tsx';

const NamePage = lazy(() => import('./NamePage.tsx'));
const ReportPage = lazy(() => import('./ReportPage.tsx'));
const StatusPage = lazy(() => import('./StatusPage.tsx'));

export default function PublicSite() {
  const { t, lang } = useWords();
  const { page } = useSight();
  const online = useOnline();
  const { room, id } = roomOf(page ?? '');
  const county = useLoaded('atlas:', (signal) => readAtlas(null, signal)).value?.county.name ?? '';
  const main = useRef<HTMLElement>(null);
  const opened = useRef(page);
  useEffect(() => {
    if (opened.current === page) return;
    opened.current = page;
    // Who goes on to another page begins at its top, with the eyes and with the keyboard.
    document.querySelector('.public')?.scrollTo(0, 0);
    main.current?.focus();
  }, [page]);
  useEffect(() => {
    const own = room === 'names' ? t('public.title') : room === 'report' ? t('report.title') : t('report.look');
    if (room !== 'names' || !id) document.title = [own, county].filter(Boolean).join(' · ');
  }, [room, id, county, t]);
  const rooms: [Room, string][] = [['names', t('public.nav.find')], ['report', t('public.nav.report')], ['reports', t('public.nav.status')]];
  const drawn: Record<Room, () => React.ReactNode> = {
    names: () => (id ? <NamePage key={id} code={id} /> : <FindPage county={county} />),
    report: () => <ReportPage />,
    reports: () => <StatusPage key={id ?? ''} token={id} />,
  };
  return (
    <div className="public">
      <a className="skip" href="#public-page">{t('public.skip')}</a>
      <header className="public-head">
        <Way to="names" className="public-name"><b>{t('public.of', { county })}</b></Way>
        <nav aria-label={t('public.nav')}>
          {rooms.map(([each, word]) => <Way key={each} to={each} current={each === room} testid={`public-${each}`}>{word}</Way>)}
        </nav>
        <button type="button" className="plain public-lang" data-testid="lang" aria-label={t('nav.lang.label')} onClick={() => adjust({ lang: lang === 'zh' ? 'en' : 'zh' })}>
          <GlobalOutlined /> {t('nav.lang')}
        </button>
      </header>
      <main id="public-page" ref={main} tabIndex={-1}>
        {!online && <p className="offline" role="status">{t('state.offline')}</p>}
        <Suspense fallback={<p className="quiet" role="status">{t('state.loading')}</p>}>{drawn[room]()}</Suspense>
      </main>
      <footer className="public-foot quiet">{t('public.foot')}</footer>
      <div id="popups" />
    </div>
  );
}
