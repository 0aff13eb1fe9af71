/** What the addresses of a road were before: for the people who live there, and as a file. */

import { Skeleton } from 'antd';
import { day } from '../../format.ts';
import { oldAndNewFile, readOldAndNew } from '../../numberingApi.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { useWords } from '../../words/index.ts';
import { FileLink } from '../CaseDocuments.tsx';

export function OldNew({ road }: { road: string }) {
  const { t } = useWords();
  const known = useLoaded(`numbering:oldnew:${road}`, (signal) => readOldAndNew(road, signal));
  if (known.problem) return <ProblemNote problem={known.problem} retry={known.retry} />;
  if (!known.value) return <Skeleton active title={false} />;
  if (known.value.length === 0) return <p className="note" data-testid="oldnew-none">{t('numbers.oldnew.none')}</p>;
  return (
    <>
      <p className="downloads">{(['csv', 'xlsx'] as const).map((format) => <FileLink key={format} path={oldAndNewFile(road, format)} label={t(`format.${format}`)} about={t('numbers.view.oldnew')} testid={`oldnew-${format}`} />)}</p>
      <table className="rows" data-testid="oldnew">
        <caption className="unseen">{t('numbers.view.oldnew')}</caption>
        <thead><tr><th scope="col">{t('numbers.before')}</th><th scope="col">{t('numbers.after')}</th><th scope="col">{t('numbers.since')}</th></tr></thead>
        <tbody>{known.value.map((row) => <tr key={row.code}><td>{row.old_address}</td><th scope="row">{row.address}</th><td className="nowrap">{day(row.renumbered_on)}</td></tr>)}</tbody>
      </table>
    </>
  );
}
