/** The names of an application, one a row: typed, pasted from a spreadsheet, checked together, each with its place. */

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { checkNames, type Asked, type Checked, type NamingItem } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useMarked, type Mark } from '../state/marks.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { useWords } from '../words/index.ts';
import { blankItem, filled, known } from './application.ts';
import { marksOf } from './findings.ts';
import { ItemForm } from './ItemForm.tsx';
import { kindsOf } from './kinds.ts';
import { PasteNames } from './PasteNames.tsx';
import { VerdictMark } from './Verdict.tsx';

interface Props {
  kind: string;
  division: string | null;
  items: NamingItem[];
  repeated: ReadonlySet<string>;
  onChange: (items: NamingItem[]) => void;
  onMapWanted: (wanted: boolean) => void;
}

const asked = (item: NamingItem, division: string | null): Asked => ({
  name: item.name.trim(), kind: item.kind, division: item.division ?? division, geometry: item.geometry ?? null, romanized: item.romanized ?? null,
  ...(item.place_code ? { ignoring: [item.place_code] } : {}),
});

export function ItemsTable({ kind, division, items, repeated, onChange, onMapWanted }: Props) {
  const words = useWords();
  const { t } = words;
  const { atlas } = useRegister();
  const [open, setOpen] = useState<number | null>(items.length === 1 ? 0 : null);
  const [placing, setPlacing] = useState(false);
  const [checked, setChecked] = useState<Record<string, Checked>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [pasting, setPasting] = useState(false);
  const kinds = kindsOf(layerOf(atlas, 'place_names'), words);
  const put = (at: number, change: Partial<NamingItem>) => onChange(items.map((item, place) => (place === at ? { ...item, ...change } : item)));
  const resultOf = (item: NamingItem) => checked[JSON.stringify(asked(item, division))];
  const tell = (result: Checked, at: number) => {
    setChecked((before) => ({ ...before, [JSON.stringify(asked(items[at]!, division))]: result }));
    put(at, known(result));
  };
  const checkAll = async () => {
    const own = filled(items);
    setBusy(true);
    setProblem(null);
    try {
      const results = await checkNames(own.map((item) => asked(item, division)));
      onChange(own.map((item, at) => (results[at] ? { ...item, ...known(results[at]) } : item)));
      setChecked(Object.fromEntries(own.flatMap((item, at) => (results[at] ? [[JSON.stringify(asked(item, division)), results[at]]] : []))));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const marks = useMemo((): Mark[] => [
    ...items.flatMap((item, at): Mark[] => (item.geometry && !(placing && at === open) ? [{ look: 'place', geometry: item.geometry, word: item.name }] : [])),
    ...marksOf(open === null || !items[open] ? [] : resultOf(items[open])?.findings ?? []),
  ], [items, open, placing, checked]);
  useMarked(marks);
  const toggle = (at: number) => {
    setPlacing(false);
    setOpen(open === at ? null : at);
  };
  return (
    <section aria-labelledby="items" className="items">
      <h2 id="items">{t('names.items')} <span className="amount">{filled(items).length}</span></h2>
      <p className="deeds tight">
        <Button size="small" icon={<PlusOutlined />} data-testid="item-add" onClick={() => {
          onChange([...items, blankItem(items.at(-1)?.kind)]);
          setOpen(items.length);
        }}>{t('names.items.add')}</Button>
        <Button size="small" data-testid="item-paste" onClick={() => setPasting(!pasting)} aria-expanded={pasting}>{t('names.items.paste')}</Button>
        <Button size="small" loading={busy} disabled={filled(items).length === 0} data-testid="check-all" onClick={() => void checkAll()}>{t('names.items.check')}</Button>
      </p>
      {pasting && <PasteNames kinds={kinds} usual={items.at(-1)?.kind ?? 'street'} onPaste={(pasted) => {
        onChange([...filled(items), ...pasted]);
        setOpen(null);
        setPasting(false);
      }} />}
      {problem && <ProblemNote problem={problem} />}
      <ol className="item-list">
        {items.map((item, at) => {
          const result = resultOf(item);
          return (
            <li key={at} className={at === open ? 'open' : ''}>
              <div className="item-line">
                <button type="button" className="plain item-number" aria-expanded={at === open} aria-label={t('names.items.open', { name: item.name || String(at + 1) })} data-walk data-testid={`item-${at}`} onClick={() => toggle(at)}>{at + 1}</button>
                <Input size="small" value={item.name} maxLength={60} aria-label={t('names.item.name', { n: at + 1 })} data-testid={`item-name-${at}`} status={repeated.has(item.name.trim()) ? 'error' : ''}
                  placeholder={t('names.check.name')} onFocus={() => at !== open && items.length < 4 && toggle(at)} onChange={(event) => put(at, { name: event.target.value, romanized: null, spelt: null })} />
                <Select size="small" value={item.kind} aria-label={t('names.item.kind', { n: at + 1 })} onChange={(value: string) => put(at, { kind: value })} options={kinds.map(({ code, label }) => ({ value: code, label }))} />
                {result ? <VerdictMark verdict={result.verdict} /> : <span className="quiet small">{item.geometry ? t('names.place.has') : t('names.item.noplace')}</span>}
                {items.length > 1 && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('names.items.remove', { name: item.name || String(at + 1) })} onClick={() => {
                  onChange(items.filter((_, place) => place !== at));
                  setOpen(null);
                }} />}
              </div>
              {repeated.has(item.name.trim()) && <p className="field-told error">{t('names.items.repeated', { name: item.name.trim() })}</p>}
              {at === open && <ItemForm item={item} caseKind={kind} asked={asked(item, division)} result={result ?? null} placing={placing} onPlacing={setPlacing} onChange={(change) => put(at, change)} onChecked={(found) => tell(found, at)} onMapWanted={onMapWanted} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
