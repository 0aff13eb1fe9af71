/** Tokens for QGIS and scripts: issued with a purpose and a scope, shown once, revoked at any time. */

import { Button, Input, Select } from 'antd';
import { useState, type FormEvent } from 'react';
import { day, moment } from '../../format.ts';
import { issueToken, readTokens, revokeToken, type Token } from '../../peopleApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { Once } from '../../shell/Once.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { forget, useLoaded } from '../../state/loading.ts';
import { useWords } from '../../words/index.ts';
import { Line } from './Line.tsx';

const KEY = 'tokens:';
const YEAR = 365;

export function Tokens() {
  const { t } = useWords();
  const tokens = useLoaded(KEY, readTokens);
  const [title, setTitle] = useState('');
  const [scope, setScope] = useState<'read' | 'write'>('read');
  const [days, setDays] = useState<number | null>(YEAR);
  const [fresh, setFresh] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const again = () => {
    forget(KEY);
    tokens.retry();
  };
  const issue = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      const issued = await issueToken(title.trim(), scope, days);
      setFresh(issued.token);
      setTitle('');
      again();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const revoke = (token: Token) => {
    revokeToken(token.id).then(again, (thrown: unknown) => setProblem(asProblem(thrown)));
  };
  const standing = tokens.value ?? [];
  return (
    <div data-testid="tokens">
      <p className="quiet">{t('tokens.note')}</p>
      {(problem ?? tokens.problem) && <ProblemNote problem={(problem ?? tokens.problem)!} />}
      {fresh && <Once secret={fresh} word="tokens.once" onClose={() => setFresh(null)} />}
      {standing.length === 0 ? <p className="quiet">{t('tokens.none')}</p> : (
        <table className="rows">
          <thead><tr><th scope="col">{t('tokens.purpose')}</th><th scope="col">{t('tokens.scope')}</th><th scope="col">{t('tokens.used')}</th>
            <th scope="col"><span className="unseen">{t('tokens.revoke')}</span></th></tr></thead>
          <tbody>
            {standing.map((token) => (
              <tr key={token.id}>
                <th scope="row">{token.title}<span className="under quiet small">{t('tokens.since', { date: day(token.created_at) })}{token.expires_at && ` · ${t('tokens.until', { date: day(token.expires_at) })}`}</span></th>
                <td>{t(token.scopes.includes('write') ? 'tokens.scope.write' : 'tokens.scope.read')}</td>
                <td className="nowrap">{token.last_used_at ? moment(token.last_used_at) : t('tokens.never')}</td>
                <td><Button size="small" aria-label={`${t('tokens.revoke')}：${token.title}`} onClick={() => revoke(token)}>{t('tokens.revoke')}</Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form className="short-form" onSubmit={(event) => void issue(event)}>
        <Line id="token-title" label={t('tokens.purpose')}>
          <Input id="token-title" value={title} maxLength={100} required placeholder={t('tokens.example')} onChange={(event) => setTitle(event.target.value)} />
        </Line>
        <Line id="token-scope" label={t('tokens.scope')}>
          <Select id="token-scope" value={scope} onChange={setScope} options={[
            { value: 'read', label: t('tokens.scope.read') }, { value: 'write', label: t('tokens.scope.write') },
          ]} />
        </Line>
        <Line id="token-days" label={t('tokens.life')}>
          <Select id="token-days" value={days ?? 0} onChange={(chosen: number) => setDays(chosen || null)} options={[
            { value: 30, label: t('tokens.life.month') }, { value: YEAR, label: t('tokens.life.year') }, { value: 0, label: t('tokens.life.open') },
          ]} />
        </Line>
        <Button htmlType="submit" disabled={!title.trim()}>{t('tokens.issue')}</Button>
      </form>
    </div>
  );
}
