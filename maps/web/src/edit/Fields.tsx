/** The fields of a thing: those that are asked for or filled first, the rest behind a word. */

import { Button } from 'antd';
import { useState } from 'react';
import type { Field, LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { equal, fill, type Draft } from './draft.ts';
import { FieldInput, type Told } from './FieldInput.tsx';

interface Props {
  draft: Draft;
  layer: LayerInfo;
  told: Record<string, Told[]>;
}

const FEW = 12;

export function Fields({ draft, layer, told }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const isFirst = ({ name, required }: Field) =>
    required || name === layer.named_by || (draft.base !== null && !equal(draft.base.properties[name], null)) || (told[name]?.length ?? 0) > 0;
  const few = layer.fields.length <= FEW;
  const first = layer.fields.filter((field) => few || isFirst(field));
  const rest = layer.fields.filter((field) => !first.includes(field));
  return (
    <section aria-labelledby="form-fields">
      <h3 id="form-fields">{t('edit.section.fields')}</h3>
      {first.map((field) => <One key={field.name} field={field} draft={draft} layer={layer} told={told[field.name] ?? []} />)}
      {rest.length > 0 && (
        <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="more-fields">{t('edit.section.more', { count: rest.length })}</Button>
      )}
      {open && rest.map((field) => <One key={field.name} field={field} draft={draft} layer={layer} told={told[field.name] ?? []} />)}
    </section>
  );
}

function One({ field, draft, layer, told }: { field: Field; draft: Draft; layer: LayerInfo; told: Told[] }) {
  const { t } = useWords();
  const fixed = draft.base !== null && field.name === layer.identified_by ? t('edit.fixed') : null;
  return <FieldInput field={field} value={draft.properties[field.name]} told={told} fixed={fixed} onChange={(value) => fill(field.name, value)} />;
}
