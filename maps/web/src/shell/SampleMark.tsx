/** The word that marks invented data, in a dotted outline. */

import { useWords } from '../words/index.ts';

export function SampleMark() {
  const { t } = useWords();
  return <span className="sample" title={t('sample.note')}>{t('sample')}</span>;
}
