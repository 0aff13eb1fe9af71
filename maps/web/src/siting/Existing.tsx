/** What becomes of what there is: it stays unless it may close or be extended. */

import { Select } from 'antd';
import { count } from '../format.ts';
import type { ReachRun } from '../sitingApi.ts';
import { choose } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { fieldId, type } from './form.ts';
import { fatesOf, fatesTyped, serviceOf, type Fate, type Typed } from './question.ts';

const FATES: readonly Fate[] = ['keep', 'closable', 'extendable'];

export function Existing({ typed, reach }: { typed: Typed; reach: ReachRun | null }) {
  const { t } = useWords();
  const fates = fatesOf(typed);
  const unit = t(`siting.unit.${serviceOf(typed)}`);
  if (!reach) return <p className="quiet">{t('siting.existing.none')}</p>;
  return (
    <>
      <p className="quiet small">{t('siting.existing.note')}</p>
      <table className="rows" aria-label={t('siting.existing')}>
        <tbody>
          {reach.supplies.map((home, place) => (
            <tr key={home.id}>
              <th scope="row"><button type="button" className="plain" onClick={() => choose({ layer: home.layer, id: home.id })}>{home.name}</button></th>
              <td className="end nowrap">{count(home.places)} {unit}</td>
              <td className="end">
                <Select<Fate> id={place === 0 ? fieldId('existing') : undefined} size="small" className="siting-fate" aria-label={home.name} value={fates[home.id] ?? 'keep'}
                  onChange={(fate) => type({ existing: fatesTyped({ ...fates, [home.id]: fate }) })}
                  options={FATES.map((value) => ({ value, label: t(`siting.fate.${value}`) }))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
