/** An office and the division it reaches: chosen from words, never typed as codes. */

import { Select } from 'antd';
import { readThings } from '../../api.ts';
import { useLoaded } from '../../state/loading.ts';
import { learn } from '../../state/names.ts';
import { useRegister } from '../../state/register.tsx';
import { useWords } from '../../words/index.ts';
import { Line } from '../account/Line.tsx';

export const ROLES = [
  'viewer', 'planner', 'name_drafter', 'name_reviewer', 'name_approver', 'inspector', 'steward', 'administrator',
] as const;

/** The divisions of the register; their names are learned on the way. */
export function useDivisions() {
  const { asOf } = useRegister();
  return useLoaded(`divisions:${asOf}`, async (signal) => {
    const divisions = await readThings('divisions', asOf, signal);
    learn(divisions);
    return divisions;
  });
}

interface Props {
  /** What makes the fields' names one of a kind on the page. */
  of: string;
  role: string;
  division: string;
  onRole: (role: string) => void;
  onDivision: (division: string) => void;
}

export function Office({ of, role, division, onRole, onDivision }: Props) {
  const { t } = useWords();
  const divisions = useDivisions();
  const known = (divisions.value?.features ?? [])
    .map(({ properties }) => ({ value: String(properties['code']), label: `${String(properties['name'])} ${String(properties['code'])}` }))
    .sort((a, b) => a.value.length - b.value.length || a.value.localeCompare(b.value));
  const named = known.some((each) => each.value === division) ? known : [{ value: division, label: division }, ...known];
  return (
    <>
      <Line id={`role-${of}`} label={t('account.role')} hint={t(`role.${role}.does` as 'role.viewer.does')}>
        <Select id={`role-${of}`} value={role} onChange={onRole} options={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))} />
      </Line>
      <Line id={`division-${of}`} label={t('account.division')} hint={t('people.division.hint')}>
        <Select id={`division-${of}`} value={division} onChange={onDivision} showSearch={{ optionFilterProp: 'label' }} options={named} />
      </Line>
    </>
  );
}
