/** The third step: how much may be built, of which sizes, where, and what becomes of what there is. */

import { Button, Checkbox, Collapse, Select } from 'antd';
import { useState } from 'react';
import { readZones, type ReachRun } from '../sitingApi.ts';
import { useLoaded, type Loaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { now } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { Amount } from './Amount.tsx';
import { Candidates } from './Candidates.tsx';
import { Existing } from './Existing.tsx';
import { fieldId, focusField, toStep, type } from './form.ts';
import { ANY, modeOf, objectiveOf, readQuestion, needTyped, serviceOf, sitesTyped, type FieldName, type Typed } from './question.ts';
import { Sizes } from './Sizes.tsx';
import { Offered, useCandidates } from './Offered.tsx';
import { usePicked } from './usePicked.ts';
import { useStanding } from './UnservedStep.tsx';

interface Props {
  typed: Typed;
  reach: Loaded<ReachRun>;
  onSolve: () => void;
  onMapWanted: (wanted: boolean) => void;
}

/** The folds hide their fields: a wrong one is opened first. */
const FOLD_OF: Partial<Record<FieldName, string>> = { existing: 'existing', time: 'more', remote: 'fair', spread: 'fair' };

export function LimitsStep({ typed, reach, onSolve, onMapWanted }: Props) {
  const { t } = useWords();
  const { asOf } = useRegister();
  const [tried, setTried] = useState(false);
  const [open, setOpen] = useState<string[]>(() => [...(typed['existing'] ? ['existing'] : []), ...(typed['remote'] || typed['spread'] ? ['fair'] : [])]);
  const { wrongs: all } = readQuestion(typed, asOf);
  // Nobody is told of what they have not got to yet; what was typed is told at once.
  const wrongs = all.filter(({ field }) => tried || typed[field] !== undefined);
  const candidates = useCandidates(typed);
  useStanding(reach.value, usePicked(typed, candidates.value));
  const solve = () => {
    // What is being typed counts.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setTried(true);
    const { question, wrongs: [first] } = readQuestion(now().filters, asOf);
    if (question) onSolve();
    else if (first) {
      const fold = FOLD_OF[first.field];
      if (fold) setOpen((before) => [...before, fold]);
      focusField(first.field);
    }
  };
  const amount = (field: FieldName, label: string, unit: string, none = t('siting.none')) => (
    <Amount field={field} label={label} unit={unit} none={none} typed={typed[field] ?? ''} wrongs={wrongs} onType={(text) => type({ [field]: text })} />
  );
  return (
    <section aria-label={t('siting.step.limits')} data-testid="siting-limits">
      <h2>{t('siting.limits.money')}</h2>
      <div className="settings">
        {objectiveOf(typed) !== 'fewest_sites' && (
          <Amount field="sites" label={t('siting.sites')} unit={t('siting.sites.unit')} none={t('siting.sites.any')} typed={sitesTyped(typed)} wrongs={wrongs}
            onType={(text) => type({ sites: text || ANY })} />
        )}
        {serviceOf(typed) !== 'rescue_points' && (
          <Amount field="need" label={t('siting.need')} unit={t('siting.need.unit')} none={t('siting.need.all')} typed={needTyped(typed)} wrongs={wrongs}
            onType={(text) => type({ need: text || ANY })} />
        )}
        {objectiveOf(typed) === 'fewest_sites' && amount('whole', t('siting.whole'), t('siting.least.unit'), '100')}
        {amount('budget', t('siting.budget'), t('siting.budget.unit'))}
        {amount('land', t('siting.land'), t('siting.land.unit'))}
        {amount('least', t('siting.least'), t('siting.least.unit'))}
        {amount('limit', t('siting.limit'), t(modeOf(typed) === 'straight' ? 'siting.metres' : 'siting.minutes'), t('siting.limit.lawful'))}
      </div>
      <Sizes typed={typed} wrongs={wrongs} />
      <Candidates typed={typed} wrongs={wrongs} onMapWanted={onMapWanted} />
      <Zones typed={typed} />
      <Offered candidates={candidates} />
      <Collapse ghost className="folds" activeKey={open} onChange={(keys) => setOpen([keys].flat())} items={[
        { key: 'fair', label: <span data-testid="siting-fair">{t('siting.fair')}</span>,
          children: <div className="settings">{amount('remote', t('siting.remote'), t('siting.least.unit'))}{amount('spread', t('siting.spread'), t('siting.spread.unit'))}</div> },
        { key: 'existing', label: <span data-testid="siting-existing">{t('siting.existing')}</span>, children: <Existing typed={typed} reach={reach.value} /> },
        { key: 'more', label: <span data-testid="siting-more">{t('siting.more')}</span>, children: <More typed={typed}>{amount('time', t('siting.time'), t('siting.time.unit'), '60')}</More> },
      ]} />
      <div className="deeds">
        <Button onClick={() => toStep('unserved')}>{t('siting.back')}</Button>
        {/* A field left by the press would tell what is wrong with it and push the button from under the pointer. */}
        <Button type="primary" data-testid="siting-solve" onMouseDown={(event) => event.preventDefault()} onClick={solve}>{t('siting.solve')}</Button>
        {wrongs.length > 0 && <span role="status" className="gap-short">{t('siting.solve.fix', { count: wrongs.length })}</span>}
      </div>
    </section>
  );
}

/** The rule sets of control zones that speak of the service; where there are none, nothing is offered. */
function Zones({ typed }: { typed: Typed }) {
  const { t } = useWords();
  const { asOf } = useRegister();
  const all = useLoaded(`zones:${asOf}`, (signal) => readZones(asOf, signal)).value ?? [];
  const rules = all.filter(({ services }) => services.includes(serviceOf(typed)));
  if (rules.length === 0) return null;
  return (
    <div className="settings">
      <div className="setting">
        <label htmlFor={fieldId('zones')}>{t('siting.zones')}</label>
        <Select id={fieldId('zones')} value={typed['zones'] ?? ''} onChange={(zones) => type({ zones })}
          options={[{ value: '', label: t('siting.zones.none') }, ...rules.map((each) => ({ value: each.id, label: each.title }))]} />
      </div>
    </div>
  );
}

const ASKED = ['plans', 'frontier', 'cases'] as const;
const YES = { plans: '5', frontier: '1', cases: '1' } as const;

function More({ typed, children }: { typed: Typed; children: React.ReactNode }) {
  const { t } = useWords();
  return (
    <div className="settings">
      {ASKED.map((name) => (
        <Checkbox key={name} checked={typed[name] !== undefined} data-testid={`siting-${name}`}
          onChange={(event) => type({ [name]: event.target.checked ? YES[name] : '' })}>{t(`siting.more.${name}`)}</Checkbox>
      ))}
      <div className="setting">
        <label htmlFor="siting-forecast">{t('siting.more.forecast')}</label>
        <Select id="siting-forecast" value={typed['forecast'] ?? ''} onChange={(forecast) => type({ forecast })}
          options={[{ value: '', label: t('siting.more.forecast.none') }, ...['5', '10'].map((n) => ({ value: n, label: t('siting.more.forecast.years', { n }) }))]} />
      </div>
      {children}
    </div>
  );
}
