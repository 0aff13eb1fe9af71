/** The register of names as a list beside the map: by kind, status and township, chosen both ways. */

import { Button, Input, Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { read, readThings } from '../api.ts';
import { count } from '../format.ts';
import { bring } from '../map/camera.ts';
import { boxOf } from '../map/places.ts';
import { isTiled } from '../map/tiled.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useLoaded } from '../state/loading.ts';
import { calledOf, divisionsKnown } from '../state/names.ts';
import { usePaused } from '../state/paused.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { adjust, choose, go, useSight } from '../state/store.ts';
import type { Choice, Thing } from '../types.ts';
import { useWords } from '../words/index.ts';
import { labelIn } from './kinds.ts';

const SHOWN = 200;
const STATUS_SIGNS: Record<string, string> = { in_use: '●', proposed: '◐', reserved: '◇', historical: '○', retired: '×' };

interface Row {
  code: string;
  name: string;
  romanized: string;
  kind: string;
  status: string;
  division: string;
  invented: boolean;
  former: string;
  geometry: Thing['geometry'];
}

const plain = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f\s']/g, '').toLowerCase();

const rowOf = ({ properties, geometry }: Thing): Row => {
  const text = (field: string) => String(properties[field] ?? '');
  return {
    code: text('code'), name: text('name'), romanized: text('romanized'), kind: text('kind'), status: text('status'), division: text('division'),
    invented: properties['invented'] === true, former: text('former_name'), geometry,
  };
};

interface Found {
  code: string;
  name: string;
  romanized: string | null;
  kind: string;
  status: string;
  division: string | null;
  lon: number | null;
  lat: number | null;
}

/** Whether a row answers what was typed: characters, or spelling with or without tones. */
export const answers = (row: Pick<Row, 'name' | 'romanized' | 'former' | 'code'>, words: string): boolean =>
  words === '' || row.name.includes(words) || row.former.includes(words) || row.code.startsWith(words) || (/^[\p{Script=Latin}\s'\u0300-\u036f]+$/u.test(words) && plain(row.romanized).includes(plain(words)));

export default function RegisterOfNames() {
  const words = useWords();
  const { t, label } = words;
  const { atlas, asOf } = useRegister();
  const { filters, selection } = useSight();
  const layer = layerOf(atlas, 'place_names');
  const typed = usePaused(filters['name'] ?? '').trim();
  const large = layer !== undefined && isTiled(layer);
  const whole = useLoaded(layer && !large ? `list:place_names:${asOf}` : null, (signal) => readThings('place_names', asOf, signal));
  const found = useLoaded(large && typed ? `naming:find:${asOf}:${typed}` : null, (signal) =>
    read<{ results: Found[] }>('/api/names/find', { q: typed, limit: SHOWN, as_of: asOf }, signal).then(({ results }) => results.map(foundRow)));
  const rows = useMemo(() => (large ? found.value ?? [] : (whole.value?.features ?? []).map((each) => rowOf(each as Thing))), [whole.value, found.value, large]);
  const fit = useMemo(() => rows.filter((row) => (large || answers(row, typed)) && (!filters['kind'] || row.kind === filters['kind'])
    && (!filters['status'] || row.status === filters['status']) && (!filters['town'] || row.division.startsWith(filters['town']))), [rows, typed, filters, large]);
  const narrow = (change: Record<string, string | null>) =>
    adjust({ filters: Object.fromEntries(Object.entries({ ...filters, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1]))) });
  const options = (field: string) => (layer?.fields.find(({ name }) => name === field)?.choices ?? []).map((each: Choice) => ({ value: String(each.code), label: label(each) }));
  const reading = large ? found : whole;
  const open = (row: Row) => {
    choose({ layer: 'place_names', id: row.code });
    bring(boxOf([row.geometry]));
  };
  return (
    <section aria-label={t('names.register')} className="register-of-names">
      <div className="register-bar">
        <Input allowClear data-testid="register-words" value={filters['name'] ?? ''} placeholder={t('names.register.words')} aria-label={t('names.register.words')} onChange={(event) => narrow({ name: event.target.value })} />
        <Select size="small" allowClear data-testid="register-kind" placeholder={t('names.check.kind')} aria-label={t('names.check.kind')} value={filters['kind']} onChange={(value?: string) => narrow({ kind: value ?? null })} options={options('kind')} />
        <Select size="small" allowClear placeholder={t('names.register.status')} aria-label={t('names.register.status')} value={filters['status']} onChange={(value?: string) => narrow({ status: value ?? null })} options={options('status')} />
        <Select size="small" allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('names.register.town')} aria-label={t('names.register.town')} value={filters['town']} onChange={(value?: string) => narrow({ town: value ?? null })}
          options={divisionsKnown().filter(({ code }) => code.length === 9).map(({ code, name }) => ({ value: code, label: name }))} />
      </div>
      {reading.problem && <ProblemNote problem={reading.problem} retry={reading.retry} />}
      {reading.loading && !reading.value && !(large && !typed) && <Skeleton active title={false} />}
      {large && !typed && <p className="quiet">{t('names.register.large', { count: count(layer?.count) })}</p>}
      {reading.value && <p className="quiet small" role="status">{t('names.register.count', { count: count(fit.length) })}</p>}
      <ul className="name-rows">
        {fit.slice(0, SHOWN).map((row) => (
          <li key={row.code}>
            <button type="button" className="plain name-row" data-walk data-testid={`name-${row.code}`} aria-current={selection?.layer === 'place_names' && selection.id === row.code ? 'true' : undefined} onClick={() => open(row)}>
              <span className="name-row-name">{row.name} <span className="quiet" lang="zh-Latn">{row.romanized}</span></span>
              <span className={`status-mark ${row.status}`}><span aria-hidden="true">{STATUS_SIGNS[row.status] ?? '·'}</span> {labelIn(layer, 'status', row.status, words)}</span>
              <span className="quiet small name-row-more">{labelIn(layer, 'kind', row.kind, words)}{row.division && ` · ${calledOf(row.division)}`} {row.invented && <SampleMark />}</span>
            </button>
          </li>
        ))}
      </ul>
      {reading.value && fit.length === 0 && <Nothing typed={typed} empty={rows.length === 0} />}
      {fit.length > SHOWN && <p className="quiet small">{t('edit.list.more', { count: SHOWN })}</p>}
    </section>
  );
}

const foundRow = ({ romanized, division, lon, lat, ...rest }: Found): Row => ({
  ...rest, romanized: romanized ?? '', division: division ?? '', invented: false, former: '',
  geometry: lon === null || lat === null ? null : { type: 'Point', coordinates: [lon, lat] },
});

function Nothing({ typed, empty }: { typed: string; empty: boolean }) {
  const { t } = useWords();
  if (empty && !typed) return <p className="note">{t('names.register.empty')}</p>;
  return (
    <div className="note">
      <p>{t('names.register.none')}</p>
      {typed && <Button size="small" onClick={() => go({ tab: 'check', filters: { name: typed } })}>{t('names.register.check', { name: typed })}</Button>}
    </div>
  );
}
