/** 路网: whether the county's roads connect, how fast people go on them, and the links the county added. */

import './roads.css';
import { Skeleton } from 'antd';
import { measure } from '../format.ts';
import { readLinks, readNetwork, readSpeeds, type Network } from '../roadsApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { mayWrite, useSession } from '../state/session.ts';
import { useWords } from '../words/index.ts';
import { classWord } from './classes.ts';
import { Faults } from './Faults.tsx';
import { Links } from './Links.tsx';
import { Speeds } from './Speeds.tsx';

/** Whoever keeps the planning layers keeps the speeds and links; the service decides in the end. */
const KEPT_WITH = 'parcels';

export default function RoadsPage() {
  const { t } = useWords();
  const { asOf } = useRegister();
  const network = useLoaded(`roads:graph:${asOf}`, (signal) => readNetwork(asOf, signal));
  const speeds = useLoaded('roads:speeds', readSpeeds);
  const links = useLoaded('roads:links', readLinks);
  const keeps = mayWrite(useSession(), KEPT_WITH);
  return (
    <section className="roads" data-testid="roads" aria-label={t('roads.title')} aria-busy={network.loading}>
      {network.problem && <ProblemNote problem={network.problem} retry={network.retry} />}
      {network.loading && !network.value && <Skeleton active paragraph={{ rows: 8 }} />}
      {network.value && (
        <div className={network.loading ? 'stale' : ''}>
          <Glance network={network.value} />
          <Faults faults={network.value.faults} links={links.value ?? []} />
          <Classes network={network.value} />
        </div>
      )}
      {speeds.problem && <ProblemNote problem={speeds.problem} retry={speeds.retry} />}
      {/* What was opened stays open while the figures are read anew, as when the session becomes known. */}
      <Speeds speeds={speeds.value ?? []} keeps={keeps} />
      {links.problem && <ProblemNote problem={links.problem} retry={links.retry} />}
      {links.value && <Links links={links.value} keeps={keeps} />}
    </section>
  );
}

function Glance({ network }: { network: Network }) {
  const { t } = useWords();
  const { parts, nodes } = network;
  const km = (length: number) => measure(Number(length.toFixed(1)));
  return (
    <>
      <p className="roads-headline" data-testid="roads-headline">{t('roads.headline', { where: network.where, ways: network.ways, km: km(network.length_km) })}</p>
      <p>{parts.length < 2 ? t('roads.whole', { nodes }) : t('roads.broken', { km: km(parts[0]!.length_km), count: parts.length - 1 })}</p>
      <p className="quiet small">{t('roads.stamp', { stamp: network.stamp })}</p>
    </>
  );
}

function Classes({ network }: { network: Network }) {
  const { t } = useWords();
  return (
    <details>
      <summary>{t('roads.classes')}</summary>
      <table className="rows" aria-label={t('roads.classes')}>
        <thead><tr><th scope="col">{t('roads.class')}</th><th scope="col" className="roads-figure">{t('roads.km')}</th></tr></thead>
        <tbody>
          {network.classes.map(({ way_class, length_km }) => (
            <tr key={way_class}><th scope="row">{t(classWord(way_class))}</th><td className="roads-figure">{measure(Number(length_km.toFixed(1)))}</td></tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
