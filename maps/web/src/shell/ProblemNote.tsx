/** Every error in one form: what is wrong · why · what to do. */

import { Alert, Button } from 'antd';
import { Unreachable, type Problem } from '../problem.ts';
import { useWords } from '../words/index.ts';

interface Props {
  problem: Problem;
  retry?: () => void;
}

export function ProblemNote({ problem, retry }: Props) {
  const { t } = useWords();
  const away = problem instanceof Unreachable;
  const what = away ? t('error.unreachable.what') : problem.what;
  const why = away ? t('error.unreachable.why') : problem.why;
  const remedy = away ? t('error.unreachable.remedy') : problem.remedy || t('error.remedy');
  return (
    <Alert type="error" showIcon role="alert" className="problem" title={what}
      description={<>{why && <div>{why}</div>}<div>{remedy}</div></>}
      action={retry && <Button size="small" onClick={retry}>{t('state.retry')}</Button>} />
  );
}
