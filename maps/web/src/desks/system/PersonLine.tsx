/** One person: office, division, last sign-in; opened, what an administrator may change. */

import { App, Button } from 'antd';
import { useState } from 'react';
import { moment } from '../../format.ts';
import { amendPerson, resetPassword, type Amendment, type NewPassword, type Person } from '../../peopleApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { named } from '../../state/names.ts';
import { useSession } from '../../state/session.ts';
import { useWords } from '../../words/index.ts';
import { Role } from '../account/AccountDesk.tsx';
import { Office } from './Office.tsx';

interface Props {
  person: Person;
  open: boolean;
  onOpen: () => void;
  onChanged: (answer: NewPassword | null) => void;
}

export function PersonLine({ person, open, onOpen, onChanged }: Props) {
  const { t } = useWords();
  return (
    <li className={person.disabled_at ? 'person off' : 'person'} data-testid={`person-${person.name}`}>
      <button type="button" className="plain" data-walk aria-expanded={open} onClick={onOpen}>
        <span className="change-title">{person.name}</span>
        <span><Role account={person} /> · {named(person.division)}</span>
        <span className="quiet small">{person.last_sign_in_at ? t('people.last', { at: moment(person.last_sign_in_at) }) : t('people.never')}</span>
        <States person={person} />
      </button>
      {open && <Opened person={person} onChanged={onChanged} />}
    </li>
  );
}

function States({ person }: { person: Person }) {
  const { t } = useWords();
  const locked = person.locked_until !== null && Date.parse(person.locked_until) > Date.now();
  return (
    <span className="states">
      {person.disabled_at && <span className="state">✕ {t('people.disabled')}</span>}
      {locked && <span className="state">■ {t('people.locked', { at: moment(person.locked_until ?? '') })}</span>}
      {!person.disabled_at && person.must_change_password && <span className="state">▲ {t('people.mustchange')}</span>}
      {person.has_totp && <span className="state">● {t('people.totp')}</span>}
    </span>
  );
}

function Opened({ person, onChanged }: { person: Person; onChanged: Props['onChanged'] }) {
  const { t } = useWords();
  const { modal, message } = App.useApp();
  const { account } = useSession();
  const [role, setRole] = useState(person.role);
  const [division, setDivision] = useState(person.division);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (deed: () => Promise<NewPassword | null>) => {
    setProblem(null);
    deed().then(onChanged, (thrown: unknown) => setProblem(asProblem(thrown)));
  };
  const amend = (amendment: Amendment) => amendPerson(person.id, amendment).then(() => null);
  const disable = () => attempt(async () => {
    await amend({ disabled: true });
    message.success({ duration: 8, content: <span>{t('people.disabled.done', { name: person.name })}{' '}
      <button type="button" className="plain link" onClick={() => attempt(() => amend({ disabled: false }))}>{t('people.undo')}</button></span> });
    return null;
  });
  const reset = () => {
    modal.confirm({
      title: t('people.reset.ask', { name: person.name }), content: t('people.reset.follows'),
      okText: t('people.reset'), cancelText: t('people.cancel'), onOk: () => attempt(() => resetPassword(person.id)),
    });
  };
  const same = role === person.role && division === person.division;
  return (
    <div className="framed">
      {!person.disabled_at && (
        <form className="short-form" onSubmit={(event) => {
          event.preventDefault();
          attempt(() => amend({ ...(role === person.role ? {} : { role }), ...(division === person.division ? {} : { division }) }));
        }}>
          <Office of={String(person.id)} role={role} division={division} onRole={setRole} onDivision={setDivision} />
          <Button type="primary" htmlType="submit" disabled={same}>{t('people.save')}</Button>
        </form>
      )}
      {problem && <ProblemNote problem={problem} />}
      <p className="deeds">
        {!person.disabled_at && <Button onClick={reset}>{t('people.reset')}</Button>}
        {person.disabled_at
          ? <Button onClick={() => attempt(() => amend({ disabled: false }))}>{t('people.enable')}</Button>
          : <Button danger disabled={person.id === account?.id} onClick={disable}>{t('people.disable')}</Button>}
      </p>
      <p className="quiet small">{t('people.made', { at: moment(person.created_at), by: person.created_by })}</p>
    </div>
  );
}
