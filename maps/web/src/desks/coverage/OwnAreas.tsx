/** Areas of one's own: a GeoJSON file whose polygons become the rows of the figure. */

import { UploadOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { startRun } from '../../api.ts';
import { bodyOf } from '../../state/coverage.ts';
import { followJob } from '../../state/jobs.ts';
import { useRegister } from '../../state/register.tsx';
import { adjust } from '../../state/store.ts';
import { asProblem, Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import type { Things } from '../../types.ts';
import { useWords } from '../../words/index.ts';

/** Above this size the service is asked to work in the background. */
const LARGE = 1_000_000;

interface Chosen {
  name: string;
  size: number;
  areas: Things;
}

export function arePolygons(value: unknown): value is Things {
  const { type, features } = (value ?? {}) as Partial<Things>;
  return type === 'FeatureCollection' && Array.isArray(features) && features.length > 0
    && features.every((feature) => /Polygon$/.test(feature?.geometry?.type ?? ''));
}

export function OwnAreas({ parameters }: { parameters: Record<string, string> }) {
  const { t } = useWords();
  const { asOf } = useRegister();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [named, setNamed] = useState({ areas_crs: '', area_id: '', area_name: '' });
  const read = async (file: File) => {
    const areas: unknown = await file.text().then(JSON.parse).catch(() => null);
    const bad = new Problem(t('coverage.areas.bad.what', { file: file.name }), t('coverage.areas.bad.why'), t('coverage.areas.bad.remedy'));
    setProblem(arePolygons(areas) ? null : bad);
    setChosen(arePolygons(areas) ? { name: file.name, size: file.size, areas } : null);
  };
  const compute = async ({ areas, size }: Chosen) => {
    setBusy(true);
    const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value.trim()));
    try {
      const started = await startRun({ ...bodyOf(asOf, parameters), ...given, areas }, size > LARGE);
      if ('run' in started) adjust({ run: started.run.run });
      else followJob(started.job);
      setProblem(null);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
  };
  const field = (name: keyof typeof named, word: 'coverage.areas.crs' | 'coverage.areas.id' | 'coverage.areas.name', example: string) => (
    <label className="setting"><span>{t(word)}</span>
      <Input size="small" value={named[name]} placeholder={example} onChange={(event) => setNamed({ ...named, [name]: event.target.value })} />
    </label>
  );
  return (
    <fieldset className="own-areas">
      <legend>{t('coverage.areas.title')}</legend>
      <input ref={input} type="file" accept=".geojson,.json,application/geo+json" hidden data-testid="areas-file"
        onChange={(event) => event.target.files?.[0] && void read(event.target.files[0])} />
      <Button icon={<UploadOutlined />} onClick={() => input.current?.click()}>{chosen?.name ?? t('coverage.areas.choose')}</Button>
      <p className="quiet small">{t('coverage.areas.note')}</p>
      {field('areas_crs', 'coverage.areas.crs', 'EPSG:4490')}
      {field('area_id', 'coverage.areas.id', 'code')}
      {field('area_name', 'coverage.areas.name', 'name')}
      {problem && <ProblemNote problem={problem} />}
      <Button type="primary" disabled={!chosen} loading={busy} onClick={() => chosen && void compute(chosen)}>{t('coverage.areas.run')}</Button>
    </fieldset>
  );
}
