/** What this account may see and write, layer by layer. */

import { Sign } from '../../map/Sign.tsx';
import { useRegister } from '../../state/register.tsx';
import { useSession } from '../../state/session.ts';
import { isWord, useWords } from '../../words/index.ts';

export function OwnRights() {
  const { t, title } = useWords();
  const { atlas } = useRegister();
  const { rights } = useSession();
  const seen = (level: string | undefined) => {
    const word = `disclosure.upto.${level ?? 'public'}`;
    return isWord(word) ? t(word) : level;
  };
  return (
    <table className="rows">
      <thead><tr><th scope="col">{t('atlas.title')}</th><th scope="col">{t('rights.sees')}</th><th scope="col">{t('rights.writes')}</th></tr></thead>
      <tbody>
        {atlas.layers.map((layer) => (
          <tr key={layer.id}>
            <th scope="row"><span className="hit"><Sign layer={layer} />{title(layer)}</span></th>
            <td>{seen(rights[layer.id]?.sees)}</td>
            <td>{t(rights[layer.id]?.writes ? 'rights.writes.yes' : 'rights.writes.no')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
