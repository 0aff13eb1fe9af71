/** What a reader must know before using the figures, and what lies in no area; each can be shown on the map. */

import { AimOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { count } from '../../format.ts';
import { around, show } from '../../map/camera.ts';
import { boxOf } from '../../map/places.ts';
import type { Box, CoverageRun, Unplaced } from '../../types.ts';
import { isWord, useWords } from '../../words/index.ts';

function Locate({ box, name }: { box: Box | null; name: string }) {
  const { t } = useWords();
  if (!box) return null;
  return <Button size="small" type="text" icon={<AimOutlined />} aria-label={`${t('coverage.locate')}：${name}`} onClick={() => show(box)} />;
}

const boxOfPoint = ({ x, y }: Unplaced): Box | null => (x === null || y === null ? null : around(x, y));

export function Findings({ run }: { run: CoverageRun }) {
  const { t } = useWords();
  const outside = [...run.unplaced.facilities, ...run.unplaced.population];
  if (run.findings.length + outside.length === 0) return <p className="quiet">{t('coverage.findings.none')}</p>;
  const severity = (text: string) => {
    const word = `severity.${text}`;
    return isWord(word) ? t(word) : text;
  };
  return (
    <>
      <ul className="findings">
        {run.findings.map((finding, place) => (
          <li key={place}>
            <span className={`severity ${finding.severity}`}>{severity(finding.severity)}</span>
            <span>{finding.message}</span>
            <Locate box={boxOf([finding.where])} name={finding.message} />
          </li>
        ))}
      </ul>
      {outside.length > 0 && (
        <>
          <h3>{t('coverage.unplaced')} <span className="quiet small">{t('coverage.unplaced.note')}</span></h3>
          <ul className="findings">
            {outside.map((each) => (
              <li key={`${each.id}`}>
                <span>{each.name}<span className="quiet"> · {each.beds !== undefined
                  ? `${count(each.beds)} ${t('coverage.beds.unit')}` : `${count(each.elderly)} ${t('coverage.elderly.unit')}`} · {each.reason}</span></span>
                <Locate box={boxOfPoint(each)} name={each.name} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
