/** Find a thing by name in every layer; Enter chooses it and the map goes there. */

import { SearchOutlined } from '@ant-design/icons';
import { AutoComplete, Input } from 'antd';
import { useMemo, useState } from 'react';
import { searchNames } from '../api.ts';
import { around, show } from '../map/camera.ts';
import { Sign } from '../map/Sign.tsx';
import { useLoaded } from '../state/loading.ts';
import { usePaused } from '../state/paused.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { choose } from '../state/store.ts';
import type { Atlas, Hit } from '../types.ts';
import { useWords } from '../words/index.ts';
import { ProblemNote } from './ProblemNote.tsx';
import { SampleMark } from './SampleMark.tsx';

const keyOf = (hit: Hit) => `${hit.layer}:${hit.id}`;

function grouped(hits: Hit[], atlas: Atlas, titleOf: (layer: { title: string; title_en?: string }) => string) {
  const layers = [...new Set(hits.map((hit) => hit.layer))];
  return layers.map((id) => {
    const of = hits.filter((hit) => hit.layer === id);
    const layer = layerOf(atlas, id);
    return {
      label: layer ? titleOf(layer) : of[0]?.layer_title,
      options: of.map((hit) => ({
        value: keyOf(hit),
        label: (
          <span className="hit">
            {layer && <Sign layer={layer} invented={hit.invented} />}
            <span className="hit-title">{hit.title}</span>
            <span className="hit-more">{hit.subtitle}</span>
            {hit.invented && <SampleMark />}
          </span>
        ),
      })),
    };
  });
}

export function Search({ phone }: { phone: boolean }) {
  const { t, title } = useWords();
  const { atlas, asOf } = useRegister();
  const [words, setWords] = useState('');
  const asked = usePaused(words.trim());
  const found = useLoaded(asked ? `search:${asOf}:${asked}` : null, (signal) => searchNames(asked, asOf, signal));
  const hits = asked && !found.loading ? found.value ?? [] : [];
  const options = useMemo(() => grouped(hits, atlas, title), [found.value, found.loading, asked, atlas, title]);
  const pick = (key: string) => {
    const hit = hits.find((each) => keyOf(each) === key);
    setWords('');
    if (!hit) return;
    choose({ layer: hit.layer, id: hit.id });
    if (hit.bbox && hit.bbox[0] !== hit.bbox[2]) show(hit.bbox);
    else if (hit.lon !== null && hit.lat !== null) show(around(hit.lon, hit.lat));
  };
  const nothing = found.problem ? <ProblemNote problem={found.problem} retry={found.retry} />
    : <span className="quiet">{found.loading || asked !== words.trim() ? t('search.busy') : t('search.none', { words: asked })}</span>;
  return (
    <AutoComplete className="search" value={words} options={options} onChange={setWords} onSelect={pick} defaultActiveFirstOption
      classNames={{ popup: { root: 'search-list' } }} notFoundContent={words.trim() ? nothing : null} popupMatchSelectWidth>
      <Input data-testid="search" prefix={<SearchOutlined />} allowClear aria-label={t('search.label')}
        placeholder={t(phone ? 'search.placeholder.phone' : 'search.placeholder')} maxLength={60} />
    </AutoComplete>
  );
}
