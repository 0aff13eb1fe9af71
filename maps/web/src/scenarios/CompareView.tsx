/** Two plans side by side: their differences in sentences, two linked maps, and the tables that say the same. */

import { Button, Segmented, Skeleton } from 'antd';
import { count, measure } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import { readCompared, readScenario, type Compared, type ComparedFigure, type ComparedSite, type Sentence } from '../scenariosApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { SITE_LAYER } from '../siting/siteSigns.ts';
import { percent, servedShare } from '../siting/standing.ts';
import { usePlanShown } from '../siting/usePlanShown.ts';
import type { PlannedSite, SitingRun } from '../sitingApi.ts';
import { useLoaded } from '../state/loading.ts';
import { choose, go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { written } from './address.ts';
import { plans } from './open.ts';
import { TwinMaps } from './TwinMaps.tsx';

export function CompareView({ left, right }: { left: number; right: number }) {
  const { t } = useWords();
  const read = useLoaded(`plans:two:${left}:${right}`, (signal) => readCompared(left, right, signal));
  const one = useLoaded(`plans:one:${left}`, (signal) => readScenario(left, signal));
  const other = useLoaded(`plans:one:${right}`, (signal) => readScenario(right, signal));
  const told = read.value;
  const problem = read.problem ?? one.problem ?? other.problem;
  return (
    <section aria-label={t('plans.compare')} data-testid="plan-compare">
      <Button size="small" onClick={() => plans({})}>{t('plans.back')}</Button>
      {problem && <ProblemNote problem={problem} retry={read.retry} />}
      {!told && !problem && <Skeleton active paragraph={{ rows: 8 }} />}
      {told && (
        <>
          <h2>{t('plans.two', { left: told.left.name, right: told.right.name })} {(told.left.invented || told.right.invented) && <SampleMark />}</h2>
          <Sentences sentences={told.sentences} />
          {one.value && other.value && <Maps left={one.value.plan} right={other.value.plan} names={[told.left.name, told.right.name]} />}
          <FiguresTable told={told} />
          <Sites told={told} />
          <Towns told={told} />
          <p className="quiet small">{told.left.run} · {told.right.run}</p>
        </>
      )}
    </section>
  );
}

function Maps({ left, right, names }: { left: SitingRun; right: SitingRun; names: [string, string] }) {
  const { t } = useWords();
  const { filters } = useSight();
  const large = filters['shows'] === 'left' ? 'left' : 'right';
  usePlanShown(large === 'left' ? left : right, 'after');
  const turn = (shows: string) => go({ filters: { compare: filters['compare'] ?? '', ...(shows === 'left' ? { shows } : {}) } });
  return (
    <>
      <TwinMaps left={left} right={right} names={names} />
      <div className="deeds tight"><span className="quiet small">{t('plans.map')}</span>
        <Segmented size="small" aria-label={t('plans.map')} value={large} onChange={(value) => turn(String(value))}
          options={[{ value: 'left', label: `${t('plans.map.left')} ${names[0]}` }, { value: 'right', label: `${t('plans.map.right')} ${names[1]}` }]} /></div>
    </>
  );
}

/** A sentence of one township or one site leads there. */
function Sentences({ sentences }: { sentences: Sentence[] }) {
  const { t } = useWords();
  return (
    <ul className="plan-sentences" aria-label={t('plans.differences')} data-testid="plan-sentences">
      {sentences.map((each) => {
        const first = each.ids[0];
        const leads = first !== undefined && (each.about === 'township' || each.about === 'site');
        return (
          <li key={each.id} data-testid={`sentence-${each.id}`} className={`about-${each.about}`}>
            {leads ? <button type="button" className="plain hit" data-walk onClick={() => choose({ layer: each.about === 'township' ? 'divisions' : SITE_LAYER, id: first })}>{each.words}</button> : each.words}
          </li>
        );
      })}
    </ul>
  );
}

function FiguresTable({ told }: { told: Compared }) {
  const { t, title, unit } = useWords();
  const cell = (figure: ComparedFigure, side: 'left' | 'right') => (
    <td className="end">
      <button type="button" className="plain link" data-walk aria-label={`${measure(figure[side])} ${unit(figure)}：${t('plans.rows.open', { title: title(figure) })}`}
        onClick={() => go({ filters: { plan: String(told[side].number) }, rows: written(figure.id, 'after') })}>{measure(figure[side])}</button>
      {figure.better === side && <span className="plan-better"><span aria-hidden="true">✓</span> {t('plans.better')}</span>}
    </td>
  );
  return (
    <table className="rows plan-figures" aria-label={t('plans.figures')} data-testid="compare-figures">
      <thead><tr><th scope="col">{t('plans.figure')}</th><th scope="col" className="end">{told.left.name}</th><th scope="col" className="end">{told.right.name}</th>
        <th scope="col" className="end">{t('plans.difference')}</th></tr></thead>
      <tbody>
        {told.figures.map((figure) => (
          <tr key={figure.id}><th scope="row">{title(figure)} <span className="quiet small">{unit(figure)}</span></th>
            {cell(figure, 'left')}{cell(figure, 'right')}<td className="end">{signed(figure.difference)}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

const signed = (value: number): string => (value > 0 ? `+${measure(value)}` : value < 0 ? `−${measure(-value)}` : '0');

function Sites({ told }: { told: Compared }) {
  const { t } = useWords();
  if (told.sites.length === 0) return null;
  const doing = (site: PlannedSite | null) => (site === null ? t('plans.nothing') : `${t(`siting.kind.${site.kind}`)}${site.kind === 'closed' ? '' : ` ${count(site.places)}`}`);
  const open = (site: ComparedSite) => {
    choose({ layer: SITE_LAYER, id: (site.right ?? site.left)?.id ?? '' });
    if (site.lon !== null && site.lat !== null) bring(around(site.lon, site.lat));
  };
  return (
    <table className="rows" aria-label={t('plans.sites')} data-testid="compare-sites">
      <thead><tr><th scope="col">{t('plans.site')}</th><th scope="col">{told.left.name}</th><th scope="col">{told.right.name}</th></tr></thead>
      <tbody>
        {told.sites.map((site) => (
          <tr key={`${site.name}:${site.lon}:${site.lat}`} className={site.is_same ? 'quiet' : ''}>
            <th scope="row"><button type="button" className="plain link" data-walk onClick={() => open(site)}>{site.name}</button></th>
            <td>{doing(site.left)}</td><td>{doing(site.right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Towns({ told }: { told: Compared }) {
  const { t } = useWords();
  const { selection } = useSight();
  const sorted = [...told.townships].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.code.localeCompare(b.code));
  return (
    <table className="rows siting-towns" aria-label={t('plans.towns')} data-testid="compare-towns">
      <thead><tr><th scope="col">{t('siting.unserved.town')}</th><th scope="col" className="end">{told.left.name}</th><th scope="col" className="end">{told.right.name}</th>
        <th scope="col" className="end">{t('plans.difference')}</th></tr></thead>
      <tbody>
        {sorted.map((town) => {
          const chosen = selection?.layer === 'divisions' && selection.id === town.code;
          return (
            <tr key={town.code} className={chosen ? 'chosen' : ''} aria-current={chosen ? 'true' : undefined}>
              <th scope="row"><button type="button" className="plain link" data-walk onClick={() => choose({ layer: 'divisions', id: town.code })}>{town.name}</button></th>
              <td className="end">{count(town.left.served)} <span className="quiet small">{percent(servedShare(town.left))}</span></td>
              <td className="end">{count(town.right.served)} <span className="quiet small">{percent(servedShare(town.right))}</span></td>
              <td className="end">{signed(town.difference)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
