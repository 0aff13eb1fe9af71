/** Short or over, as word, shape and number. */

import { count, DASH, numeric } from '../../format.ts';
import type { Figures } from '../../types.ts';
import { useWords } from '../../words/index.ts';

export function Gap({ figures }: { figures: Pick<Figures, 'shortfall_beds' | 'surplus_beds'> }) {
  const { t } = useWords();
  const [short, over] = [numeric(figures.shortfall_beds), numeric(figures.surplus_beds)];
  if (short === null) return <span className="quiet">{DASH}</span>;
  if (short > 0) return <span className="gap-short"><span aria-hidden="true">▼</span> {t('coverage.short', { count: count(short) })}</span>;
  if (over !== null && over > 0) return <span><span aria-hidden="true">▲</span> {t('coverage.surplus', { count: count(over) })}</span>;
  return <span>{t('coverage.exact')}</span>;
}
