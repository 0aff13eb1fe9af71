/** A thing's timeline, newest first: who, what, why and when; opened, the fields before and after and the map of both. */

import { Skeleton } from 'antd';
import type { Geometry } from 'geojson';
import { useEffect, useMemo, useState } from 'react';
import { moment } from '../format.ts';
import { readVersions, versionsKey, type Version, type Versions } from '../historyApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useShown, type Difference } from '../state/differences.ts';
import { useLoaded } from '../state/loading.ts';
import { bring } from '../map/camera.ts';
import { boxOf } from '../map/places.ts';
import { useRegister } from '../state/register.tsx';
import { mayWrite, useSession } from '../state/session.ts';
import type { LayerInfo } from '../types.ts';
import { useWords, type Words } from '../words/index.ts';
import { changedFields, happenings, PLACE, standingOf, type Happening } from './events.ts';
import { Fate } from './Fate.tsx';
import { FieldChanges } from './FieldChanges.tsx';
import { Restore } from './Restore.tsx';

const SIGNS: Record<Happening['what'], string> = { entered: '＋', amended: '✎', changed: '⇄', ended: '■', reopened: '↺', withdrawn: '✕' };

export default function Timeline({ layer, id }: { layer: LayerInfo; id: string }) {
  const { t } = useWords();
  const session = useSession();
  const { present } = useRegister();
  const known = useLoaded(versionsKey(layer.id, id), (signal) => readVersions(layer.id, id, signal));
  const told = known.loading ? null : known.value;
  const story = useMemo(() => happenings(told?.versions ?? []), [told]);
  const [open, setOpen] = useState<string | null>(null);
  const chosen = story.find((each) => keyOf(each) === (open ?? '')) ?? null;
  useShown(useMemo(() => (chosen ? bothOf(chosen, layer, id) : told ? lastOf(told, layer, id) : []), [chosen, told, layer, id]));
  useEffect(() => {
    if (told) bring(boxOf(lastOf(told, layer, id).map((side) => side.geometry)));
  }, [told, layer, id]);
  const see = (each: Happening) => {
    setOpen(each === chosen ? null : keyOf(each));
    if (each !== chosen) bring(boxOf(bothOf(each, layer, id).map((side) => side.geometry)));
  };
  const standing = standingOf(told?.versions ?? [], present);
  return (
    <section className="timeline" data-testid="timeline" aria-label={t('history.title')}>
      {known.problem && <ProblemNote problem={known.problem} retry={known.retry} />}
      {!told && !known.problem && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
      {told && <Fate layer={layer} id={id} fate={told.fate} versions={told.versions} />}
      {told && story.length === 0 && <p className="quiet">{t('history.none')}</p>}
      <ol>
        {story.map((each) => (
          <Entry key={keyOf(each)} of={each} layer={layer} open={each === chosen} onOpen={() => see(each)}>
            {each === chosen && <Opened of={each} layer={layer} />}
            {each === chosen && mayWrite(session, layer.id) && lost(each, standing) && (
              <Restore layer={layer} id={id} version={lost(each, standing)!} standing={standing} />
            )}
          </Entry>
        ))}
      </ol>
      {told && story.length > 0 && <p className="quiet small">{t('history.knowledge')}</p>}
    </section>
  );
}

const keyOf = (each: Happening): string => `${each.what}:${each.at}:${each.after?.version ?? each.before?.version ?? ''}`;

/** The version one could go back to from here: what an entry said, or, of a withdrawal, what it took away. */
function lost(of: Happening, standing: Version | null): Version | null {
  const version = of.after ?? of.before;
  if (!version || version === standing) return null;
  if (standing && changedFields(version, standing).length === 0 && version.valid_to === standing.valid_to) return null;
  return version;
}

/** Of a thing that is no more, where it last was. */
function lastOf(told: Versions, layer: LayerInfo, id: string): Difference[] {
  const last = told.versions.at(-1);
  const isOver = told.fate.is_withdrawn || told.fate.retired_at !== null;
  return isOver && last?.geometry ? [sideOf('was', last, layer, id, last.geometry)] : [];
}

const sideOf = (side: Difference['side'], version: Version, layer: LayerInfo, id: string, geometry: Geometry): Difference =>
  ({ side, layer: layer.id, id, name: String(version.properties[layer.named_by] ?? id), geometry });

function bothOf(of: Happening, layer: LayerInfo, id: string): Difference[] {
  const sides: [Difference['side'], Version | null][] = [['was', of.before], ['is', of.after]];
  return sides.flatMap(([side, version]) => (version?.geometry ? [sideOf(side, version, layer, id, version.geometry)] : []));
}

interface EntryProps {
  of: Happening;
  layer: LayerInfo;
  open: boolean;
  onOpen: () => void;
  children: React.ReactNode;
}

function Entry({ of, layer, open, onOpen, children }: EntryProps) {
  const words = useWords();
  const { t } = words;
  return (
    <li className={`happening ${of.what}`} data-testid={`happening-${of.what}`}>
      <span className="happening-sign" aria-hidden="true">{SIGNS[of.what]}</span>
      <div>
        <button type="button" className="plain" data-walk aria-expanded={open} onClick={onOpen}>
          <span className="change-title">{t(`history.${of.what}`)}</span> <span>{dayOf(of, words)}</span>
          <span className="quiet small happening-when">
            <time dateTime={of.at}>{moment(of.at)}</time> · {of.by ?? t('history.someone')}
          </span>
          <span className="because">{of.because ?? t('history.nobecause')}</span>
          {!open && <span className="quiet small">{gist(of, layer, words)}</span>}
        </button>
        {children}
      </div>
    </li>
  );
}

function dayOf(of: Happening, { t }: Words): string {
  return of.day === null ? '' : t('history.day.from', { date: of.day });
}

/** Which fields it was about. */
function gist(of: Happening, layer: LayerInfo, { t, label }: Words): string {
  if (!of.before || !of.after) return '';
  const names = changedFields(of.before, of.after).map((name) => {
    if (name === PLACE) return t('history.place');
    const field = layer.fields.find((each) => each.name === name);
    return field ? label(field) : name === 'source' ? t('card.source') : name === 'source_date' ? t('card.sourcedate') : name === 'disclosure' ? t('card.disclosure') : name;
  });
  return names.join(t('list.comma'));
}

function Opened({ of, layer }: { of: Happening; layer: LayerInfo }) {
  const { t } = useWords();
  const version = of.after ?? of.before;
  return (
    <div className="opened">
      {of.before && of.after && <FieldChanges layer={layer} before={of.before} after={of.after} />}
      {of.before?.geometry && of.after?.geometry && <p className="both quiet small"><span className="key was" aria-hidden="true" />{t('history.before')} <span className="key is" aria-hidden="true" />{t('history.after')}</p>}
      {version && (
        <ul className="quiet small">
          <li>{version.valid_to ? t('history.valid.closed', { from: version.valid_from, to: version.valid_to }) : t('history.valid.open', { from: version.valid_from })}</li>
          <li>{version.superseded_at ? t('history.known.closed', { from: moment(version.recorded_at), to: moment(version.superseded_at) }) : t('history.known.open', { from: moment(version.recorded_at) })}</li>
          <li>{t('history.version', { number: version.version })}</li>
        </ul>
      )}
    </div>
  );
}
