/** What became of a thing that is no more: who ended it, by which document, and what took its place. */

import type { Fate as Told, Version } from '../historyApi.ts';
import { moment } from '../format.ts';
import { named } from '../state/names.ts';
import { go } from '../state/store.ts';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';

interface Props {
  layer: LayerInfo;
  id: string;
  fate: Told;
  versions: Version[];
}

export function Fate({ layer, id, fate, versions }: Props) {
  const { t } = useWords();
  const { retired_at: day, is_withdrawn: withdrawn, document, successors } = fate;
  if (!withdrawn && day === null) return null;
  const last = versions.at(-1);
  const by = withdrawn ? last?.closed_by : last?.recorded_by;
  const because = withdrawn ? last?.closed_because : last?.because;
  const at = withdrawn ? last?.superseded_at : last?.recorded_at;
  return (
    <div className="fate" data-testid="fate">
      <p><b>{withdrawn ? t('fate.withdrawn', { id }) : t('fate.ended', { id, date: day ?? '' })}</b></p>
      <dl className="attributes">
        <div><dt>{t('fate.by')}</dt><dd>{by ?? t('history.someone')}{at && <span className="quiet"> {moment(at)}</span>}</dd></div>
        {because && <div><dt>{t('fate.because')}</dt><dd>{because}</dd></div>}
        <div><dt>{t('fate.document')}</dt><dd>{document ?? t('fate.nodocument')}</dd></div>
        {successors.length > 0 && (
          <div>
            <dt>{t('fate.successors')}</dt>
            <dd>{successors.map((each) => (
              <button key={each} type="button" className="plain link successor" data-walk
                onClick={() => go({ selection: { layer: layer.id, id: each }, card: null })}>{named(each)}</button>
            ))}</dd>
          </div>
        )}
      </dl>
      <p className="quiet small">{t('fate.note')}</p>
    </div>
  );
}
