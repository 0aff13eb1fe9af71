/** What is asked: the service, the way, how far, who comes first, which measure; all of it stands in the address. */

import { Radio, Select } from 'antd';
import { measure } from '../format.ts';
import type { Run } from '../reachApi.ts';
import { Amount } from '../siting/Amount.tsx';
import { type, useTyped } from '../siting/form.ts';
import { MODES, modeOf, SERVICES, serviceOf } from '../siting/question.ts';
import { useWords } from '../words/index.ts';
import { MEASURES, measureOf, needOf, RULES, ruleOf } from './question.ts';

export function Ask({ run }: { run: Run | null }) {
  const { t } = useWords();
  const typed = useTyped();
  const mode = modeOf(typed);
  const unit = t(mode === 'straight' ? 'siting.metres' : 'siting.minutes');
  return (
    <div className="settings siting" role="group" aria-label={t('reach.ask')}>
      <div className="setting">
        <label htmlFor="reach-service">{t('siting.service')}</label>
        <Select id="reach-service" data-testid="reach-service" value={serviceOf(typed)} onChange={(service) => type({ service, limit: '' })}
          options={SERVICES.map((value) => ({ value, label: t(`siting.service.${value}`) }))} />
      </div>
      <div className="setting">
        <label htmlFor="reach-mode">{t('siting.mode')}</label>
        <Select id="reach-mode" value={mode} onChange={(chosen) => type({ mode: chosen, limit: '' })}
          options={MODES.map((value) => ({ value, label: t(`siting.mode.${value}`) }))} />
      </div>
      <Amount field="limit" label={t('siting.limit')} unit={unit} typed={typed['limit'] ?? ''} none={t('siting.limit.lawful')} wrongs={[]}
        onType={(limit) => type({ limit })} />
      {run && run.mode === mode && (
        <p className="quiet small reach-limits">{t('reach.limits', {
          town: measure(run.limits.town), country: measure(run.limits.country), unit, source: run.limits.source })}</p>
      )}
      <Amount field="need" label={t('siting.need')} unit={t('siting.need.unit')} none={t('siting.need.all')} typed={needOf(typed)} wrongs={[]}
        onType={(need) => type({ need })} />
      <div className="setting">
        <span id="reach-rule">{t('reach.rule')}</span>
        <Radio.Group aria-labelledby="reach-rule" value={ruleOf(typed)} onChange={(event) => type({ rule: event.target.value === 'nearest' ? '' : String(event.target.value) })}>
          {RULES.map((rule) => <Radio key={rule} value={rule} data-testid={`reach-rule-${rule}`}>{t(`reach.rule.${rule}`)}</Radio>)}
        </Radio.Group>
      </div>
      <div className="setting">
        <label htmlFor="reach-measure">{t('reach.measure')}</label>
        <Select id="reach-measure" value={measureOf(typed)} onChange={(chosen) => type({ measure: chosen === '2sfca' ? '' : chosen })}
          options={MEASURES.map((value) => ({ value, label: t(`reach.measure.${value}`) }))} />
      </div>
    </div>
  );
}
