/** All keys, shown in the panel so that the map stays uncovered. */

import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords, type Word } from '../words/index.ts';

const KEYS: [string, Word][] = [
  ['/', 'keys.search'], ['j', 'keys.down'], ['k', 'keys.up'], ['Enter', 'keys.open'], ['Esc', 'keys.back'], ['?', 'keys.help'],
  ['Ctrl+Z', 'keys.undo'], ['Ctrl+Shift+Z', 'keys.redo'], ['Delete', 'keys.delete'],
];

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  return (
    <section className="shortcuts" aria-label={t('keys.title')} data-testid="shortcuts">
      <h2>{t('keys.title')}</h2>
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('card.close')} onClick={onClose} />
      <dl>
        {KEYS.map(([key, word]) => (
          <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(word)}</dd></div>
        ))}
      </dl>
    </section>
  );
}
