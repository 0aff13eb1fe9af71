/** The attributes of a thing with their labels; codes as words, amounts with their unit. */

import { count, day, measure, numeric } from '../format.ts';
import { named } from '../state/names.ts';
import type { Field, LayerInfo, Properties } from '../types.ts';
import { useWords, type Words } from '../words/index.ts';

/** A value as a person reads it; `own` marks the thing's own identifier, which needs no name beside it. */
export function written(field: Field, value: unknown, { t, label }: Words, own = false): string {
  const choice = field.choices?.find((each) => String(each.code) === String(value));
  if (choice) return label(choice);
  if (typeof value === 'boolean') return t(value ? 'card.yes' : 'card.no');
  if (field.kind === 'day') return day(value);
  const unit = field.unit ? ` ${field.unit}` : '';
  if (field.kind === 'count' && numeric(value) !== null) return (field.unit === '年' ? String(value) : count(value)) + unit;
  if (field.kind === 'measure' && numeric(value) !== null) return measure(value) + unit;
  return field.kind === 'code' && !own ? named(String(value)) : String(value);
}

const filled = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

export function Attributes({ layer, properties }: { layer: LayerInfo; properties: Properties }) {
  const words = useWords();
  const told = layer.fields.filter((field) => field.name !== layer.named_by && filled(properties[field.name]));
  const blank = layer.fields.filter((field) => !filled(properties[field.name])).length;
  return (
    <>
      <dl className="attributes">
        {told.map((field) => (
          <div key={field.name}>
            <dt>{words.label(field)}</dt>
            <dd>{written(field, properties[field.name], words, field.name === layer.identified_by)}</dd>
          </div>
        ))}
      </dl>
      {blank > 0 && <p className="quiet small">{words.t('card.unfilled', { count: blank })}</p>}
    </>
  );
}
