/** The page: language, colours, the atlas, then the shell. */

import { App as AntApp, ConfigProvider, Skeleton } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { lazy, Suspense, useEffect } from 'react';
import { readAtlas } from './api.ts';
import { ProblemNote } from './shell/ProblemNote.tsx';
import { Shell } from './shell/Shell.tsx';
import { useLoaded } from './state/loading.ts';
import { usePhone } from './state/media.ts';
import { learnNames } from './state/names.ts';
import { RegisterProvider } from './state/register.tsx';
import { daysOf } from './state/comparison.ts';
import { useKnown } from './state/session.ts';
import { useSight } from './state/store.ts';
import { themeFor } from './theme.ts';
import { useWords } from './words/index.ts';

const PublicSite = lazy(() => import('./public/PublicSite.tsx'));
const SignInDialog = lazy(() => import('./desks/account/SignInDialog.tsx'));

export function App() {
  const { lang, t } = useWords();
  const phone = usePhone();
  const { desk, page } = useSight();
  dayjs.locale(lang === 'zh' ? 'zh-cn' : 'en');
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    // A page for the public says itself what it is.
    if (page === null) document.title = `${t(`desk.${desk}.title`)} · ${t('app.name')}`;
  }, [lang, desk, page, t]);
  return (
    <ConfigProvider locale={lang === 'zh' ? zh : en} theme={themeFor(phone)} button={{ autoInsertSpace: false }}
      getPopupContainer={() => document.getElementById('popups') ?? document.body}>
      <AntApp component={false}>
        {page === null ? <Opened phone={phone} /> : <Suspense fallback={null}><PublicSite /></Suspense>}
        <Asking />
      </AntApp>
    </ConfigProvider>
  );
}

/** The dialog of a session that ended, fetched when one ends. */
function Asking() {
  const { asking } = useKnown();
  return asking ? <Suspense fallback={null}><SignInDialog /></Suspense> : null;
}

/** The shell once the atlas is known: its present, and the day looked at. */
function Opened({ phone }: { phone: boolean }) {
  const sight = useSight();
  const { t } = useWords();
  const present = useLoaded('atlas:', (signal) => readAtlas(null, signal));
  // Of two days that are compared the later one is looked at.
  const asOf = sight.desk === 'compare' && sight.to ? daysOf(sight, sight.to).to : sight.asOf;
  const looked = useLoaded(asOf ? `atlas:${asOf}` : null, (signal) => readAtlas(asOf, signal));
  const failed = present.problem ? present : looked.problem ? looked : null;
  const atlas = (asOf ? looked.value : null) ?? present.value;
  if (!atlas || !present.value) {
    return (
      <main className="opening" aria-busy={!failed} aria-label={t('app.name')}>
        <h1>{t('app.name')}</h1>
        {failed?.problem ? <ProblemNote problem={failed.problem} retry={failed.retry} /> : <Skeleton active paragraph={{ rows: 6 }} />}
      </main>
    );
  }
  const { code, name } = atlas.county;
  if (name) learnNames([{ id: code, name }]);
  return (
    <RegisterProvider value={{ atlas, asOf: asOf ?? present.value.as_of, present: present.value.as_of }}>
      <Shell phone={phone} problem={failed} />
    </RegisterProvider>
  );
}
