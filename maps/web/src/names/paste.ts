/** Rows pasted from a spreadsheet: columns by their headings in any order, or a plain list of names. */

import type { NamingItem } from '../namesApi.ts';

type Column = 'name' | 'kind' | 'meaning' | 'origin' | 'reason' | 'position_text' | 'romanized' | 'division';

const HEADINGS: Record<Column, string[]> = {
  name: ['名称', '地名', '标准地名', '拟用名称', '拟用地名', 'name'],
  kind: ['类别', '地名类别', 'kind'],
  meaning: ['含义', '地名含义', 'meaning'],
  origin: ['来历', '地名来历', 'origin'],
  reason: ['理由', '命名理由', 'reason'],
  position_text: ['位置', '位置描述', '起止', '起止点', 'position'],
  romanized: ['拼写', '罗马字母拼写', '拼音', 'romanized'],
  division: ['行政区', '所在行政区', '政区代码', 'division'],
};

export interface Choice {
  code: string;
  label: string;
}

export interface Pasted {
  items: NamingItem[];
  /** Kinds that nobody knows, as they were written; their rows keep the usual kind. */
  unknownKinds: string[];
  /** Names that stand in the paste more than once; only the first is taken. */
  repeated: string[];
}

/** A line of a spreadsheet: tabs between cells, else commas; quotes hold cells together. */
export function cellsOf(line: string): string[] {
  const apart = line.includes('\t') ? '\t' : line.includes(',') ? ',' : '，';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === apart && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}

const columnOf = (heading: string): Column | null =>
  (Object.keys(HEADINGS) as Column[]).find((column) => HEADINGS[column].includes(heading.replace(/[（(].*$/, '').trim().toLowerCase())) ?? null;

export function itemsFrom(text: string, kinds: readonly Choice[], usual: string): Pasted {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '').map(cellsOf);
  const first = (lines[0] ?? []).map(columnOf);
  const headed = first.includes('name');
  const columns: (Column | null)[] = headed ? first : ['name', 'kind', 'meaning', 'position_text'];
  const pasted: Pasted = { items: [], unknownKinds: [], repeated: [] };
  const seen = new Set<string>();
  for (const cells of headed ? lines.slice(1) : lines) {
    const value = (column: Column) => cells[columns.indexOf(column)]?.trim() || null;
    const name = value('name');
    if (!name) continue;
    if (seen.has(name)) {
      pasted.repeated.push(name);
      continue;
    }
    seen.add(name);
    const written = value('kind');
    const kind = kinds.find(({ code, label }) => code === written || label === written || (written && label.includes(written)));
    if (written && !kind) pasted.unknownKinds.push(written);
    pasted.items.push({
      name, kind: kind?.code ?? usual, meaning: value('meaning'), origin: value('origin'), reason: value('reason'),
      position_text: value('position_text'), romanized: value('romanized'), division: value('division'),
    });
  }
  return pasted;
}
