/** Where the knowledge comes from, what kind of change it is, and why: remembered for the next save of this visit. */

import { DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { PROVENANCE_FIELDS } from './deeds.ts';
import { equal, fill, tellHow, type Draft } from './draft.ts';
import { FieldInput, type Told } from './FieldInput.tsx';
import { lastOrigin } from './remembered.ts';

interface Props {
  draft: Draft;
  layer: LayerInfo;
  told: Record<string, Told[]>;
  attempted: boolean;
}

export function SourceFields({ draft, told, attempted }: Props) {
  const { t } = useWords();
  const { source, source_date } = lastOrigin();
  const offers = source !== null && !equal(draft.properties['source'], source);
  return (
    <section aria-labelledby="form-source">
      <h3 id="form-source">{t('edit.section.source')}</h3>
      {PROVENANCE_FIELDS.map((field) => (
        <FieldInput key={field.name} field={field} value={draft.properties[field.name]} told={told[field.name] ?? []} onChange={(value) => fill(field.name, value)} />
      ))}
      {offers && (
        <p className="small"><button type="button" className="plain link" onClick={() => {
          fill('source', source);
          fill('source_date', source_date);
        }}>{t('edit.sameassource', { source })}</button></p>
      )}
      {draft.base && (
        <div className="field">
          <span className="field-label" id="manner-label">{t('edit.manner')}</span>
          <div className="field-input">
            <Radio.Group vertical value={draft.manner} aria-labelledby="manner-label" onChange={(event) => tellHow({ manner: event.target.value as Draft['manner'] })}
              options={[{ value: 'amend', label: t('edit.manner.amend') }, { value: 'change', label: t('edit.manner.change') }]} />
          </div>
        </div>
      )}
      {(draft.base === null || draft.manner === 'change') && <Since draft={draft} attempted={attempted} />}
      <Because draft={draft} attempted={attempted} />
    </section>
  );
}

function Since({ draft, attempted }: { draft: Draft; attempted: boolean }) {
  const { t } = useWords();
  const missing = attempted && !draft.since;
  return (
    <div className={`field${missing ? ' refused' : ''}`}>
      <label className="field-label" htmlFor="field-since">{t(draft.base ? 'edit.since' : 'edit.since.new')}<span className="required" aria-hidden="true">*</span></label>
      <div className="field-input">
        <DatePicker id="field-since" value={draft.since ? dayjs(draft.since) : null} format="YYYY-MM-DD" placeholder="YYYY-MM-DD" aria-required
          onChange={(chosen) => tellHow({ since: chosen?.format('YYYY-MM-DD') ?? null })} />
        {missing && <p className="field-told error" role="alert">{t('edit.since.missing')}</p>}
      </div>
    </div>
  );
}

function Because({ draft, attempted }: { draft: Draft; attempted: boolean }) {
  const { t } = useWords();
  const missing = attempted && draft.because.trim() === '';
  return (
    <div className={`field${missing ? ' refused' : ''}`}>
      <label className="field-label" htmlFor="field-because">{t('edit.because')}<span className="required" aria-hidden="true">*</span></label>
      <div className="field-input">
        <Input id="field-because" value={draft.because} placeholder={t('edit.because.hint')} maxLength={500} aria-required aria-invalid={missing} status={missing ? 'error' : ''}
          {...(missing ? { 'aria-describedby': 'because-told' } : {})} onChange={(event) => tellHow({ because: event.target.value })} />
        {missing && <p id="because-told" className="field-told error" role="alert">{t('edit.because.missing')}</p>}
      </div>
    </div>
  );
}
