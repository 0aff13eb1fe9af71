/** No plan: which limits clash, each with the way to its field. */

import { Alert, Button } from 'antd';
import type { SitingRun } from '../sitingApi.ts';
import { useWords } from '../words/index.ts';
import { FindingLines } from './FindingLines.tsx';
import { focusField, toStep } from './form.ts';
import { fieldOf, typedOf } from './question.ts';

export function Infeasible({ run }: { run: SitingRun }) {
  const { t } = useWords();
  const change = (limit: string) => {
    toStep('limits', typedOf(run));
    const field = fieldOf(limit);
    if (field) focusField(field);
  };
  return (
    <div data-testid="siting-infeasible">
      <Alert type="warning" showIcon role="alert" title={t('siting.infeasible')}
        description={t(run.clashes.length > 0 ? 'siting.infeasible.says' : 'siting.infeasible.unknown')} />
      <ul className="siting-clashes">
        {run.clashes.map((clash) => (
          <li key={clash.limit} data-testid={`clash-${clash.limit}`}>
            <strong>{clash.title}</strong>
            <span>{clash.words}</span>
            <Button size="small" onClick={() => change(clash.limit)}>{t('siting.infeasible.change', { title: clash.title })}</Button>
          </li>
        ))}
      </ul>
      <FindingLines findings={run.findings} />
      <p className="quiet small">{t('siting.run', { run: run.id })}</p>
    </div>
  );
}
