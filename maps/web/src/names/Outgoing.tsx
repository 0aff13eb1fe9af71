/** What leaves the desk: the gazetteer as files, and how good the register is for the national database. */

import { Skeleton } from 'antd';
import { count, day, rate } from '../format.ts';
import { gazetteerFile, readQuality, type Quality } from '../namesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { choose } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { FileLink } from './CaseDocuments.tsx';

const FORMATS = ['csv', 'xlsx', 'gpkg', 'docx'] as const;

export default function Outgoing() {
  const { t } = useWords();
  const { asOf } = useRegister();
  const quality = useLoaded(`naming:quality:${asOf}`, (signal) => readQuality(asOf, signal));
  return (
    <>
      <section aria-labelledby="gazetteer" data-testid="gazetteer">
        <h2 id="gazetteer">{t('names.gazetteer')}</h2>
        <p className="quiet small">{t('names.gazetteer.note')}</p>
        <ul className="documents files">{FORMATS.map((format) => <li key={format}><FileLink path={gazetteerFile(format, asOf)} label={t(`names.gazetteer.${format}`)} about={t('names.gazetteer')} testid={`gazetteer-${format}`} /></li>)}</ul>
      </section>
      <section aria-labelledby="quality" data-testid="quality">
        <h2 id="quality">{t('names.quality')}</h2>
        {quality.problem && <ProblemNote problem={quality.problem} retry={quality.retry} />}
        {!quality.value && !quality.problem && <Skeleton active title={false} />}
        {quality.value && <Told told={quality.value} />}
      </section>
    </>
  );
}

const percent = (share: number | null): string => (share === null ? '—' : `${rate(share * 100)}%`);

function Told({ told }: { told: Quality }) {
  const { t } = useWords();
  const { whole, defects, defects_in_all } = told;
  return (
    <>
      <p className="headline-figure"><span className="area-rate" data-testid="score">{rate(whole.score)}</span> <span className="quiet small">{t('names.register.count', { count: count(whole.names) })} · {day(told.as_of)}</span></p>
      <table className="rows">
        <thead><tr><th>{t('names.quality.part')}</th><th className="end">{t('names.quality.share')}</th><th className="end">{t('names.quality.defects')}</th></tr></thead>
        <tbody>{whole.parts.map((part) => <tr key={part.part}><th scope="row">{part.label}</th><td className="end">{percent(part.share)}</td><td className="end">{count(part.defects)}</td></tr>)}</tbody>
      </table>
      <h3>{t('names.quality.list', { count: count(defects_in_all) })}</h3>
      {defects.length === 0 && <p className="quiet">{t('names.quality.none')}</p>}
      <ul className="changes">
        {defects.map(({ code, name, part, message }) => (
          <li key={`${code}:${part}:${message}`}><button type="button" className="plain" data-walk onClick={() => choose({ layer: 'place_names', id: code })}><b>{name}</b> <span>{message}</span></button></li>
        ))}
      </ul>
    </>
  );
}
