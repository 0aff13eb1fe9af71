/** The cases by their clocks: what is left, in which days, and why; the most pressing first. */

import { PlusOutlined } from '@ant-design/icons';
import { Button, Select, Skeleton, Switch } from 'antd';
import { count } from '../format.ts';
import { queueKey, readQueue, type QueuedCase } from '../namesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { calledOf } from '../state/names.ts';
import { useSession } from '../state/session.ts';
import { adjust, go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { keptApplication } from './application.ts';
import { byClock, tallied } from './clock.ts';
import { CLOCK_SIGNS, ClockMark } from './ClockMark.tsx';
import { useFresh } from './fresh.ts';
import { caseKindOf, wordOf } from './kinds.ts';

/** Steps that are always open and bring no case on. */
const ALWAYS = ['withdraw', 'suspend'];

export function Queue() {
  const words = useWords();
  const { t } = words;
  const { filters } = useSight();
  const session = useSession();
  const opening = useFresh();
  const mine = filters['mine'] === '1';
  const queue = useLoaded(`${queueKey(mine)}:${opening}`, (signal) => readQueue(mine, signal));
  const narrow = (change: Record<string, string | null>) =>
    adjust({ filters: Object.fromEntries(Object.entries({ ...filters, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1]))) });
  const all = byClock(queue.value ?? []);
  const staged = all.filter(({ stage }) => !filters['stage'] || stage === filters['stage']);
  const shown = staged.filter(({ clock }) => !filters['clock'] || clock?.state === filters['clock']);
  const stages = [...new Map(all.map(({ stage, stage_label }) => [stage, wordOf('stage', stage, stage_label, words)]))];
  const drafts = session.account?.role === 'name_drafter';
  const kept = session.account ? keptApplication(session.account.name, null) : null;
  return (
    <section aria-label={t('names.queue.title')} data-testid="queue">
      <div className="queue-bar">
        {drafts && <Button type="primary" icon={<PlusOutlined />} data-testid="new-case" onClick={() => go({ tab: 'apply', case: null })}>{t('names.case.open')}</Button>}
        <Select size="small" allowClear className="queue-stage" placeholder={t('names.queue.stage')} aria-label={t('names.queue.stage')} value={filters['stage']}
          onChange={(stage: string | undefined) => narrow({ stage: stage ?? null })} options={stages.map(([value, label]) => ({ value, label }))} />
        <span className="switch-line"><Switch size="small" checked={mine} aria-label={t('names.queue.mine')} onChange={(on) => narrow({ mine: on ? '1' : null })} /> {t('names.queue.mine')}</span>
      </div>
      {kept && <p className="kept">{t('names.draft.kept')} <button type="button" className="plain link" data-testid="resume-application" onClick={() => go({ tab: 'apply', case: null })}>{t('names.draft.resume')}</button></p>}
      <div className="tallies" role="group" aria-label={t('names.queue.clocks')}>
        {tallied(staged).map(([state, number]) => (
          <button key={state} type="button" className={`tally ${state}`} aria-pressed={filters['clock'] === state} data-testid={`tally-${state}`}
            onClick={() => narrow({ clock: filters['clock'] === state ? null : state })}>
            <span aria-hidden="true">{CLOCK_SIGNS[state]}</span> {t(`clock.state.${state}`)} <b>{count(number)}</b>
          </button>
        ))}
      </div>
      {queue.problem && <ProblemNote problem={queue.problem} retry={queue.retry} />}
      {queue.loading && !queue.value && <Skeleton active paragraph={{ rows: 8 }} />}
      {queue.value && all.length === 0 && <Empty mayDraft={drafts} />}
      {all.length > 0 && shown.length === 0 && <p className="quiet">{t('names.queue.narrow')} <button type="button" className="plain link" onClick={() => adjust({ filters: {} })}>{t('names.queue.all')}</button></p>}
      <ul className="queue">
        {shown.map((queued) => <Line key={queued.number} queued={queued} />)}
      </ul>
    </section>
  );
}

function Line({ queued }: { queued: QueuedCase }) {
  const words = useWords();
  const { t } = words;
  const { number, names, title, stage, stage_label, division, applicant, clock, next_steps } = queued;
  const onward = next_steps.filter(({ step }) => !ALWAYS.includes(step));
  const shown = names.slice(0, 3).join(t('list.comma'));
  return (
    <li>
      <button type="button" className={`plain queued ${clock?.state ?? ''}`} data-walk data-testid={`case-${number}`} onClick={() => go({ case: number, selection: null })}>
        <span className="queued-name">{shown || title}{names.length > 3 && <span className="quiet"> {t('names.queue.more', { count: names.length })}</span>}</span>
        <span className="stage-mark">{wordOf('stage', stage, stage_label, words)}</span>
        {clock && <ClockMark clock={clock} reason />}
        <span className="quiet small queued-more">
          {[caseKindOf(queued, words), division && calledOf(division), applicant, number].filter(Boolean).join(' · ')}
        </span>
        {onward.length > 0 && <span className="small queued-next">{t('names.queue.next', { steps: onward.map(({ step, label }) => wordOf('step', step, label, words)).join(t('list.or')) })}</span>}
      </button>
    </li>
  );
}

function Empty({ mayDraft }: { mayDraft: boolean }) {
  const { t } = useWords();
  return (
    <div className="note" data-testid="queue-empty">
      <p><b>{t('names.queue.empty')}</b></p>
      <p>{t(mayDraft ? 'names.queue.empty.draft' : 'names.queue.empty.other')}</p>
      {mayDraft && <Button type="primary" onClick={() => go({ tab: 'apply', case: null })}>{t('names.case.open')}</Button>}
      <Button onClick={() => go({ tab: 'check' })}>{t('names.queue.empty.check')}</Button>
    </div>
  );
}
