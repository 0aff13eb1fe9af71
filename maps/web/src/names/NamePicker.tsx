/** The name of the register that a renaming or a retirement is about. */

import { AutoComplete, Input } from 'antd';
import { useState } from 'react';
import { searchNames } from '../api.ts';
import { readThing } from '../api.ts';
import { useLoaded } from '../state/loading.ts';
import { usePaused } from '../state/paused.ts';
import { useRegister } from '../state/register.tsx';
import { choose } from '../state/store.ts';
import { useWords } from '../words/index.ts';

interface Props {
  code: string | null;
  onPick: (picked: { code: string; name: string; kind: string }) => void;
}

export function NamePicker({ code, onPick }: Props) {
  const { t } = useWords();
  const { asOf } = useRegister();
  const [words, setWords] = useState('');
  const typed = usePaused(words.trim());
  const found = useLoaded(typed ? `search:${asOf}:${typed}` : null, (signal) => searchNames(typed, asOf, signal));
  const standing = useLoaded(code ? `thing:place_names:${code}:${asOf}` : null, (signal) => readThing('place_names', code!, asOf, signal));
  const hits = typed ? (found.value ?? []).filter(({ layer }) => layer === 'place_names') : [];
  const pick = async (picked: string) => {
    setWords('');
    const thing = await readThing('place_names', picked, asOf).catch(() => null);
    if (!thing) return;
    choose({ layer: 'place_names', id: picked });
    onPick({ code: picked, name: String(thing.properties['name'] ?? ''), kind: String(thing.properties['kind'] ?? 'other') });
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor="item-standing">{t('names.item.standing')}<span className="required" aria-hidden="true">*</span></label>
      <div>
        {code && <p><b>{String(standing.value?.properties['name'] ?? '')}</b> <span className="quiet small">{code}</span></p>}
        <AutoComplete className="search" id="item-standing" value={words} onChange={setWords} onSelect={(picked: string) => void pick(picked)}
          options={hits.map((hit) => ({ value: hit.id, label: <span className="hit"><span>{hit.title}</span><span className="hit-more">{hit.subtitle}</span></span> }))}>
          <Input data-testid="item-standing" placeholder={t('names.item.standing.example')} aria-label={t('names.item.standing')} />
        </AutoComplete>
      </div>
    </div>
  );
}
