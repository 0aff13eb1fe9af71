/** How fast people go, and who says so; whoever keeps the county's roads enters better figures with their source. */

import { Button, Input, InputNumber } from 'antd';
import { Fragment, useState } from 'react';
import { day } from '../format.ts';
import { asProblem, type Problem } from '../problem.ts';
import { putSpeed, type Speed, type SpeedKind } from '../roadsApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh } from '../state/loading.ts';
import { useWords } from '../words/index.ts';

const KINDS: readonly SpeedKind[] = ['walk', 'drive', 'road', 'graph'];
const keyOf = ({ kind, subject }: Speed): string => `${kind}/${subject}`;

export function Speeds({ speeds, keeps }: { speeds: readonly Speed[]; keeps: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <details data-testid="roads-speeds">
      <summary>{t('roads.speeds')}</summary>
      <table className="rows roads-speeds" aria-label={t('roads.speeds')}>
        <thead>
          <tr><th scope="col">{t('roads.speed.of')}</th><th scope="col" className="roads-figure">{t('roads.speed.value')}</th><th scope="col">{t('roads.speed.source')}</th></tr>
        </thead>
        {KINDS.filter((kind) => speeds.some((speed) => speed.kind === kind)).map((kind) => (
          <tbody key={kind}>
            <tr><th colSpan={3} scope="rowgroup" className="roads-kind">{t(`roads.speeds.${kind}`)}</th></tr>
            {speeds.filter((speed) => speed.kind === kind).map((speed) => (
              <Fragment key={keyOf(speed)}>
                <tr>
                  <th scope="row">{speed.title}</th>
                  <td className="roads-figure">{speed.value} {speed.unit}</td>
                  <td>
                    {speed.source}
                    {speed.updated_by && <span className="quiet small"> {t('roads.speed.by', { who: speed.updated_by, day: day(speed.updated_at) })}</span>}
                    {keeps && open !== keyOf(speed) && (
                      <button type="button" className="plain link" aria-label={`${t('roads.speed.change')} ${speed.title}`} onClick={() => setOpen(keyOf(speed))}>{t('roads.speed.change')}</button>
                    )}
                  </td>
                </tr>
                {open === keyOf(speed) && <tr><td colSpan={3}><Change speed={speed} onDone={() => setOpen(null)} /></td></tr>}
              </Fragment>
            ))}
          </tbody>
        ))}
      </table>
    </details>
  );
}

function Change({ speed, onDone }: { speed: Speed; onDone: () => void }) {
  const { t } = useWords();
  const [value, setValue] = useState<number | null>(speed.value);
  const [source, setSource] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const enter = async (given: number | null) => {
    try {
      await putSpeed(speed, given, source.trim());
      refresh('roads:');
      onDone();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const ready = source.trim() !== '';
  return (
    <form className="roads-change" onSubmit={(event) => {
      event.preventDefault();
      if (ready && value !== null) void enter(value);
    }}>
      <InputNumber autoFocus aria-label={`${speed.title} ${speed.unit}`} value={value} min={0} step={0.05} onChange={setValue} />
      <Input aria-label={t('roads.speed.source')} placeholder={t('roads.source.needed')} maxLength={300} value={source} onChange={(event) => setSource(event.target.value)} />
      <Button htmlType="submit" type="primary" disabled={!ready || value === null}>{t('roads.save')}</Button>
      {speed.updated_by && speed.shipped !== null && (
        <Button disabled={!ready} onClick={() => void enter(null)}>{t('roads.speed.reset', { value: speed.shipped })}</Button>
      )}
      <Button onClick={onDone}>{t('roads.cancel')}</Button>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
