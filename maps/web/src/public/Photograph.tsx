/** One photograph, if somebody likes: shown before it is sent, and refused where it is too large. */

import { useEffect, useState, type ChangeEvent } from 'react';
import { Button } from 'antd';
import { useWords } from '../words/index.ts';

const MOST_MB = 12;
const MEGABYTE = 1_000_000;

interface Props {
  file: File | null;
  onFile: (file: File | null) => void;
}

export function Photograph({ file, onFile }: Props) {
  const { t } = useWords();
  const [picture, setPicture] = useState<string | null>(null);
  const [large, setLarge] = useState<number | null>(null);
  useEffect(() => {
    if (!file) {
      setPicture(null);
      return undefined;
    }
    const address = URL.createObjectURL(file);
    setPicture(address);
    return () => URL.revokeObjectURL(address);
  }, [file]);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0] ?? null;
    const tooLarge = chosen !== null && chosen.size > MOST_MB * MEGABYTE;
    setLarge(tooLarge ? chosen.size : null);
    if (chosen && !tooLarge) onFile(chosen);
    event.target.value = '';
  };
  return (
    <div className="report-part">
      <label htmlFor="report-photo" className="report-label">{t('report.photo')}</label>
      <p id="report-photo-hint" className="quiet">{t('report.photo.hint')}</p>
      {large !== null && <p className="report-wrong" role="alert">{t('report.photo.large', { size: (large / MEGABYTE).toFixed(1), most: MOST_MB })}</p>}
      <div className="report-photo">
        {picture && <img src={picture} alt={file?.name ?? ''} />}
        <input id="report-photo" type="file" accept="image/jpeg,image/png,image/webp" aria-describedby="report-photo-hint" data-testid="report-photo" onChange={take} />
        {file && <Button onClick={() => onFile(null)}>{t('report.photo.remove')}</Button>}
      </div>
    </div>
  );
}
