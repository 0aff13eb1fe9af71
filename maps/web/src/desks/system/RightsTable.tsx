/** What each office may see and write, in words. */

import { Skeleton } from 'antd';
import { readRights, type RightsTable as Table } from '../../peopleApi.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { useRegister } from '../../state/register.tsx';
import { isWord, useWords } from '../../words/index.ts';

export default function RightsTable() {
  const { t, title } = useWords();
  const table = useLoaded('rights', readRights);
  return (
    <section aria-label={t('system.rights')} data-testid="rights">
      <p className="quiet">{t('rights.note')}</p>
      {table.problem && <ProblemNote problem={table.problem} retry={table.retry} />}
      {!table.value && !table.problem && <Skeleton active paragraph={{ rows: 8 }} />}
      {table.value?.roles.map((role) => (
        <div key={role.id} className="office">
          <h3>{title(role)}</h3>
          <p className="quiet small">{t(`role.${role.id}.does` as 'role.viewer.does')}</p>
          <Sentences rights={table.value?.rights[role.id] ?? {}} />
        </div>
      ))}
    </section>
  );
}

/** Layers of the same right share a sentence. */
function Sentences({ rights }: { rights: Table['rights'][string] }) {
  const { t, title } = useWords();
  const { atlas } = useRegister();
  const kinds = new Map<string, string[]>();
  for (const layer of atlas.layers) {
    const right = rights[layer.id];
    if (!right) continue;
    const kind = `${right.sees}.${right.writes ? 'writes' : 'reads'}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), title(layer)]);
  }
  return (
    <ul>
      {[...kinds].map(([kind, layers]) => {
        const word = `rights.${kind}`;
        const all = layers.length === atlas.layers.length;
        return <li key={kind}><b>{isWord(word) ? t(word) : kind}</b> {all ? t('rights.all') : layers.join(t('list.comma'))}</li>;
      })}
    </ul>
  );
}
