/** The desks: a rail at the side, a bar at the bottom of a phone. */

import {
  AppstoreOutlined, DiffOutlined, EditOutlined, GlobalOutlined, HeartOutlined, LoginOutlined, QuestionCircleOutlined, SettingOutlined, ShareAltOutlined, TagOutlined, UserOutlined,
} from '@ant-design/icons';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { copy } from '../state/clipboard.ts';
import { toSignIn } from '../state/door.ts';
import { useSession } from '../state/session.ts';
import { link } from '../state/share.ts';
import { adjust, go, useSight } from '../state/store.ts';
import { format, type Desk } from '../state/url.ts';
import { useWords } from '../words/index.ts';

const PICTURES: Record<Desk, ReactNode> = {
  overview: <AppstoreOutlined />, coverage: <HeartOutlined />, names: <TagOutlined />, data: <EditOutlined />, compare: <DiffOutlined />, system: <SettingOutlined />,
  account: <UserOutlined />, 'sign-in': <LoginOutlined />,
};
const OPEN_TO_ALL: Desk[] = ['overview', 'coverage', 'names', 'data', 'compare'];

export function Rail({ phone, onHelp }: { phone: boolean; onHelp: () => void }) {
  const { t } = useWords();
  const sight = useSight();
  const { account } = useSession();
  const elsewhere = (desk: Desk) => ({ desk, rows: null, edit: null, case: null, filters: {}, selection: null, card: null, tab: null, run: desk === sight.desk ? sight.run : null });
  const item = (desk: Desk, word: string, enter: () => void = () => go(elsewhere(desk))) => (
    <a key={desk} className="rail-item" data-testid={`desk-${desk}`} title={word}
      href={format({ ...sight, ...elsewhere(desk), run: null })}
      aria-current={desk === sight.desk ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        enter();
      }}>
      {PICTURES[desk]}<span>{word}</span>
    </a>
  );
  return (
    <nav className="rail" aria-label={t('nav.desks')}>
      {[...OPEN_TO_ALL, ...(account && !phone ? ['system' as const] : [])].map((desk) => item(desk, t(`desk.${desk}`)))}
      <span className="rail-gap" />
      {!phone && <ShareButton />}
      <button type="button" className="rail-item" data-testid="lang" aria-label={t('nav.lang.label')}
        onClick={() => adjust({ lang: sight.lang === 'zh' ? 'en' : 'zh' })}>
        <GlobalOutlined /><span>{t('nav.lang')}</span>
      </button>
      {account ? item('account', account.name) : item('sign-in', t('desk.sign-in'), toSignIn)}
      {!phone && (
        <button type="button" className="rail-item" data-testid="help" onClick={onHelp}>
          <QuestionCircleOutlined /><span>{t('nav.help')}</span>
        </button>
      )}
    </nav>
  );
}

function ShareButton() {
  const { t } = useWords();
  const { message } = App.useApp();
  const share = async () => {
    const address = link();
    if (await copy(address)) message.success(t('nav.shared'));
    else message.info({ content: <span>{t('nav.share.manual')}<br /><code className="link">{address}</code></span>, duration: 12 });
  };
  return (
    <button type="button" className="rail-item" data-testid="share" onClick={() => void share()}>
      <ShareAltOutlined /><span>{t('nav.share')}</span>
    </button>
  );
}
