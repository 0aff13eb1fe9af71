/** One name whole: is it official, how it is spelt and said, what it means, who approved it, what it was before, where it is. */

import { useEffect } from 'react';
import { readThing } from '../api.ts';
import { day, DASH } from '../format.ts';
import { standingOf } from '../history/events.ts';
import Timeline from '../history/Timeline.tsx';
import { readVersions, versionsKey, type Version, type Versions } from '../historyApi.ts';
import { Hear } from '../names/Recording.tsx';
import { Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useLoaded } from '../state/loading.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import type { LayerInfo, Properties } from '../types.ts';
import { useWords, type Words } from '../words/index.ts';
import { ENDED, statusSign, statusWord } from './finding.ts';
import { PlaceMap } from './PlaceMap.tsx';
import { divisionName, useDivisionNames } from './divisions.ts';
import { Way } from './Way.tsx';
import { WithAtlas } from './WithAtlas.tsx';

export const LAYER = 'place_names';

export default function NamePage({ code }: { code: string }) {
  const { t } = useWords();
  const known = useLoaded(versionsKey(LAYER, code), (signal) => readVersions(LAYER, code, signal));
  const lost = known.problem?.status === 404;
  return (
    <article className="name-page">
      <p><Way to="names">← {t('name.back')}</Way></p>
      {known.problem && (lost
        ? <ProblemNote problem={new Problem(t('name.gone.what', { id: code }), t('name.gone.why'), t('name.gone.remedy'))} />
        : <ProblemNote problem={known.problem} retry={known.retry} />)}
      {!known.problem && <WithAtlas rows={10}>{known.value && <Told code={code} told={known.value} />}</WithAtlas>}
    </article>
  );
}

/** The word for where a name stands: of those in use, only a standard one is official. */
export function standingWord(properties: Properties, over: boolean): string {
  const status = String(properties['status'] ?? '');
  if (over && (status === 'in_use' || status === 'proposed')) return 'historical';
  return status === 'in_use' && properties['is_standard'] === false ? 'not_standard' : status;
}

function Told({ code, told }: { code: string; told: Versions }) {
  const words = useWords();
  const { t } = words;
  const { atlas, present } = useRegister();
  const layer = layerOf(atlas, LAYER);
  const { fate, versions } = told;
  const standing = standingOf(versions, present) ?? versions.at(-1) ?? null;
  const properties = standing?.properties ?? {};
  const said = (field: string): string => String(properties[field] ?? '');
  const name = said('name') || code;
  const over = ENDED.includes(said('status')) || fate.is_withdrawn || fate.retired_at !== null || (standing?.valid_to != null && standing.valid_to <= present);
  const status = standingWord(properties, over);
  useEffect(() => {
    document.title = `${name} · ${t('public.title')}`;
  }, [name, t]);
  return (
    <>
      <header className="name-head">
        <p className={`name-status ${status}`} data-testid="name-status"><span aria-hidden="true">{statusSign(status)}</span> {statusWord(status, words)} {properties['invented'] === true && <SampleMark />}</p>
        <h1 lang="zh">{name}</h1>
        {said('romanized') && <p className="name-spelling"><span className="unseen">{t('name.spelling')}</span><span lang="zh-Latn">{said('romanized')}</span></p>}
        {said('romanized_toneless') && <p className="quiet">{t('name.onsigns')} <span className="on-sign" lang="zh-Latn">{said('romanized_toneless')}</span></p>}
        {said('pronunciation') && <Hear name={name} hash={said('pronunciation')} />}
        {said('minority_script') && <p><span className="quiet">{t('name.script')}</span> {said('minority_script')}</p>}
      </header>
      {over && <Ended told={told} last={standing} />}
      <div className="name-body">
        <div className="name-facts">
          <Meaning said={said} layer={layer} />
          <Approval said={said} />
          <Others said={said} layer={layer} words={words} />
        </div>
        <section className="name-where" aria-labelledby="name-map">
          <h2 id="name-map">{t('name.map')}</h2>
          {standing?.geometry ? <PlaceMap place={standing.geometry} label={`${t('name.map')} · ${name}`} /> : <p className="quiet">{t('name.map.none')}</p>}
        </section>
      </div>
      <p className="name-report"><Way to="report" q={name} testid="name-report">{t('name.report')}</Way></p>
      {layer && (
        <section aria-labelledby="name-history" className="name-history">
          <h2 id="name-history">{t('name.history')}</h2>
          <Timeline layer={layer} id={code} />
        </section>
      )}
      <p className="quiet small">{t('name.source', { source: said('source') || DASH, date: day(properties['source_date']) })} · {t('name.code', { code })}{properties['invented'] === true && ` · ${t('name.invented')}`}</p>
    </>
  );
}

