/** The words of the works beside the cases: sweep, signs, numbers, reports, pool, calendar. */

import { NUMBERS_EN, NUMBERS_ZH } from './numbers.ts';
import { OFFICE_EN, OFFICE_ZH } from './office.ts';
import { SIGNS_EN, SIGNS_ZH } from './signs.ts';
import { SWEEP_EN, SWEEP_ZH } from './sweep.ts';

export const NAME_WORKS_ZH = {
  ...NUMBERS_ZH,
  ...OFFICE_ZH,
  ...SIGNS_ZH,
  ...SWEEP_ZH,
} as const;

export const NAME_WORKS_EN: Record<keyof typeof NAME_WORKS_ZH, string> = {
  ...NUMBERS_EN,
  ...OFFICE_EN,
  ...SIGNS_EN,
  ...SWEEP_EN,
};
