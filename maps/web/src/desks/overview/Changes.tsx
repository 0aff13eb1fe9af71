/** The newest changes of the register; each leads to the thing that changed. */

import { useState } from 'react';
import { count, moment } from '../../format.ts';
import { layerOf, useRegister } from '../../state/register.tsx';
import { choose } from '../../state/store.ts';
import type { Change } from '../../types.ts';
import { isWord, useWords } from '../../words/index.ts';

const FIRST = 6;

export function Changes({ changes }: { changes: Change[] }) {
  const { t, title } = useWords();
  const { atlas } = useRegister();
  const [all, setAll] = useState(false);
  if (changes.length === 0) return <p className="quiet">{t('overview.changes.none')}</p>;
  const deedOf = (deed: string) => {
    const word = `deed.${deed}`;
    return isWord(word) ? t(word) : deed;
  };
  return (
    <>
      <ol className="changes">
        {(all ? changes : changes.slice(0, FIRST)).map((change) => {
          const layer = layerOf(atlas, change.layer);
          return (
            <li key={`${change.layer}:${change.id}:${change.recorded_at}:${change.deed}`}>
              <button type="button" className="plain" onClick={() => choose({ layer: change.layer, id: change.id })}>
                <span className="change-title">{change.title}</span>
                <span className="quiet">{deedOf(change.deed)} · {layer ? title(layer) : change.layer_title}{(change.count ?? 1) > 1 && ` · ${t('overview.together', { count: count(change.count) })}`}</span>
                <time className="quiet" dateTime={change.recorded_at}>{moment(change.recorded_at)}</time>
                {change.because && <span className="quiet">{change.because}</span>}
              </button>
            </li>
          );
        })}
      </ol>
      {changes.length > FIRST && (
        <button type="button" className="plain link" onClick={() => setAll(!all)}>
          {all ? t('overview.fewer') : t('overview.more', { count: changes.length })}
        </button>
      )}
    </>
  );
}
