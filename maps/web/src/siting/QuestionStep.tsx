/** The first step: for which service, and what is asked. */

import { Button, Radio, Select } from 'antd';
import { useWords } from '../words/index.ts';
import { toStep, type } from './form.ts';
import { MODES, modeOf, OBJECTIVES, objectiveOf, SERVICES, serviceOf, type Typed } from './question.ts';
import { Amount } from './Amount.tsx';

export function QuestionStep({ typed }: { typed: Typed }) {
  const { t } = useWords();
  const mode = modeOf(typed);
  return (
    <section aria-label={t('siting.step.question')}>
      <div className="settings">
        <div className="setting">
          <label htmlFor="siting-service">{t('siting.service')}</label>
          <Select id="siting-service" value={serviceOf(typed)} onChange={(service) => type({ service, options: '', existing: '', budget: '', limit: '' })}
            options={SERVICES.map((value) => ({ value, label: t(`siting.service.${value}`) }))} />
        </div>
        <div className="setting">
          <label htmlFor="siting-mode">{t('siting.mode')}</label>
          <Select id="siting-mode" value={mode} onChange={(chosen) => type({ mode: chosen, limit: '' })}
            options={MODES.map((value) => ({ value, label: t(`siting.mode.${value}`) }))} />
        </div>
        <Amount field="limit" label={t('siting.limit')} unit={t(mode === 'straight' ? 'siting.metres' : 'siting.minutes')}
          typed={typed['limit'] ?? ''} none={t('siting.limit.lawful')} wrongs={[]} onType={(limit) => type({ limit })} />
      </div>
      <h2 id="siting-objective-title">{t('siting.objective')}</h2>
      <Radio.Group className="siting-choices" aria-labelledby="siting-objective-title" value={objectiveOf(typed)}
        onChange={(event) => type({ objective: String(event.target.value) })}>
        {OBJECTIVES.map((objective) => (
          <Radio key={objective} value={objective} data-testid={`objective-${objective}`}>
            <strong>{t(`siting.objective.${objective}`)}</strong>
            <span className="quiet small">{t(`siting.objective.${objective}.says`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      <div className="deeds">
        <Button type="primary" data-testid="siting-next" onClick={() => toStep('unserved')}>{t('siting.next.unserved')}</Button>
      </div>
    </section>
  );
}
