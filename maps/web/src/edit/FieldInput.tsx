/** One field of a form: its label, the input its kind asks for, and what is wrong with it. */

import { AutoComplete, DatePicker, Input, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { divisionsKnown } from '../state/names.ts';
import type { Field } from '../types.ts';
import { useWords } from '../words/index.ts';

export interface Told {
  message: string;
  severity: string;
}

interface Props {
  field: Field;
  value: unknown;
  /** What is wrong, or to be thought of. */
  told: Told[];
  /** Why it cannot be changed; null when it can. */
  fixed?: string | null;
  onChange: (value: unknown) => void;
}

export const inputId = (name: string): string => `field-${name}`;
const told = (name: string): string => `field-${name}-told`;
const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

export function FieldInput({ field, value, told: findings, fixed = null, onChange }: Props) {
  const { t, label, unit } = useWords();
  const refused = findings.some((finding) => finding.severity === 'error');
  return (
    <div className={`field${refused ? ' refused' : ''}`} data-testid={inputId(field.name)}>
      <Labelled field={field}>
        {label(field)}{field.unit && <span className="quiet">（{unit({ unit: field.unit })}）</span>}
        {field.required && <span className="required" title={t('edit.required')} aria-hidden="true">*</span>}
      </Labelled>
      <div className="field-input">
        <Widget field={field} value={value} refused={refused} described={findings.length > 0} fixed={fixed !== null} onChange={onChange} />
        {field.personal && <p className="quiet small">{t('edit.personal')}</p>}
        {fixed && <p className="quiet small">{fixed}</p>}
        {findings.length > 0 && (
          <ul id={told(field.name)} className="field-told">
            {findings.map(({ message, severity }) => <li key={message} className={severity}>{message}</li>)}
          </ul>
        )}
      </div>
    </div>
  );
}

/** Radio buttons are labelled as a group; everything else by its own input. */
function Labelled({ field, children }: { field: Field; children: ReactNode }) {
  return field.kind === 'yes_no'
    ? <span className="field-label" id={`${inputId(field.name)}-label`}>{children}</span>
    : <label className="field-label" htmlFor={inputId(field.name)}>{children}</label>;
}

interface WidgetProps {
  field: Field;
  value: unknown;
  refused: boolean;
  described: boolean;
  fixed: boolean;
  onChange: (value: unknown) => void;
}

function Widget({ field, value, refused, described, fixed, onChange }: WidgetProps) {
  const { t, label } = useWords();
  const common = {
    id: inputId(field.name), disabled: fixed, status: refused ? ('error' as const) : ('' as const),
    'aria-required': field.required, 'aria-invalid': refused, ...(described ? { 'aria-describedby': told(field.name) } : {}),
  };
  const text = textOf(value);
  switch (field.kind) {
    case 'choice':
      return (
        <Select {...common} value={text || undefined} allowClear={!field.required} placeholder={t('edit.select')} showSearch={(field.choices?.length ?? 0) > 8 ? { optionFilterProp: 'label' } : false}
          options={field.choices?.map((choice) => ({ value: String(choice.code), label: label(choice) })) ?? []}
          onChange={(chosen: string | undefined) => onChange(chosen ?? null)} />
      );
    case 'yes_no':
      return (
        <Radio.Group value={value === true ? 'yes' : value === false ? 'no' : 'open'} disabled={fixed} aria-labelledby={`${inputId(field.name)}-label`}
          onChange={(event) => onChange(event.target.value === 'open' ? null : event.target.value === 'yes')}
          options={[{ value: 'yes', label: t('edit.yes') }, { value: 'no', label: t('edit.no') }, ...(field.required ? [] : [{ value: 'open', label: t('edit.open') }])]} />
      );
    case 'day':
      return (
        <DatePicker {...common} value={text && dayjs(text).isValid() ? dayjs(text) : null} format="YYYY-MM-DD" placeholder="YYYY-MM-DD" allowClear={!field.required}
          onChange={(chosen) => onChange(chosen ? chosen.format('YYYY-MM-DD') : null)} />
      );
    case 'note':
      return <Input.TextArea {...common} value={text} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => onChange(event.target.value)} />;
    case 'code':
      return isDivision(field) ? <DivisionInput common={common} field={field} value={text} onChange={onChange} />
        : <Input {...common} value={text} placeholder={sample(field)} onChange={(event) => onChange(event.target.value)} />;
    default:
      return (
        <Input {...common} value={text} placeholder={sample(field)} inputMode={field.kind === 'count' ? 'numeric' : field.kind === 'measure' ? 'decimal' : field.kind === 'phone' ? 'tel' : 'text'}
          className={field.kind === 'count' || field.kind === 'measure' ? 'amount-input' : undefined} onChange={(event) => onChange(event.target.value)} />
      );
  }
}

const sample = (field: Field): string => (field.example === null || field.example === undefined || typeof field.example === 'boolean' ? '' : String(field.example));

/** A code of six, nine or twelve digits is a division's, and chosen by its name. */
const isDivision = ({ pattern }: Field): boolean => /^\^\\d\{(6|9|12)\}/.test(pattern ?? '');

function DivisionInput({ common, field, value, onChange }: { common: object; field: Field; value: string; onChange: (value: unknown) => void }) {
  const fits = new RegExp(field.pattern ?? '');
  const options = divisionsKnown().filter(({ code }) => fits.test(code)).map(({ code, name }) => ({ value: code, label: `${name} ${code}` }));
  const name = options.find((option) => option.value === value)?.label.replace(` ${value}`, '');
  return (
    <>
      <AutoComplete {...common} value={value} options={options} onChange={(chosen: string) => onChange(chosen)} popupMatchSelectWidth={260}
        showSearch={{ filterOption: (words, option) => String(option?.label ?? '').includes(words) }} />
      {name && <span className="quiet small">{name}</span>}
    </>
  );
}
