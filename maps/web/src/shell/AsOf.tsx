/** The day looked at: always visible, and said aloud when it is not the present. */

import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { today } from '../format.ts';
import { useRegister } from '../state/register.tsx';
import { daysOf } from '../state/comparison.ts';
import { go, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';

export function AsOf({ phone }: { phone: boolean }) {
  const { t } = useWords();
  const { asOf, present } = useRegister();
  const set = (day: string | null) => go({ asOf: day, run: null, rows: null });
  const presets = [
    { label: t('asof.present'), value: dayjs(present) },
    { label: t('asof.today'), value: dayjs(today()) },
    { label: t('asof.census'), value: dayjs('2020-11-01') },
  ];
  return (
    <div className="as-of" data-testid="as-of" data-date={asOf}>
      <label htmlFor="as-of">{t('asof.label')}</label>
      <DatePicker id="as-of" value={dayjs(asOf)} format="YYYY-MM-DD" allowClear={false} inputReadOnly={phone}
        presets={phone ? [] : presets} className="as-of-picker"
        onChange={(chosen) => set(chosen ? chosen.format('YYYY-MM-DD') : null)} />
      {asOf !== present && (
        <button type="button" className="plain link" onClick={() => set(null)}>{t('asof.present')}</button>
      )}
    </div>
  );
}

/** Past, present or future of the register, as a word on the frame. */
export function TimeMark() {
  const { t } = useWords();
  const { asOf, present } = useRegister();
  const sight = useSight();
  if (sight.desk === 'compare') {
    return <div className="time-mark" role="status" data-testid="time-mark">{t('compare.mark', { ...daysOf(sight, present) })}</div>;
  }
  if (asOf === present) return null;
  const word = asOf < present ? 'asof.past' : 'asof.future';
  return <div className="time-mark" role="status" data-testid="time-mark">{t(word, { date: asOf })}</div>;
}
