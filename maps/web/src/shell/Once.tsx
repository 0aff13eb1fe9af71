/** A secret that is shown once: to be copied now, for it is kept nowhere. */

import { CloseOutlined, CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { copy } from '../state/clipboard.ts';
import { useWords, type Word } from '../words/index.ts';

interface Props {
  secret: string;
  /** What it is, and what to do with it. */
  word: Word;
  values?: Record<string, string>;
  onClose: () => void;
}

export function Once({ secret, word, values, onClose }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const take = async () => {
    if (await copy(secret)) message.success(t('once.copied'));
    else message.info(t('once.manual'));
  };
  return (
    <div className="once" role="status" data-testid="once">
      <p>{t(word, values)}</p>
      <p className="once-secret"><code className="secret">{secret}</code></p>
      <p className="deeds">
        <Button size="small" icon={<CopyOutlined />} onClick={() => void take()}>{t('once.copy')}</Button>
        <Button size="small" icon={<CloseOutlined />} onClick={onClose}>{t('once.done')}</Button>
      </p>
    </div>
  );
}
