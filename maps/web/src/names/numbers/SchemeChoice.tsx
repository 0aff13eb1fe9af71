/** By which scheme a road is numbered, and what of the road decides where the scheme leaves it open. */

import { Select } from 'antd';
import { useId } from 'react';
import { COMPASS, FORMS, type RoadWish, type Scheme } from '../../numberingApi.ts';
import { useWords } from '../../words/index.ts';

interface Props {
  wish: RoadWish;
  schemes: Scheme[];
  /** The scheme that serves when none is named. */
  standing: string;
  onWish: (change: Record<string, string | null>) => void;
}

export function SchemeChoice({ wish, schemes, standing, onWish }: Props) {
  const { t } = useWords();
  const scheme = schemes.find(({ id }) => id === (wish.scheme ?? standing));
  const compass = (field: 'start' | 'odd') => (
    <Select size="small" value={wish[field] ?? ''} aria-label={t(`numbers.${field}`)} data-testid={`numbers-${field}`} onChange={(value: string) => onWish({ [field]: value || null })}
      options={[{ value: '', label: t('numbers.by-scheme') }, ...COMPASS.map((each) => ({ value: each, label: t(`compass.${each}`) }))]} />
  );
  const head = useId();
  return (
    <div className="scheme" role="group" aria-labelledby={head}>
      <h2 id={head}>{t('numbers.scheme')}</h2>
      <Select size="small" className="wide" value={scheme?.id} aria-label={t('numbers.scheme')} data-testid="numbers-scheme" onChange={(id: string) => onWish({ scheme: id === standing ? null : id })}
        options={schemes.map(({ id, title }) => ({ value: id, label: title }))} />
      {scheme && <p className="quiet small">{[scheme.counts, scheme.authority && t('numbers.authority', { authority: scheme.authority }), t('numbers.source', { source: scheme.source, confidence: scheme.confidence })].filter(Boolean).join(' · ')}</p>}
      {scheme && scheme.leaves_open.length > 0 && <p className="small open-items">{t('numbers.open', { items: scheme.leaves_open.join(t('list.comma')) })}</p>}
      <div className="work-bar">
        <label className="work-field"><span className="quiet small">{t('numbers.form')}</span>
          <Select size="small" value={wish.form} aria-label={t('numbers.form')} onChange={(form: string) => onWish({ form: form === 'through' ? null : form })} options={FORMS.map((each) => ({ value: each, label: t(`numbers.form.${each}`) }))} /></label>
        <label className="work-field"><span className="quiet small">{t('numbers.start')}</span>{compass('start')}</label>
        <label className="work-field"><span className="quiet small">{t('numbers.odd')}</span>{compass('odd')}</label>
        <label className="work-field"><span className="quiet small">{t('numbers.sides')}</span>
          <Select size="small" value={wish.one_sided ? 'one' : 'both'} aria-label={t('numbers.sides')} onChange={(side: string) => onWish({ side: side === 'one' ? 'one' : null })} options={(['both', 'one'] as const).map((each) => ({ value: each, label: t(`numbers.sides.${each}`) }))} /></label>
      </div>
    </div>
  );
}
