/** The roads the map lacks: added with name, class, course and source; taken back, and kept in the ledger all the same. */

import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { day } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import { asProblem, type Problem } from '../problem.ts';
import { addLink, withdrawLink, type Link } from '../roadsApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh } from '../state/loading.ts';
import { useWords } from '../words/index.ts';
import { classWord, WAY_CLASSES, type WayClass } from './classes.ts';
import { readCourse } from './course.ts';

export function Links({ links, keeps }: { links: readonly Link[]; keeps: boolean }) {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const withdraw = async (number: number) => {
    try {
      await withdrawLink(number);
      setProblem(null);
      refresh('roads:');
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <section aria-label={t('roads.links')} data-testid="roads-links">
      <h2>{t('roads.links')} {links.length > 0 && <span className="amount">{links.length}</span>}</h2>
      {links.length === 0 && <p className="quiet">{t('roads.links.none')}</p>}
      <ul className="roads-faults">
        {links.map((link) => (
          <li key={link.number}>
            <button type="button" className="plain" data-walk onClick={() => {
              const [lon, lat] = link.course[0]!;
              bring(around(lon, lat));
            }}>{link.name}</button>{' '}
            <span className="quiet small">{t(classWord(link.way_class))} · {t('roads.link.points', { count: link.course.length })} · {link.source} · {t('roads.speed.by', { who: link.entered_by, day: day(link.entered_at) })}</span>
            {keeps && <button type="button" className="plain link" aria-label={`${t('roads.link.withdraw')} ${link.name}`} onClick={() => void withdraw(link.number)}>{t('roads.link.withdraw')}</button>}
          </li>
        ))}
      </ul>
      {problem && <ProblemNote problem={problem} />}
      {keeps && (adding ? <Adding onDone={() => setAdding(false)} /> : <Button data-testid="roads-add" onClick={() => setAdding(true)}>{t('roads.link.add')}</Button>)}
    </section>
  );
}

function Adding({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<WayClass>('ungraded');
  const [oneWay, setOneWay] = useState(false);
  const [typed, setTyped] = useState('');
  const [source, setSource] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const course = readCourse(typed);
  const ready = name.trim() !== '' && source.trim() !== '' && course !== null;
  const add = async () => {
    if (!ready) return;
    try {
      await addLink({ name: name.trim(), way_class: kind, is_one_way: oneWay, course, source: source.trim() });
      refresh('roads:');
      onDone();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <form className="roads-adding" aria-label={t('roads.link.add')} onSubmit={(event) => {
      event.preventDefault();
      void add();
    }}>
      <label>{t('roads.link.name')}<Input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} /></label>
      <label>{t('roads.link.class')}<Select aria-label={t('roads.link.class')} value={kind} onChange={setKind} options={WAY_CLASSES.map((way) => ({ value: way, label: t(classWord(way)) }))} /></label>
      <Checkbox checked={oneWay} onChange={(event) => setOneWay(event.target.checked)}>{t('roads.link.oneway')}</Checkbox>
      <label>{t('roads.link.course')}<Input.TextArea rows={4} value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={'113.12,29.14\n113.13,29.15'} /></label>
      {typed.trim() !== '' && course === null && <p className="quiet small" role="status">{t('roads.link.course.wrong')}</p>}
      <label>{t('roads.speed.source')}<Input maxLength={300} placeholder={t('roads.source.needed')} value={source} onChange={(event) => setSource(event.target.value)} /></label>
      <div className="deeds">
        <Button htmlType="submit" type="primary" disabled={!ready}>{t('roads.save')}</Button>
        <Button onClick={onDone}>{t('roads.cancel')}</Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
