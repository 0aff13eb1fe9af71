/** The desks: a rail at the side, a bar at the bottom of a phone. */

import { GlobalOutlined, HeartOutlined, AppstoreOutlined, QuestionCircleOutlined, ShareAltOutlined } from '@ant-design/icons';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { copy } from '../state/clipboard.ts';
import { link } from '../state/share.ts';
import { adjust, go, useSight } from '../state/store.ts';
import { DESKS, format, type Desk } from '../state/url.ts';
import { useWords } from '../words/index.ts';

const PICTURES: Record<Desk, ReactNode> = { overview: <AppstoreOutlined />, coverage: <HeartOutlined /> };

export function Rail({ phone, onHelp }: { phone: boolean; onHelp: () => void }) {
  const { t } = useWords();
  const sight = useSight();
  const enter = (desk: Desk) => go({ desk, rows: null, selection: null, run: desk === sight.desk ? sight.run : null });
  return (
    <nav className="rail" aria-label={t('nav.desks')}>
      {DESKS.map((desk) => (
        <a key={desk} className="rail-item" data-testid={`desk-${desk}`}
          href={format({ ...sight, desk, rows: null, selection: null, run: null })}
          aria-current={desk === sight.desk ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            enter(desk);
          }}>
          {PICTURES[desk]}<span>{t(`desk.${desk}`)}</span>
        </a>
      ))}
      <span className="rail-gap" />
      <ShareButton />
      <button type="button" className="rail-item" data-testid="lang" aria-label={t('nav.lang.label')}
        onClick={() => adjust({ lang: sight.lang === 'zh' ? 'en' : 'zh' })}>
        <GlobalOutlined /><span>{t('nav.lang')}</span>
      </button>
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