/** What ended a name, and where one goes on. */
function Ended({ told: { fate }, last }: { told: Versions; last: Version | null }) {
  const { t } = useWords();
  const retired = last?.properties['retired_on'];
  const on = fate.retired_at ?? (typeof retired === 'string' ? retired : null) ?? last?.valid_to ?? null;
  const document = fate.document ?? last?.properties['retirement_number'];
  const because = (fate.is_withdrawn ? last?.closed_because : last?.because) ?? null;
  return (
    <div className="name-ended" role="note" data-testid="name-ended">
      <p><b>{fate.is_withdrawn ? t('name.withdrawn') : on === null ? t('name.ended.undated') : t('name.ended', { date: on })}</b></p>
      {document ? <p>{t('name.ended.document', { document: String(document) })}</p> : null}
      {because && <p>{t('name.ended.because', { because })}</p>}
      {fate.successors.length > 0
        ? <p className="name-successors">{t('name.successor')} {fate.successors.map((each) => <Successor key={each} code={each} />)}</p>
        : <p className="quiet">{t('name.successor.none')}</p>}
    </div>
  );
}

function Successor({ code }: { code: string }) {
  const { asOf } = useRegister();
  const thing = useLoaded(`thing:${LAYER}:${code}:${asOf}`, (signal) => readThing(LAYER, code, asOf, signal)).value;
  return <Way to={`names/${code}`} className="name-successor" testid={`successor-${code}`}>{String(thing?.properties['name'] ?? code)}</Way>;
}

type Said = (field: string) => string;

function Facts({ lines }: { lines: [string, string][] }) {
  return <dl className="facts">{lines.filter(([, value]) => value).map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}

function choiceOf(layer: LayerInfo | undefined, field: string, code: string, { label }: Words): string {
  const choice = layer?.fields.find(({ name }) => name === field)?.choices?.find((each) => String(each.code) === code);
  return choice ? label(choice) : code;
}

function Meaning({ said, layer }: { said: Said; layer: LayerInfo | undefined }) {
  const words = useWords();
  const { t } = words;
  const names = useDivisionNames([said('division')]);
  const parts = said('specific_term') && said('generic_term') ? t('name.parts', { specific: said('specific_term'), generic: said('generic_term') }) : '';
  return (
    <section aria-labelledby="name-is">
      <h2 id="name-is">{t('name.is')}</h2>
      <Facts lines={[
        [t('name.kind'), [choiceOf(layer, 'kind', said('kind'), words), parts].filter(Boolean).join(' · ')],
        [t('name.where'), divisionName(said('division'), names)],
        [t('name.also'), said('also_in')],
        [t('name.position'), said('position')],
        [t('name.meaning'), said('meaning')],
        [t('name.origin'), said('origin')],
        [t('name.story'), said('name_history')],
      ]} />
    </section>
  );
}

function Approval({ said }: { said: Said }) {
  const { t } = useWords();
  const lines: [string, string][] = [
    [t('name.basis'), said('legal_basis')], [t('name.authority'), said('approving_authority')], [t('name.document'), said('approval_number')], [t('name.approved'), said('approved_on')],
    [t('name.filed'), said('filed_on')], [t('name.announced'), said('announced_on')],
  ];
  return (
    <section aria-labelledby="name-approval" data-testid="name-approval">
      <h2 id="name-approval">{t('name.approval')}</h2>
      {lines.some(([, value]) => value) ? <Facts lines={lines} /> : <p className="quiet">{t('name.approval.none')}</p>}
    </section>
  );
}

function Others({ said, layer, words }: { said: Said; layer: LayerInfo | undefined; words: Words }) {
  const { t } = words;
  const lines: [string, string][] = [
    [t('name.former'), said('former_name')], [t('name.alias'), said('alias')], [t('name.short'), said('short_name')],
    [t('name.protected'), said('protection') && t('name.protected.in', { level: choiceOf(layer, 'protection', said('protection'), words) })],
  ];
  if (!lines.some(([, value]) => value)) return null;
  return (
    <section aria-labelledby="name-others" data-testid="name-others">
      <h2 id="name-others">{t('name.others')}</h2>
      <Facts lines={lines} />
    </section>
  );
}
