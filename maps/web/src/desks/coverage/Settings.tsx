/** 口径: which beds, whose years, which target. Every default is the lawful one. */

import { Button, InputNumber, Select, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { numeric } from '../../format.ts';
import { adjust, go, useSight } from '../../state/store.ts';
import { PARAMETERS, type Ramp } from '../../state/url.ts';
import type { CoverageRun, Indicator, Parameter } from '../../types.ts';
import { useWords } from '../../words/index.ts';
import { OwnAreas } from './OwnAreas.tsx';

interface Props {
  indicator: Indicator | null;
  run: CoverageRun | null;
}

export function Settings({ indicator, run }: Props) {
  const { t, label } = useWords();
  const sight = useSight();
  const shown = (indicator?.parameters ?? []).filter((each) => (PARAMETERS as readonly string[]).includes(each.name));
  const chosen = sight.run && run ? differing(run, shown) : sight.parameters;
  const valueOf = (parameter: Parameter) =>
    chosen[parameter.name] ?? String(parameter.default ?? '');
  const set = (parameter: Parameter, value: string) => {
    const rest = Object.fromEntries(Object.entries(chosen).filter(([name]) => name !== parameter.name));
    const parameters = value === String(parameter.default) ? rest : { ...rest, [parameter.name]: value };
    go({ parameters, run: null, rows: null, selection: parameter.name === 'by' ? null : sight.selection });
  };
  const changed = Object.keys(chosen).length > 0;
  return (
    <div className="settings">
      {shown.map((parameter) => (
        <div key={parameter.name} className="setting">
          <label htmlFor={`setting-${parameter.name}`}>{label(parameter)}</label>
          {parameter.choices
            ? <Select id={`setting-${parameter.name}`} value={valueOf(parameter)} onChange={(value) => set(parameter, value)}
                options={parameter.choices.map((choice) => ({ value: String(choice.code), label: label(choice) }))} />
            : <Target id={`setting-${parameter.name}`} value={valueOf(parameter)} onSet={(value) => set(parameter, value)} />}
        </div>
      ))}
      <div className="setting">
        <span id="ramp-label">{t('coverage.settings.ramp')}</span>
        <Segmented<Ramp> aria-labelledby="ramp-label" value={sight.ramp} onChange={(ramp) => adjust({ ramp })}
          options={[{ value: 'sequential', label: t('coverage.ramp.sequential') }, { value: 'diverging', label: t('coverage.ramp.diverging') }]} />
      </div>
      {chosen['by'] === 'areas' && <OwnAreas parameters={chosen} />}
      {changed
        ? <Button size="small" onClick={() => go({ parameters: {}, run: null })}>{t('coverage.settings.reset')}</Button>
        : <p className="quiet small">{t('coverage.settings.note')}</p>}
      {indicator && <Basis indicator={indicator} />}
    </div>
  );
}

/** What a kept run was asked beyond the defaults. */
function differing(run: CoverageRun, parameters: Parameter[]): Record<string, string> {
  const asked = parameters.map(({ name, default: lawful }) => [name, String(run.parameters[name] ?? lawful), String(lawful)] as const);
  return Object.fromEntries(asked.filter(([, value, lawful]) => value !== lawful).map(([name, value]) => [name, value]));
}

/** A number that takes effect when it is finished, not at every digit. */
function Target({ id, value, onSet }: { id: string; value: string; onSet: (value: string) => void }) {
  const [typed, setTyped] = useState<number | null>(numeric(value));
  useEffect(() => setTyped(numeric(value)), [value]);
  const finish = () => {
    if (typed !== null && typed !== numeric(value)) onSet(String(typed));
  };
  return <InputNumber id={id} value={typed} min={1} max={1000} step={1} onChange={setTyped} onBlur={finish} onPressEnter={finish} />;
}

function Basis({ indicator }: { indicator: Indicator }) {
  const { t } = useWords();
  return (
    <div className="basis small">
      <p>{indicator.definition}</p>
      {indicator.policies.map((policy) => (
        <p key={policy.id}>{t('coverage.settings.policy')}：{policy.title}，{policy.source}</p>
      ))}
    </div>
  );
}
