/** What a name's card tells first: how it is spelt and made up, what it means, who approved it, its signs; and the way to check it. */

import '../names/names.css';
import { Button } from 'antd';
import { read } from '../api.ts';
import { count, day, DASH } from '../format.ts';
import { useLoaded } from '../state/loading.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { mayWrite, useSession } from '../state/session.ts';
import { choose, go } from '../state/store.ts';
import type { Thing, Things } from '../types.ts';
import { useWords } from '../words/index.ts';
import { Hear, Record } from './Recording.tsx';

const MOST_SIGNS = 20;

export default function NameSummary({ thing }: { thing: Thing }) {
  const { t } = useWords();
  const session = useSession();
  const text = (field: string) => (thing.properties[field] ? String(thing.properties[field]) : '');
  const approved = [text('approving_authority'), text('approval_number'), day(text('approved_on') || null)].filter((each) => each && each !== DASH).join(' · ');
  return (
    <div className="name-summary" data-testid="name-summary">
      {text('romanized') && <p><span className="spelt" lang="zh-Latn">{text('romanized')}</span> <span className="quiet" lang="zh-Latn">{text('romanized_toneless')}</span></p>}
      {text('specific_term') && <p className="small quiet">{t('names.parts', { specific: text('specific_term'), generic: text('generic_term') || DASH })}</p>}
      {text('meaning') && <p>{text('meaning')}</p>}
      {approved && <p className="small">{t('names.register.approved')}: {approved}</p>}
      {text('former_name') && <p className="small">{t('names.register.former')}: {text('former_name')}</p>}
      {mayWrite(session, 'place_names')
        ? <Record key={text('code')} code={text('code')} name={text('name')} hash={text('pronunciation')} />
        : text('pronunciation') && <Hear name={text('name')} hash={text('pronunciation')} />}
      <Signs code={text('code')} />
      <Button size="small" data-testid="check-again" onClick={() => go({ desk: 'names', tab: 'check', case: null, filters: { name: text('name'), kind: text('kind') } })}>{t('names.register.again')}</Button>
    </div>
  );
}

function Signs({ code }: { code: string }) {
  const { t } = useWords();
  const { atlas, asOf } = useRegister();
  const known = layerOf(atlas, 'name_signs');
  const signs = useLoaded(known && code ? `signs:${code}:${asOf}` : null, (signal) =>
    read<Things>('/ogc/collections/name_signs/items', { place_code: code, datetime: asOf, limit: MOST_SIGNS, f: 'json' }, signal));
  const all = signs.loading ? [] : signs.value?.features ?? [];
  if (all.length === 0) return null;
  return (
    <div className="small" data-testid="name-signs">
      {t('names.register.signs', { count: count(all.length) })}{' '}
      {all.slice(0, 5).map(({ properties }) => {
        const sign = String(properties['code'] ?? '');
        return <button key={sign} type="button" className="plain link sign-link" onClick={() => choose({ layer: 'name_signs', id: sign })}>{sign}</button>;
      })}
    </div>
  );
}
