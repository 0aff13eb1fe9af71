/** Mine, theirs and what was before, field by field; the shape is chosen beside the map, where all three are drawn. */

import { Button, Radio, Space } from 'antd';
import { useState } from 'react';
import { day, moment } from '../format.ts';
import { written } from '../shell/Attributes.tsx';
import type { LayerInfo } from '../types.ts';
import { useWords, type Word } from '../words/index.ts';
import { formFields } from './deeds.ts';
import type { Kept } from './draft.ts';
import { differences, merged, proposed, SHAPE, type Difference, type Side, type Version, type Versions } from './merging.ts';
import { INK, type Look } from './scene.ts';

interface Props {
  layer: LayerInfo;
  title: string;
  versions: Versions;
  theirs: Kept;
  onDecide: (version: Version, save: boolean) => void;
  onCancel: () => void;
}

const CHANGED: Record<Difference['changedBy'], Word> = { clash: 'conflict.clash', mine: 'conflict.only.mine', theirs: 'conflict.only.theirs' };

export function ConflictScreen({ layer, title, versions, theirs, onDecide, onCancel }: Props) {
  const { t } = useWords();
  const fields = formFields(layer);
  const found = differences(fields, versions);
  const [decided, setDecided] = useState<Record<string, Side>>(proposed(found));
  const clashes = found.filter((each) => each.changedBy === 'clash');
  const others = found.filter((each) => each.changedBy !== 'clash');
  const { recorded_by: who, recorded_at: at } = theirs.properties;
  return (
    <section className="conflict" aria-labelledby="conflict-title" data-testid="conflict">
      <h2 id="conflict-title">{t('conflict.title', { title })}</h2>
      <p>{t('conflict.note')}</p>
      <p className="quiet small">
        {t('conflict.version', { version: theirs.version })} · {typeof who === 'string' ? t('conflict.by', { who, time: moment(String(at)) }) : day(at)}
      </p>
      <ul className="versions-key" aria-hidden="true">
        {(['base', 'mine', 'theirs'] as const).map((look) => <li key={look}><LookSign look={look} />{t(`conflict.${look}`)}</li>)}
      </ul>
      {[...clashes, ...others].map((difference) => (
        <Choice key={difference.name} layer={layer} difference={difference} versions={versions} side={decided[difference.name] ?? 'mine'}
          onChoose={(side) => setDecided({ ...decided, [difference.name]: side })} />
      ))}
      <Space wrap>
        <Button type="primary" data-testid="conflict-save" onClick={() => onDecide(merged(versions, decided), true)}>{t('conflict.save')}</Button>
        <Button data-testid="conflict-use" onClick={() => onDecide(merged(versions, decided), false)}>{t('conflict.use')}</Button>
        <Button onClick={onCancel}>{t('edit.cancel')}</Button>
      </Space>
    </section>
  );
}

/** The line of a version, as on the map. */
export function LookSign({ look }: { look: Look }) {
  const dashes: Partial<Record<Look, string>> = { base: '2 4', theirs: '9 5' };
  return (
    <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true">
      <path d="M1 5H29" stroke={INK[look]} strokeWidth="3" strokeDasharray={dashes[look]} />
    </svg>
  );
}

interface ChoiceProps {
  layer: LayerInfo;
  difference: Difference;
  versions: Versions;
  side: Side;
  onChoose: (side: Side) => void;
}

function Choice({ layer, difference: { name, changedBy }, versions, side, onChoose }: ChoiceProps) {
  const words = useWords();
  const { t, label } = words;
  const field = formFields(layer).find((each) => each.name === name);
  const heading = name === SHAPE ? t('conflict.shape') : field ? label(field) : name;
  const told = (which: keyof Versions): string => {
    if (name === SHAPE) return t(`conflict.shape.${which}`);
    const value = versions[which].properties[name];
    return value === null || value === undefined || value === '' || !field ? '—' : written(field, value, words);
  };
  return (
    <fieldset className={`choice ${changedBy}`} data-testid={`choice-${name}`}>
      <legend>{heading} <span className="quiet small">{t(CHANGED[changedBy])}</span></legend>
      <p className="quiet small"><LookSign look="base" /> {t('conflict.base')}：{told('base')}</p>
      <Radio.Group value={side} aria-label={heading} onChange={(event) => onChoose(event.target.value as Side)}
        options={(['mine', 'theirs'] as const).map((each) => ({ value: each, label: <span><LookSign look={each} /> {t(`conflict.${each}`)}：{told(each)}</span> }))} />
    </fieldset>
  );
}
