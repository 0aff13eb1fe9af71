/** One name of an application: checked as it is typed, its spelling asked, its meaning, reason and place. */

import '../edit/edit.css';
import { Button, Input } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { checkName, type Asked, type Checked, type NamingItem } from '../namesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { usePaused } from '../state/paused.ts';
import { useWords } from '../words/index.ts';
import { Findings, MarkedName } from './Findings.tsx';
import { NamePicker } from './NamePicker.tsx';
import { Scope, SpellingNote } from './Verdict.tsx';

const PlaceField = lazy(() => import('./PlaceField.tsx'));

interface Props {
  item: NamingItem;
  caseKind: string;
  asked: Asked;
  result: Checked | null;
  placing: boolean;
  onPlacing: (placing: boolean) => void;
  onChange: (change: Partial<NamingItem>) => void;
  onChecked: (result: Checked) => void;
  onMapWanted: (wanted: boolean) => void;
}

const FIELDS = ['reason', 'meaning', 'origin', 'position_text'] as const;
const PAUSE_MS = 350;

export function ItemForm({ item, caseKind, asked, result, placing, onPlacing, onChange, onChecked, onMapWanted }: Props) {
  const { t } = useWords();
  const paused = usePaused(JSON.stringify(asked), PAUSE_MS);
  const wanted = (JSON.parse(paused) as Asked).name && caseKind !== 'retirement' ? `naming:check:${paused}` : null;
  const found = useLoaded(wanted, (signal) => checkName(JSON.parse(paused) as Asked, signal));
  useEffect(() => {
    if (found.value && !found.loading && paused === JSON.stringify(asked)) onChecked(found.value);
  }, [found.value, found.loading, paused]);
  const shown = result ?? found.value;
  return (
    <div className="item-form">
      {caseKind !== 'naming' && <NamePicker code={item.place_code ?? null} onPick={({ code, name, kind }) =>
        onChange({ place_code: code, kind, ...(caseKind === 'retirement' ? { name } : {}) })} />}
      {found.problem && <ProblemNote problem={found.problem} retry={found.retry} />}
      {shown && (
        <div className={found.loading ? 'stale' : ''} data-testid="item-checked" data-name={found.loading ? '' : shown.name}>
          <p className="check-head"><MarkedName name={shown.name} findings={shown.findings} /></p>
          {shown.spelling && <SpellingNote spelling={shown.spelling} chosen={item.romanized ?? null} onChoose={(romanized) => onChange({ romanized })} />}
          <Scope scope={shown.scope} />
          <Findings findings={shown.findings} />
        </div>
      )}
      <div className="field">
        <label className="field-label" htmlFor="item-romanized">{t('names.item.romanized')}</label>
        <Input id="item-romanized" data-testid="item-romanized" lang="zh-Latn" maxLength={200} value={item.romanized ?? ''} placeholder={item.spelt ?? ''} onChange={(event) => onChange({ romanized: event.target.value || null })} />
      </div>
      {FIELDS.map((field) => (
        <div className="field" key={field}>
          <label className="field-label" htmlFor={`item-${field}`}>{t(`names.item.${field}`)}{(field === 'reason' || field === 'position_text') && <span className="required" aria-hidden="true">*</span>}</label>
          <Input.TextArea id={`item-${field}`} data-testid={`item-${field}`} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={2000} value={item[field] ?? ''} placeholder={t(`names.item.${field}.example`)}
            onChange={(event) => onChange({ [field]: event.target.value })} />
        </div>
      ))}
      <div className="field">
        <span className="field-label">{t('names.check.place')}</span>
        {placing ? <div><Suspense fallback={null}><PlaceField value={item.geometry ?? null} onChange={(geometry) => onChange({ geometry })} onMapWanted={onMapWanted} /></Suspense><Button size="small" data-testid="place-done" onClick={() => onPlacing(false)}>{t('names.place.done')}</Button></div> : (
          <p className="deeds tight"><Button size="small" data-testid="item-draw" onClick={() => onPlacing(true)}>{t(item.geometry ? 'names.place.change' : 'names.place.draw')}</Button>
            {item.geometry && <span className="quiet small" role="status">{t('names.place.has')}</span>}</p>
        )}
      </div>
    </div>
  );
}
