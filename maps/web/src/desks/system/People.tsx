/** The people of the register: who they are, where their office reaches, and what an administrator may change. */

import { Button, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { count } from '../../format.ts';
import { readPeople, type NewPassword, type Person } from '../../peopleApi.ts';
import { Once } from '../../shell/Once.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useDivisions } from './Office.tsx';
import { forget, useLoaded } from '../../state/loading.ts';
import { named } from '../../state/names.ts';
import { useWords } from '../../words/index.ts';
import { AddPerson } from './AddPerson.tsx';
import { PersonLine } from './PersonLine.tsx';

const KEY = 'people:';
const MANY = 12;

export function People() {
  const { t } = useWords();
  const people = useLoaded(KEY, readPeople);
  useDivisions();
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const [fresh, setFresh] = useState<NewPassword | null>(null);
  const [words, setWords] = useState('');
  const again = () => {
    forget(KEY);
    people.retry();
  };
  const told = (answer: NewPassword | null) => {
    if (answer) setFresh(answer);
    setAdding(false);
    again();
  };
  const all = people.value ?? [];
  const asked = words.trim().toLowerCase();
  const shown = [...all].sort(standingFirst).filter((each) => !asked || [each.name, each.role_label, named(each.division)]
    .some((text) => text.toLowerCase().includes(asked)));
  return (
    <section aria-label={t('system.people')} data-testid="people">
      {fresh && <Once secret={fresh.password} word="people.once" values={{ name: fresh.account.name }} onClose={() => setFresh(null)} />}
      <p className="deeds">
        {!adding && <Button type="primary" data-testid="add-person" onClick={() => setAdding(true)}>{t('people.add')}</Button>}
        <span className="quiet">{t('people.count', { count: count(all.filter((each) => !each.disabled_at).length) })}</span>
      </p>
      {adding && <AddPerson onAdded={told} onCancel={() => setAdding(false)} />}
      {all.length > MANY && <Input allowClear value={words} aria-label={t('people.find')} placeholder={t('people.find')} onChange={(event) => setWords(event.target.value)} />}
      {people.problem && <ProblemNote problem={people.problem} retry={people.retry} />}
      {!people.value && !people.problem && <Skeleton active paragraph={{ rows: 5 }} />}
      {people.value && shown.length === 0 && <p className="quiet">{t('people.none')}</p>}
      <ul className="people">
        {shown.map((person) => (
          <PersonLine key={person.id} person={person} open={open === person.id} onOpen={() => setOpen(open === person.id ? null : person.id)} onChanged={told} />
        ))}
      </ul>
    </section>
  );
}

const standingFirst = (a: Person, b: Person) =>
  Number(!!a.disabled_at) - Number(!!b.disabled_at) || a.name.localeCompare(b.name, 'zh');
