/** What was added, ended and changed in one layer; choosing one chooses it on the map, and the other way round. */

import { useEffect, useRef } from 'react';
import { count, DASH } from '../../format.ts';
import { changedFields, PLACE } from '../../history/events.ts';
import type { ChangedThing, Comparison } from '../../historyApi.ts';
import { around, bring } from '../../map/camera.ts';
import { boxOf } from '../../map/places.ts';
import { written } from '../../shell/Attributes.tsx';
import { SampleMark } from '../../shell/SampleMark.tsx';
import { choose, useSight } from '../../state/store.ts';
import type { LayerInfo, Thing } from '../../types.ts';
import { useWords, type Words } from '../../words/index.ts';

interface Props {
  layer: LayerInfo;
  told: Comparison;
}

export function DifferenceList({ layer, told }: Props) {
  const words = useWords();
  const { t, title } = words;
  const { selection } = useSight();
  const box = useRef<HTMLElement>(null);
  const chosen = selection?.layer === layer.id ? selection.id : null;
  useEffect(() => {
    box.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, told]);
  const listed = told.added.length + told.ended.length + told.changed.length;
  const nameOf = (thing: Thing) => String(thing.properties[layer.named_by] ?? thing.id);
  const line = (kind: 'added' | 'ended' | 'changed', thing: Thing, more: string) => (
    <li key={`${kind}:${thing.id}`}>
      <button type="button" className="plain difference" data-walk data-testid={`difference-${thing.id}`} aria-current={String(thing.id) === chosen}
        onClick={() => open(layer, thing)}>
        <span className={`difference-sign ${kind}`} aria-hidden="true">{SIGNS[kind]}</span>
        <span className="change-title">{nameOf(thing)}</span>
        {thing.properties['invented'] === true && <SampleMark />}
        <span className="quiet small">{more}</span>
      </button>
    </li>
  );
  if (listed === 0) return <p className="quiet">{t('compare.none.layer')}</p>;
  return (
    <section ref={box} className="differences" aria-label={t('compare.list', { layer: title(layer) })} data-testid="differences">
      <h2>{title(layer)}</h2>
      {told.added.length > 0 && <><h3>{t('compare.added')} {count(told.counts.added)}</h3>
        <ul>{told.added.map((thing) => line('added', thing, String(thing.properties['valid_from'] ?? DASH)))}</ul></>}
      {told.ended.length > 0 && <><h3>{t('compare.ended')} {count(told.counts.ended)}</h3>
        <ul>{told.ended.map((thing) => line('ended', thing, String(thing.properties['valid_to'] ?? DASH)))}</ul></>}
      {told.changed.length > 0 && <><h3>{t('compare.changed')} {count(told.counts.changed)}</h3>
        <ul>{told.changed.map((each) => line('changed', each.after, gist(each, layer, words)))}</ul></>}
      {told.next !== null && <p className="quiet small">{t('compare.unlisted', { count: count(listed) })}</p>}
    </section>
  );
}

const SIGNS = { added: '＋', ended: '■', changed: '⇄' };
const MOST_NAMED = 3;

function open(layer: LayerInfo, thing: Thing): void {
  choose({ layer: layer.id, id: String(thing.id) });
  const { geometry } = thing;
  if (geometry?.type === 'Point') bring(around(geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0));
  else bring(boxOf([geometry]));
}

/** “床位 120 → 200”: the first of the fields that differ. */
function gist({ before, after, fields }: ChangedThing, layer: LayerInfo, words: Words): string {
  const told = (fields.length > 0 ? fields : changedFields(before, after)).slice(0, MOST_NAMED).map((name) => {
    if (name === PLACE) return words.t('history.place');
    const field = layer.fields.find((each) => each.name === name);
    if (!field) return name;
    const value = (thing: Thing) => (thing.properties[name] === null ? DASH : written(field, thing.properties[name], words, true));
    return `${words.label(field)} ${value(before)} → ${value(after)}`;
  });
  return told.join(words.lang === 'en' ? '; ' : '；');
}
