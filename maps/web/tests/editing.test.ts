import type { Geometry } from 'geojson';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Field, LayerInfo, Properties } from '../src/types.ts';

/** A shelf as the browser keeps it. */
function storage(): Storage {
  const kept: Record<string, string> = {};
  return new Proxy({
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, value: string) => void (kept[name] = value),
    removeItem: (name: string) => void delete kept[name],
  } as unknown as Storage, { ownKeys: () => Object.keys(kept), getOwnPropertyDescriptor: (_, name) => ({ value: kept[String(name)], enumerable: true, configurable: true }) });
}

vi.stubGlobal('localStorage', storage());
vi.stubGlobal('window', { location: { pathname: '/', search: '', href: 'http://cairn/' }, addEventListener: () => undefined });

const { sent, wrong, wrongs } = await import('../src/edit/checks.ts');
const { editsOf, formFields } = await import('../src/edit/deeds.ts');
const drafts = await import('../src/edit/draft.ts');
const { differences, merged, proposed, SHAPE } = await import('../src/edit/merging.ts');
const { patched } = await import('../src/map/prepared.ts');
const { wordsIn } = await import('../src/words/index.ts');

const zh = wordsIn('zh');
const field = (name: string, kind: string, more: Partial<Field> = {}): Field =>
  ({ name, kind, label: name, unit: null, required: false, choices: null, ...more });
const BEDS = field('beds', 'count', { required: true, minimum: 0, maximum: 5000 });
const AREA = field('area', 'measure', { unit: 'm²', minimum: 0 });
const STAGE = field('stage', 'choice', { choices: [{ code: 'open', label: '运营' }, { code: 'closed', label: '停业' }] });
const NAME = field('name', 'text', { required: true, max_length: 5 });
const PHONE = field('phone', 'phone', { pattern: '^[0-9+][0-9 -]{2,24}$', example: '0730-7620001' });

describe('a form tells at once', () => {
  it.each<[Field, unknown, string | null]>([
    [BEDS, '', 'beds未填写，为必填项'],
    [BEDS, '120', null],
    [BEDS, 120, null],
    [BEDS, '一百二', 'beds“一百二”不是整数。请改为整数，如 120。'],
    [BEDS, '3.5', 'beds“3.5”不是整数。请改为整数，如 120。'],
    [BEDS, '-1', 'beds“-1”不能小于 0'],
    [BEDS, '5001', 'beds“5001”不能大于 5000'],
    [AREA, null, null],
    [AREA, '12.34', null],
    [AREA, '12.345', 'area“12.345”不是数，或小数多于两位。请改为数字，不带单位。'],
    [AREA, '12亩', 'area“12亩”不是数，或小数多于两位。请改为数字，不带单位。'],
    [STAGE, 'open', null],
    [STAGE, 'opened', 'stage“opened”不在选项内，请从列表中选。'],
    [NAME, '   ', 'name未填写，为必填项'],
    [NAME, '𠮷祥𠮷祥院', null],
    [NAME, '六个字的名称', 'name有 6 字，至多 5 字'],
    [PHONE, '值班室', 'phone“值班室”格式不符。样例：0730-7620001'],
    [field('opened_on', 'day'), '2024-02-30', 'opened_on“2024-02-30”不是日期。请写成 2024-12-31 的样子。'],
    [field('opened_on', 'day'), '2024-02-29', null],
  ])('%o with %o', (asked, value, message) => {
    expect(wrong(asked, value, zh)).toBe(message);
  });

  it('by field', () => {
    expect(Object.keys(wrongs([BEDS, NAME, AREA], { beds: 'x', name: '' }, zh))).toEqual(['beds', 'name']);
  });

  it('and sends numbers as numbers, blanks as nothing', () => {
    expect([sent(BEDS, ' 120 '), sent(AREA, '12.5'), sent(NAME, ' 院 '), sent(NAME, ' '), sent(field('open', 'yes_no'), true)])
      .toEqual([120, 12.5, '院', null, true]);
  });
});

const LAYER = { id: 'homes', title: '', title_en: '', group: '', geometry: 'POINT', named_by: 'name', identified_by: 'number', disclosure: 'public',
  fields: [field('number', 'code'), NAME, BEDS] } as unknown as LayerInfo;
const point = (lon: number, lat: number): Geometry => ({ type: 'Point', coordinates: [lon, lat] });
const HOME: Properties = { number: 'N-1', name: '甲院', beds: 100, source: '台账', source_date: null, disclosure: 'public', invented: false, version: 3 };
const BASE = { id: 'N-1', version: 3, title: '甲院', geometry: point(113, 29), properties: HOME };
const draft = (): Parameters<typeof drafts.begin>[0] => ({
  layer: 'homes', base: BASE, neighbours: {}, others: {}, geometry: BASE.geometry, properties: HOME, because: ' 年检 ', manner: 'amend', since: null, touched: 0,
});

