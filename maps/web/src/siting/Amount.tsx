/** An amount that takes effect when it is finished; what is wrong with it stands beneath and is read with it. */

import { Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { fieldId } from './form.ts';
import type { FieldName, Wrong } from './question.ts';

interface Props {
  field: FieldName;
  label: string;
  unit: string;
  typed: string;
  /** What nothing typed means. */
  none: string;
  wrongs: readonly Wrong[];
  onType: (text: string) => void;
  children?: ReactNode;
}

export function Amount({ field, label, unit, typed, none, wrongs, onType, children }: Props) {
  const [text, setText] = useState(typed);
  useEffect(() => setText(typed), [typed]);
  const finish = () => {
    if (text.trim() !== typed) onType(text.trim());
  };
  const own = wrongs.filter((wrong) => wrong.field === field);
  return (
    <div className="setting">
      <label htmlFor={fieldId(field)}>{label}</label>
      <div>
        <Input id={fieldId(field)} value={text} placeholder={none} suffix={unit} inputMode="decimal" autoComplete="off"
          status={own.length > 0 ? 'error' : ''} aria-invalid={own.length > 0} aria-describedby={own.length > 0 ? `${fieldId(field)}-wrong` : undefined}
          onChange={(event) => setText(event.target.value)} onBlur={finish} onPressEnter={finish} />
        <Wrongs field={field} wrongs={own} />
        {children}
      </div>
    </div>
  );
}

/** What is wrong at a field: what, why, what to do. */
export function Wrongs({ field, wrongs }: { field: FieldName; wrongs: readonly Wrong[] }) {
  const { t } = useWords();
  const own = wrongs.filter((wrong) => wrong.field === field);
  if (own.length === 0) return null;
  return (
    <div id={`${fieldId(field)}-wrong`} className="siting-wrong" role="alert" data-testid={`wrong-${field}`}>
      {own.map(({ word, values }) => <p key={`${word}${JSON.stringify(values)}`}>{t(word, values)}</p>)}
    </div>
  );
}
