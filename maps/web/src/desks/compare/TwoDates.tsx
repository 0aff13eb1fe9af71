/** The two days that are put side by side, always in sight; the earlier comes first however they are chosen. */

import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useRegister } from '../../state/register.tsx';
import { daysOf, yearsBefore } from '../../state/comparison.ts';
import { usePhone } from '../../state/media.ts';
import { go, useSight } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';

export function TwoDates() {
  const { t } = useWords();
  const phone = usePhone();
  const { present } = useRegister();
  const { from, to } = daysOf(useSight(), present);
  const set = (one: string, other: string) => {
    const [first, second] = one <= other ? [one, other] : [other, one];
    go({ from: first, to: second, selection: null });
  };
  const picker = (id: string, word: 'compare.from' | 'compare.to', day: string, choose: (day: string) => void, presets: { label: string; value: dayjs.Dayjs }[]) => (
    <span className="one-date">
      <label htmlFor={id}>{t(word)}</label>
      <DatePicker id={id} value={dayjs(day)} format="YYYY-MM-DD" allowClear={false} inputReadOnly={phone} presets={phone ? [] : presets}
        className="as-of-picker" onChange={(chosen) => chosen && choose(chosen.format('YYYY-MM-DD'))} />
    </span>
  );
  return (
    <div className="as-of two-dates" data-testid="two-dates" data-from={from} data-to={to}>
      {picker('compare-from', 'compare.from', from, (day) => set(day, to), [
        { label: t('compare.year'), value: dayjs(yearsBefore(to, 1)) },
        { label: t('compare.fiveyears'), value: dayjs(yearsBefore(to, 5)) },
        { label: t('asof.census'), value: dayjs('2020-11-01') },
      ])}
      {picker('compare-to', 'compare.to', to, (day) => set(from, day), [{ label: t('asof.present'), value: dayjs(present) }])}
    </div>
  );
}
