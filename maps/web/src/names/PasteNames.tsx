/** Many names at once, copied from a spreadsheet: read, shown, and only then taken. */

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { NamingItem } from '../namesApi.ts';
import { useWords } from '../words/index.ts';
import { itemsFrom, type Choice } from './paste.ts';

interface Props {
  kinds: readonly Choice[];
  usual: string;
  onPaste: (items: NamingItem[]) => void;
}

export function PasteNames({ kinds, usual, onPaste }: Props) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const read = itemsFrom(text, kinds, usual);
  return (
    <div className="framed" data-testid="paste">
      <p className="quiet small">{t('names.paste.note')}</p>
      <Input.TextArea autoFocus rows={5} value={text} aria-label={t('names.items.paste')} placeholder={t('names.paste.example')} data-testid="paste-text" onChange={(event) => setText(event.target.value)} />
      {read.unknownKinds.length > 0 && <p className="field-told warning">{t('names.paste.unknown', { kinds: [...new Set(read.unknownKinds)].join(t('list.comma')) })}</p>}
      {read.repeated.length > 0 && <p className="field-told warning">{t('names.paste.repeated', { names: [...new Set(read.repeated)].join(t('list.comma')) })}</p>}
      <p className="deeds"><Button size="small" type="primary" disabled={read.items.length === 0} data-testid="paste-take" onClick={() => onPaste(read.items)}>{t('names.paste.take', { count: read.items.length })}</Button></p>
    </div>
  );
}
