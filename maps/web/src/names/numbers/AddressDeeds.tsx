/** What may be done with a number of the register: its certificate, or its cancellation, each with a reason. */

import { Button, Input } from 'antd';
import { useState } from 'react';
import { cancelNumber, certifyNumber, type AddressNow, type AddressStatus } from '../../numberingApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useWords } from '../../words/index.ts';

type Wanted = 'certify' | 'cancel';

export function AddressDeeds({ code, address, status }: { code: string; address: string; status: AddressStatus }) {
  const { t } = useWords();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [because, setBecause] = useState('');
  const [now, setNow] = useState<AddressNow | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async () => {
    if (!wanted || !because.trim()) return;
    setBusy(true);
    setProblem(null);
    try {
      setNow(await (wanted === 'certify' ? certifyNumber : cancelNumber)(code, because.trim()));
      setWanted(null);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="address-deeds">
      <p className="small">{address} <span className="quiet">{code}</span></p>
      {now
        ? <p role="status" data-testid={`deed-${code}`}>{now.status === 'cancelled' ? t('numbers.cancelled') : t('numbers.certified', { number: now.certificate_number ?? '', date: now.issued_on ?? '' })}</p>
        : (
          <div className="deeds tight">
            {(['certify', 'cancel'] as const).map((each) => (
              <Button key={each} size="small" type={each === wanted ? 'primary' : 'default'} aria-pressed={each === wanted} disabled={status !== 'in_use' && each === 'certify'} data-testid={`${each}-${code}`} onClick={() => setWanted(each === wanted ? null : each)}>{t(`numbers.${each}`)}</Button>
            ))}
          </div>
        )}
      {wanted && (
        <div className="deeds tight">
          <p className="quiet small">{t(`numbers.${wanted}.note`)}</p>
          <Input size="small" className="wrong-reason" value={because} maxLength={2000} aria-label={t('numbers.because')} placeholder={t('numbers.because')} onChange={(event) => setBecause(event.target.value)} onPressEnter={() => void act()} />
          <Button size="small" type="primary" loading={busy} disabled={!because.trim()} data-testid={`do-${code}`} onClick={() => void act()}>{t('numbers.do')}</Button>
        </div>
      )}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
