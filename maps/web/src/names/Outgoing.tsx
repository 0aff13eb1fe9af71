/** What leaves the desk: the gazetteer as files, and how good the register is for the national database. */

import { Skeleton } from 'antd';
import { count, day, rate } from '../format.ts';
import { gazetteerFile, readQuality } from '../namesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { useWords } from '../words/index.ts';
import { FileLink } from './CaseDocuments.tsx';

const FORMATS = ['csv', 'xlsx', 'gpkg', 'docx'] as const;

export default function Outgoing() {
  const { t } = useWords();
  const quality = useLoaded('naming:quality', (signal) => readQuality(signal));
  const told = quality.value;
  return (
    <>
      <section aria-labelledby="gazetteer" data-testid="gazetteer">
        <h2 id="gazetteer">{t('names.gazetteer')}</h2>
        <p className="quiet small">{t('names.gazetteer.note')}</p>
        <ul className="documents">{FORMATS.map((format) => <li key={format}><FileLink path={gazetteerFile(format)} label={t(`names.gazetteer.${format}`)} about={t('names.gazetteer')} testid={`gazetteer-${format}`} /></li>)}</ul>
      </section>
      <section aria-labelledby="quality" data-testid="quality">
        <h2 id="quality">{t('names.quality')}</h2>
        {quality.problem && <ProblemNote problem={quality.problem} retry={quality.retry} />}
        {!told && !quality.problem && <Skeleton active title={false} />}
        {told && (
          <>
            <p className="headline-figure"><span className="area-rate">{rate(told.score)}</span> <span className="quiet small">{[told.counted !== undefined && t('names.register.count', { count: count(told.counted) }), told.as_of && day(told.as_of)].filter(Boolean).join(' · ')}</span></p>
            <table className="rows"><tbody>{(told.defects ?? []).map((defect, at) => <tr key={defect.id ?? at}><th scope="row">{defect.title ?? defect.label ?? defect.id}</th><td className="end">{count(defect.count)}</td></tr>)}</tbody></table>
          </>
        )}
      </section>
    </>
  );
}
