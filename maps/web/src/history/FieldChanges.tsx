/** Before and after, field by field, with labels and units. */

import { DASH } from '../format.ts';
import { useRegister } from '../state/register.tsx';
import type { Field, LayerInfo, Properties, Thing } from '../types.ts';
import { written } from '../shell/Attributes.tsx';
import { useWords, type Word } from '../words/index.ts';
import { changedFields, PLACE } from './events.ts';
import { far } from './far.ts';

/** What every row says of itself beside its layer's fields. */
const KEPT: Record<string, { word: Word; kind: string }> = {
  source: { word: 'card.source', kind: 'text' },
  source_date: { word: 'card.sourcedate', kind: 'day' },
  disclosure: { word: 'card.disclosure', kind: 'text' },
  invented: { word: 'sample', kind: 'yes_no' },
};

interface Props {
  layer: LayerInfo;
  before: Pick<Thing, 'properties' | 'geometry'>;
  after: Pick<Thing, 'properties' | 'geometry'>;
  /** What the two columns are headed with: days or words. */
  heads?: [string, string];
}

export function FieldChanges({ layer, before, after, heads }: Props) {
  const words = useWords();
  const { t } = words;
  const { atlas } = useRegister();
  const named = atlas.layers.find((each) => each.id === layer.id) ?? layer;
  const fields = changedFields(before, after);
  if (fields.length === 0) return <p className="quiet">{t('history.samefields')}</p>;
  const line = (name: string): { label: string; field: Field } => {
    const field = named.fields.find((each) => each.name === name);
    if (field) return { label: words.label(field), field };
    const kept = KEPT[name];
    return { label: kept ? t(kept.word) : name, field: { name, kind: kept?.kind ?? 'text', unit: null, required: false, choices: null, label: name } as unknown as Field };
  };
  const cell = (field: Field, properties: Properties) => {
    const value = properties[field.name];
    if (field.name === 'disclosure') return t(`disclosure.${String(value)}` as Word);
    return value === null || value === undefined || value === '' ? DASH : written(field, value, words, true);
  };
  return (
    <table className="rows field-changes">
      <thead><tr><th scope="col">{t('history.field')}</th><th scope="col">{heads?.[0] ?? t('history.before')}</th><th scope="col">{heads?.[1] ?? t('history.after')}</th></tr></thead>
      <tbody>
        {fields.map((name) => {
          if (name === PLACE) {
            const moved = far(before.geometry, after.geometry);
            return (
              <tr key={name}><th scope="row">{t('history.place')}</th>
                <td colSpan={2}>{moved === null ? t('history.redrawn') : t('history.moved', { metres: moved })}</td></tr>
            );
          }
          const { label, field } = line(name);
          return <tr key={name}><th scope="row">{label}</th><td className="was">{cell(field, before.properties)}</td><td>{cell(field, after.properties)}</td></tr>;
        })}
      </tbody>
    </table>
  );
}
