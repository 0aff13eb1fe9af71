/** What a reader must know before using the figures. */

import type { Finding } from '../types.ts';
import { useWords } from '../words/index.ts';

export function FindingLines({ findings }: { findings: readonly (Finding | string)[] }) {
  const { t } = useWords();
  if (findings.length === 0) return null;
  return (
    <details className="siting-findings">
      <summary>{t('siting.findings')} <span className="amount">{findings.length}</span></summary>
      <ul className="findings">
        {findings.map((finding, place) => <li key={place}><span>{typeof finding === 'string' ? finding : finding.message}</span></li>)}
      </ul>
    </details>
  );
}
