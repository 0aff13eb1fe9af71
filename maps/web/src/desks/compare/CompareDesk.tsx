/** Two days side by side: counts by layer, then one layer's additions, endings and changes. */

import { Skeleton } from 'antd';
import { count } from '../../format.ts';
import type { DifferenceCount } from '../../historyApi.ts';
import { Sign } from '../../map/Sign.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import type { Compared } from '../../state/comparison.ts';
import { useShown } from '../../state/differences.ts';
import { layerOf, useRegister } from '../../state/register.tsx';
import { go } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { DifferenceList } from './DifferenceList.tsx';

export default function CompareDesk({ compared }: { compared: Compared }) {
  const { t } = useWords();
  const { counts, layer, list } = compared;
  useShown(compared.differences);
  const differing = (counts.value ?? []).filter((each) => each.added + each.ended + each.changed > 0);
  return (
    <>
      <p className="quiet small">{t('compare.note')}</p>
      {counts.problem && <ProblemNote problem={counts.problem} retry={counts.retry} />}
      {!counts.value && !counts.problem && <Skeleton active paragraph={{ rows: 5 }} />}
      {counts.value && !counts.loading && differing.length === 0 && <p className="quiet" data-testid="no-difference">{t('compare.none')}</p>}
      {differing.length > 0 && <Counts differing={differing} chosen={layer?.id ?? null} />}
      {list.problem && <ProblemNote problem={list.problem} retry={list.retry} />}
      {layer && list.loading && !list.problem && <Skeleton active paragraph={{ rows: 6 }} />}
      {layer && !list.loading && list.value && <DifferenceList layer={layer} told={list.value} />}
    </>
  );
}

function Counts({ differing, chosen }: { differing: DifferenceCount[]; chosen: string | null }) {
  const { t, title } = useWords();
  const { atlas } = useRegister();
  return (
    <table className="rows counts" aria-label={t('compare.layers')} data-testid="difference-counts">
      <thead><tr><th scope="col">{t('compare.layer')}</th><th scope="col" className="end">{t('compare.added')}</th>
        <th scope="col" className="end">{t('compare.ended')}</th><th scope="col" className="end">{t('compare.changed')}</th></tr></thead>
      <tbody>
        {differing.map((each) => {
          const layer = layerOf(atlas, each.id);
          if (!layer) return null;
          return (
            <tr key={each.id} className={each.id === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button type="button" className="plain hit" data-walk data-testid={`differences-${each.id}`} aria-current={each.id === chosen}
                  onClick={() => go({ layer: each.id, selection: null })}><Sign layer={layer} />{title(layer)}</button>
              </th>
              <td className="end">{count(each.added)}</td><td className="end">{count(each.ended)}</td><td className="end">{count(each.changed)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
