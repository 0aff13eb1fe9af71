/** 方案: the plans that were saved, one of them, two side by side, and what becomes of their sites. */

import './scenarios.css';
import '../siting/siting.css';
import { useSession } from '../state/session.ts';
import { go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { ActionsView } from './ActionsView.tsx';
import { CompareView } from './CompareView.tsx';
import { RowsBehind } from './RowsBehind.tsx';
import { SaveForm } from './SaveForm.tsx';
import { ScenarioList } from './ScenarioList.tsx';
import { ScenarioView } from './ScenarioView.tsx';
import { comparedOf, planOf } from './address.ts';
import { plans } from './open.ts';

/** Who saves plans and carries them out. */
const PLANNERS = ['planner', 'steward'];

export default function ScenariosPage() {
  const { t } = useWords();
  const { filters, run, rows } = useSight();
  const { account } = useSession();
  const actions = filters['show'] === 'actions';
  const number = planOf(filters);
  const two = comparedOf(filters);
  const keeps = account !== null && PLANNERS.includes(account.role);
  if (account === null) return <p className="note" data-testid="plans-sign-in">{t('plans.sign-in')}</p>;
  if (number !== null && rows) return <RowsBehind number={number} asked={rows} />;
  return (
    <div className="plans" data-testid="plans">
      <nav className="plans-nav" aria-label={t('plans.nav')}>
        <button type="button" className="plain" aria-current={actions ? undefined : 'page'} data-testid="plans-list" onClick={() => plans({})}>{t('plans.list')}</button>
        <button type="button" className="plain" aria-current={actions ? 'page' : undefined} data-testid="plans-actions" onClick={() => plans({ show: 'actions' })}>{t('plans.actions')}</button>
      </nav>
      {run && keeps && <SaveForm run={run} onDone={(saved) => go({ run: null, filters: saved === null ? {} : { plan: String(saved) } })} />}
      {actions && <ActionsView scenario={number} keeps={keeps} />}
      {!actions && two && <CompareView left={two[0]} right={two[1]} />}
      {!actions && !two && number !== null && <ScenarioView number={number} keeps={keeps} />}
      {!actions && !two && number === null && <ScenarioList keeps={keeps} />}
    </div>
  );
}
