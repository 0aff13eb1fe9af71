/** Leaving with changes: keep them, go on, or give them up. Nothing typed is lost without a word. */

import { Alert, Button, Space } from 'antd';
import { useEffect, useRef } from 'react';
import { useWords } from '../words/index.ts';

interface Props {
  title: string;
  onStay: () => void;
  onKeep: () => void;
  onDrop: () => void;
}

export function Guard({ title, onStay, onKeep, onDrop }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
    box.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div ref={box} className="guard" role="alertdialog" aria-label={t('edit.guard.what', { title })} data-testid="guard">
      <Alert type="warning" showIcon title={t('edit.guard.what', { title })} description={
        <Space wrap>
          <Button size="small" type="primary" onClick={onKeep} data-testid="guard-keep">{t('edit.guard.keep')}</Button>
          <Button size="small" onClick={onStay} data-testid="guard-stay">{t('edit.guard.stay')}</Button>
          <Button size="small" danger onClick={onDrop} data-testid="guard-drop">{t('edit.guard.drop')}</Button>
        </Space>
      } />
    </div>
  );
}