describe('a draft', () => {
  beforeEach(() => {
    drafts.belongsTo('kong');
    drafts.discard();
    drafts.begin(draft());
  });

  it('is none until something is written, and none again when it is undone', () => {
    expect(drafts.isChanged(drafts.current()!)).toBe(false);
    drafts.fill('beds', '120');
    expect(drafts.isChanged(drafts.current()!)).toBe(true);
    expect(drafts.keptFor('homes')).toHaveLength(1);
    expect(drafts.undo()).toBe(true);
    expect(drafts.isChanged(drafts.current()!)).toBe(false);
    expect(drafts.keptFor('homes')).toHaveLength(0);
    expect(drafts.redo()).toBe(true);
    expect(drafts.current()?.properties['beds']).toBe('120');
  });

  it('takes back together what is typed into one field, and apart what is not', () => {
    for (const text of ['1', '12', '120']) drafts.fill('beds', text);
    drafts.step({ geometry: point(113.1, 29) });
    drafts.fill('beds', '121');
    drafts.undo();
    expect(drafts.current()?.properties['beds']).toBe('120');
    drafts.undo();
    expect(drafts.current()?.geometry).toEqual(BASE.geometry);
    drafts.undo();
    expect(drafts.current()?.properties['beds']).toBe(100);
    expect(drafts.undo()).toBe(false);
  });

  it('stays kept when it is left, each person for themselves', () => {
    drafts.fill('beds', '120');
    drafts.leave();
    expect(drafts.keptFor('homes')[0]?.properties['beds']).toBe('120');
    drafts.belongsTo('liu');
    expect(drafts.keptFor('homes')).toHaveLength(0);
    drafts.belongsTo('kong');
    expect(drafts.keptFor('homes')).toHaveLength(1);
  });

  it('is sent as one correction with its version and reason', () => {
    drafts.fill('beds', '120');
    expect(editsOf(drafts.current()!, LAYER)).toEqual({ layer: 'homes', because: '年检', changes: [{ deed: 'amend', id: 'N-1', version: 3,
      feature: { type: 'Feature', geometry: BASE.geometry, properties: { number: 'N-1', name: '甲院', beds: 120, source: '台账', source_date: null, disclosure: 'public', invented: false } } }] });
  });

  it('is sent as a change from a day, or as a new entry', () => {
    drafts.fill('beds', '120');
    drafts.tellHow({ manner: 'change', since: '2024-12-01' });
    expect(editsOf(drafts.current()!, LAYER).changes[0]).toMatchObject({ deed: 'change', valid_from: '2024-12-01' });
    const fresh = { ...draft(), base: null, since: '2024-12-01' };
    const [entered] = editsOf(fresh, LAYER).changes;
    expect(entered).toMatchObject({ deed: 'enter', valid_from: '2024-12-01' });
    expect(entered).not.toHaveProperty('version');
  });

  it('sends neighbours that moved along, each with its own version', () => {
    const moved = { ...draft(), others: { 'N-2': point(114, 29) }, neighbours: { 'N-2': { ...BASE, id: 'N-2', version: 8, title: '乙院' } } };
    expect(editsOf(moved, LAYER).changes.map(({ id, version }) => [id, version])).toEqual([['N-2', 8]]);
    const both = { ...moved, properties: { ...HOME, beds: '1' } };
    expect(editsOf(both, LAYER).changes.map(({ id }) => id)).toEqual(['N-1', 'N-2']);
  });
});

describe('two people wrote', () => {
  const versions = {
    base: BASE,
    mine: { properties: { ...HOME, beds: '120', name: '甲养老院' }, geometry: point(113.1, 29) },
    theirs: { properties: { ...HOME, beds: 130, source: '年检' }, geometry: BASE.geometry },
  };
  const found = differences(formFields(LAYER), versions);

  it('and each difference says who changed it', () => {
    expect(found).toEqual([
      { name: 'name', changedBy: 'mine' }, { name: 'beds', changedBy: 'clash' }, { name: 'source', changedBy: 'theirs' }, { name: SHAPE, changedBy: 'mine' },
    ]);
  });

  it('and what one side changed is kept without asking', () => {
    const result = merged(versions, proposed(found));
    expect(result.properties).toMatchObject({ name: '甲养老院', beds: '120', source: '年检' });
    expect(result.geometry).toEqual(point(113.1, 29));
  });

  it('and every choice is obeyed, so that nothing typed is lost', () => {
    const result = merged(versions, { name: 'theirs', beds: 'theirs', source: 'mine', [SHAPE]: 'theirs' });
    expect(result.properties).toMatchObject({ name: '甲院', beds: 130, source: '台账' });
    expect(result.geometry).toEqual(BASE.geometry);
  });

  it('the same, and there is nothing to decide', () => {
    expect(differences(formFields(LAYER), { ...versions, mine: { ...versions.theirs, properties: { ...versions.theirs.properties, beds: '130' } } })).toEqual([]);
  });
});

describe('a drawing brought up to date in a box', () => {
  const drawn = (id: string, lon: number, name = id) =>
    ({ type: 'Feature' as const, geometry: point(lon, 29), properties: { layer: 'homes', id, name, invented: false, shape: 'point' as const, level: '', size: 0 } });
  const drawing = (...features: ReturnType<typeof drawn>[]) =>
    ({ shapes: { type: 'FeatureCollection' as const, features }, names: { type: 'FeatureCollection' as const, features: [] } });

  it('takes what is new, loses what is gone from it, and leaves the rest', () => {
    const after = patched(drawing(drawn('far', 115), drawn('gone', 113), drawn('changed', 113.1)), drawing(drawn('changed', 113.1, '新名'), drawn('new', 113.05)), [112.9, 28.9, 113.2, 29.1]);
    expect(after.shapes.features.map(({ properties }) => [properties.id, properties.name])).toEqual([['far', 'far'], ['changed', '新名'], ['new', 'new']]);
  });
});
