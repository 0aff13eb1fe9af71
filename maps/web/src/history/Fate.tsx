/** What became of a thing that is no more: who ended it, by which document, and what took its place. */

import type { Fate as Told, Version } from '../historyApi.ts';
import { moment } from '../format.ts';
import { readThing } from '../api.ts';
import { useLoaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
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
  const name = last ? `${String(last.properties[layer.named_by] ?? '')}（${id}）` : id;
  const by = withdrawn ? last?.closed_by : last?.recorded_by;
  const because = withdrawn ? last?.closed_because : last?.because;
  const at = withdrawn ? last?.superseded_at : last?.recorded_at;
  return (
    <div className="fate" data-testid="fate">
      <p><b>{withdrawn ? t('fate.withdrawn', { name }) : t('fate.ended', { name, date: day ?? '' })}</b></p>
      <dl className="attributes">
        <div><dt>{t('fate.by')}</dt><dd>{by ?? t('history.someone')}{at && <span className="quiet"> {moment(at)}</span>}</dd></div>
        {because && <div><dt>{t('fate.because')}</dt><dd>{because}</dd></div>}
        <div><dt>{t('fate.document')}</dt><dd>{document ?? t('fate.nodocument')}</dd></div>
        {successors.length > 0 && (
          <div>
            <dt>{t('fate.successors')}</dt>
            <dd>{successors.map((each) => <Successor key={each} layer={layer} id={each} />)}</dd>
          </div>
        )}
      </dl>
      <p className="quiet small">{t('fate.note')}</p>
    </div>
  );
}

/** A thing that took another's place, by its name. */
function Successor({ layer, id }: { layer: LayerInfo; id: string }) {
  const { asOf } = useRegister();
  const thing = useLoaded(`thing:${layer.id}:${id}:${asOf}`, (signal) => readThing(layer.id, id, asOf, signal)).value;
  const name = thing?.properties[layer.named_by];
  return (
    <button type="button" className="plain link successor" data-walk onClick={() => go({ selection: { layer: layer.id, id }, card: null })}>
      {typeof name === 'string' ? `${name} ${id}` : id}
    </button>
  );
}
