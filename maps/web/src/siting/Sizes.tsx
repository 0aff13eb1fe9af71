/** The sizes a site may have, with what each costs and takes: sample figures to begin with, then the county's own. */

import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useWords } from '../words/index.ts';
import { Wrongs } from './Amount.tsx';
import { fieldId, type } from './form.ts';
import { areOwnRows, rowsOf, rowsTyped, serviceOf, type Row, type Typed, type Wrong } from './question.ts';

const COLUMNS = ['places', 'cost', 'land'] as const;

export function Sizes({ typed, wrongs }: { typed: Typed; wrongs: readonly Wrong[] }) {
  const { t } = useWords();
  const rows = rowsOf(typed);
  const set = (next: readonly Row[]) => type({ options: rowsTyped(next) });
  const refused = wrongs.some(({ field }) => field === 'options');
  const own = areOwnRows(typed);
  return (
    <>
      <h2 id="siting-sizes">{t('siting.options')}</h2>
      <table className="rows siting-sizes" aria-labelledby="siting-sizes" aria-describedby={refused ? `${fieldId('options')}-wrong` : undefined}>
        <thead><tr>{COLUMNS.map((column) => <th key={column} scope="col">{t(`siting.options.${column}`)}</th>)}<th /></tr></thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {COLUMNS.map((column) => (
                <td key={column}>
                  <Cell id={place === 0 && column === 'places' ? fieldId('options') : `siting-${column}-${place}`} value={row[column]}
                    label={`${t(`siting.options.${column}`)} ${place + 1}`} refused={refused}
                    onSet={(value) => set(rows.map((each, at) => (at === place ? { ...each, [column]: value } : each)))} />
                </td>
              ))}
              <td>{rows.length > 1 && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('siting.options.remove', { places: row.places })}
                onClick={() => set(rows.filter((_, at) => at !== place))} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Wrongs field="options" wrongs={wrongs} />
      <div className="deeds">
        <Button size="small" onClick={() => set([...rows, { places: '', cost: '', land: '' }])}>{t('siting.options.add')}</Button>
        {own && <Button size="small" type="text" onClick={() => type({ options: '' })}>{t('siting.options.again')}</Button>}
      </div>
      {own ? <p className="quiet small">{t('siting.options.own')}</p>
        : serviceOf(typed) === 'nursing_beds' && <p className="quiet small"><SampleMark /> {t('siting.options.begin')}</p>}
    </>
  );
}

function Cell({ id, value, label, refused, onSet }: { id: string; value: string; label: string; refused: boolean; onSet: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const finish = () => {
    if (text.trim() !== value) onSet(text.trim());
  };
  return <Input id={id} size="small" value={text} aria-label={label} inputMode="decimal" autoComplete="off" status={refused && text.trim() === '' ? 'error' : ''}
    onChange={(event) => setText(event.target.value)} onBlur={finish} onPressEnter={finish} />;
}
