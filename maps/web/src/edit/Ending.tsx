/** The end of a thing, or the withdrawal of an entry: what will follow is said before it is done. */

import { Button, DatePicker, Input, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import type { Problem } from '../problem.ts';
import { useWords } from '../words/index.ts';
import type { Change } from './deeds.ts';
import type { Kept } from './draft.ts';
import { lastOrigin } from './remembered.ts';

interface Props {
  deed: 'end' | 'withdraw';
  thing: Kept;
  day: string;
  problem: Problem | null;
  busy: boolean;
  onDo: (change: Change, because: string) => void;
  onCancel: () => void;
}

export function Ending({ deed, thing, day, problem, busy, onDo, onCancel }: Props) {
  const { t } = useWords();
  const [on, setOn] = useState<string>(day);
  const [document, setDocument] = useState('');
  const [because, setBecause] = useState(lastOrigin().because);
  const [attempted, setAttempted] = useState(false);
  const missing = because.trim() === '';
  const act = () => {
    setAttempted(true);
    if (missing) return;
    const own = { deed, id: thing.id, version: thing.version };
    onDo(deed === 'end' ? { ...own, on, ...(document.trim() ? { document: document.trim() } : {}) } : own, because.trim());
  };
  return (
    <section className="ending" aria-labelledby="ending-title" data-testid="ending">
      <h2 id="ending-title">{t(deed === 'end' ? 'edit.end.title' : 'edit.withdraw.title', { title: thing.title })}</h2>
      <p>{t(deed === 'end' ? 'edit.end.note' : 'edit.withdraw.note')}</p>
      {deed === 'end' && (
        <>
          <div className="field">
            <label className="field-label" htmlFor="ending-on">{t('edit.end.on')}<span className="required" aria-hidden="true">*</span></label>
            <div className="field-input">
              <DatePicker id="ending-on" value={dayjs(on)} format="YYYY-MM-DD" allowClear={false} onChange={(chosen) => setOn(chosen?.format('YYYY-MM-DD') ?? day)} />
            </div>
          </div>
          <div className="field">
            <label className="field-label" htmlFor="ending-document">{t('edit.end.document')}</label>
            <div className="field-input"><Input id="ending-document" value={document} onChange={(event) => setDocument(event.target.value)} /></div>
          </div>
        </>
      )}
      <div className="field">
        <label className="field-label" htmlFor="ending-because">{t('edit.because')}<span className="required" aria-hidden="true">*</span></label>
        <div className="field-input">
          <Input id="ending-because" value={because} aria-required status={attempted && missing ? 'error' : ''} onChange={(event) => setBecause(event.target.value)} />
          {attempted && missing && <p className="field-told error" role="alert">{t('edit.because.missing')}</p>}
        </div>
      </div>
      {problem && <ProblemNote problem={problem} />}
      <Space>
        <Button danger type="primary" loading={busy} onClick={act} data-testid="ending-do">{t(deed === 'end' ? 'edit.end.do' : 'edit.withdraw.do')}</Button>
        <Button onClick={onCancel}>{t('edit.cancel')}</Button>
      </Space>
    </section>
  );
}
