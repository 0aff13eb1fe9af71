/** An application: what is asked, by whom, for which names; many names are one case. Kept as a draft until it is a case. */

import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Input, Select, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { amendCase, caseKey, checkNames, openCase, readCase, type NamingCase, type NamingItem } from '../namesApi.ts';
import { moment } from '../format.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh, useLoaded } from '../state/loading.ts';
import { divisionsKnown } from '../state/names.ts';
import { useRegister } from '../state/register.tsx';
import { useSession } from '../state/session.ts';
import { go } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { Line } from '../desks/account/Line.tsx';
import { blank, filled, forgetApplication, isWritten, keepApplication, keptApplication, known, repeatedIn, sent, type Application } from './application.ts';
import { ItemsTable } from './ItemsTable.tsx';

interface Props {
  /** The case whose application is amended; null for a new one. */
  number: string | null;
  onMapWanted: (wanted: boolean) => void;
}

export default function ApplicationForm({ number, onMapWanted }: Props) {
  const { t } = useWords();
  const [opening] = useState(Date.now);
  const read = useLoaded(number ? `${caseKey(number)}:form:${opening}` : null, (signal) => readCase(number!, signal));
  if (number && read.problem) return <ProblemNote problem={read.problem} retry={read.retry} />;
  if (number && (!read.value || read.loading)) return <Skeleton active aria-label={t('state.loading')} />;
  return <Form number={number} standing={read.value} onMapWanted={onMapWanted} />;
}

const written = ({ kind, title, applicant, division, items }: NamingCase): Application =>
  ({ kind, title: title ?? '', applicant: applicant ?? '', division, items, touched: 0 });

const KINDS = ['naming', 'renaming', 'retirement'] as const;

function Form({ number, standing, onMapWanted }: Props & { standing: NamingCase | null }) {
  const { t } = useWords();
  const { atlas } = useRegister();
  const who = useSession().account?.name ?? '';
  const kept = keptApplication(who, number);
  const [form, setForm] = useState<Application>(() => kept ?? (standing ? written(standing) : blank(atlas.county.code)));
  const [resumed, setResumed] = useState(kept !== null);
  const [touched, setTouched] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = (part: Partial<Application>) => {
    setTouched(true);
    setForm((before) => ({ ...before, ...part }));
  };
  useEffect(() => {
    if (!touched) return;
    if (isWritten(form)) keepApplication(who, number, form);
    else forgetApplication(who, number);
  }, [form, touched, who, number]);
  const back = () => go({ tab: null, case: number });
  const items = filled(form.items);
  const repeated = repeatedIn(form.items);
  const fromTheBase = () => {
    forgetApplication(who, number);
    setForm(standing ? written(standing) : blank(atlas.county.code));
    setTouched(false);
    setResumed(false);
  };
  const keep = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { kind: form.kind, applicant: form.applicant.trim(), division: form.division, items: (await spelt(items)).map(sent), ...(form.title.trim() ? { title: form.title.trim() } : {}) };
      const opened = number && standing ? await amendCase(number, { ...body, version: standing.version }) : await openCase(body);
      forgetApplication(who, number);
      refresh('naming:');
      go({ tab: null, case: opened.number });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  return (
    <section className="application" aria-labelledby="application" data-testid="application">
      <header className="form-head">
        <Button type="text" size="small" icon={<ArrowLeftOutlined />} onClick={back}>{t(number ? 'names.back.case' : 'names.back')}</Button>
        <h2 id="application">{number ? t('names.apply.amend', { number }) : t('names.case.open')}</h2>
      </header>
      {resumed && <p className="kept">{t('names.draft.resumed', { time: form.touched ? moment(new Date(form.touched).toISOString()) : '' })} <button type="button" className="plain link" onClick={fromTheBase}>{t('names.draft.drop')}</button></p>}
      <div className="application-head">
        <Line id="application-kind" label={t('names.apply.kind')}>
          <Select id="application-kind" value={form.kind} disabled={number !== null} aria-label={t('names.apply.kind')} onChange={(kind: string) => change({ kind })}
            options={KINDS.map((kind) => ({ value: kind, label: t(`names.case.${kind}`) }))} />
        </Line>
        <Line id="application-applicant" label={t('names.apply.applicant')}>
          <Input id="application-applicant" data-testid="applicant" value={form.applicant} maxLength={100} onChange={(event) => change({ applicant: event.target.value })} />
        </Line>
        <Line id="application-division" label={t('names.apply.division')}>
          <Select id="application-division" showSearch={{ optionFilterProp: 'label' }} value={form.division} aria-label={t('names.apply.division')} onChange={(division: string) => change({ division })}
            options={divisionsKnown().filter(({ code }) => code.length <= 9).map((each) => ({ value: each.code, label: `${each.name} ${each.code}` }))} />
        </Line>
      </div>
      <ItemsTable kind={form.kind} division={form.division} items={form.items} repeated={repeated} onChange={(next) => change({ items: next })} onMapWanted={onMapWanted} />
      {problem && <ProblemNote problem={problem} />}
      <div className="form-foot">
        <p className="quiet small">{t('names.apply.note')}</p>
        <Button type="primary" loading={busy} disabled={items.length === 0 || form.applicant.trim() === '' || repeated.size > 0} data-testid="application-keep" onClick={() => void keep()}>
          {number ? t('names.apply.keep') : t('names.apply.open', { count: items.length })}
        </Button>
      </div>
    </section>
  );
}

/** Names that nobody looked at yet are spelt before they are kept. */
async function spelt(items: NamingItem[]): Promise<NamingItem[]> {
  const bare = items.filter(({ name, romanized, spelt: own, specific_term }) => name && !romanized && own === undefined && !specific_term);
  if (bare.length === 0) return items;
  // A draft may be kept without a spelling; what is missing is told before it goes on.
  const found = await checkNames(bare.map(({ name, kind }) => ({ name, kind }))).catch(() => []);
  return items.map((item) => {
    const result = found[bare.indexOf(item)];
    return result ? { ...item, ...known(result) } : item;
  });
}
