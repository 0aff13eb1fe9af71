/** What is asked of the service: a draft as one transaction, an end, a withdrawal, and taking a saved edit back. */

import type { Geometry } from 'geojson';
import { read, submit, part } from '../api.ts';
import { Problem } from '../problem.ts';
import type { Box, Field, Finding, LayerInfo, Properties, Thing, Things } from '../types.ts';
import { sent } from './checks.ts';
import { equal, equalShapes, type Draft, type Kept } from './draft.ts';

export interface EditFinding extends Finding {
  /** Which of the changes it speaks of; 0 is the thing itself. */
  change: number | null;
}

export interface Change {
  deed: 'enter' | 'amend' | 'change' | 'end' | 'withdraw' | 'restore';
  id?: string;
  version?: number;
  on?: string;
  valid_from?: string;
  feature?: { type: 'Feature'; geometry: Geometry | null; properties: Properties };
  document?: string;
  of_version?: number;
}

export interface Edits {
  layer: string;
  because: string;
  dry_run?: boolean;
  changes: Change[];
}

export interface Answer {
  kept: { id: string; version: number; feature: Thing | null }[];
  findings: EditFinding[];
}

export interface Conflict {
  id: string;
  base: Thing;
  mine: Thing;
  theirs: Thing;
}

export async function apply(edits: Edits, signal?: AbortSignal): Promise<Answer> {
  const answer = await submit<Answer>('POST', '/api/edits', edits, signal);
  return { ...answer, findings: answer.findings.map(whole) };
}

/** A finding with every member, though the service leaves out those that say nothing. */
const whole = ({ field, message, severity, where, change }: Partial<EditFinding>): EditFinding =>
  ({ field: field || null, message: message ?? '', severity: severity ?? 'error', where: where ?? null, change: change ?? null });

/** The fields a form fills: the layer's own, and where the knowledge comes from. */
export const formFields = (layer: LayerInfo): Field[] => [...layer.fields.filter((field) => !PROVENANCE.includes(field.name)), ...PROVENANCE_FIELDS];

const provenance = (name: string, kind: string, label: string, label_en: string, required: boolean): Field =>
  ({ name, kind, label, label_en, unit: null, required, choices: null });
export const PROVENANCE_FIELDS: Field[] = [
  { ...provenance('source', 'text', '数据来源', 'Source', true), max_length: 200 },
  provenance('source_date', 'day', '来源日期', 'Source date', false),
  { ...provenance('disclosure', 'choice', '公开程度', 'Disclosure', true), choices: [
    { code: 'public', label: '公开', label_en: 'Public' },
    { code: 'internal', label: '内部', label_en: 'Internal' },
    { code: 'restricted', label: '受限', label_en: 'Restricted' },
  ] },
];
const PROVENANCE = [...PROVENANCE_FIELDS.map((field) => field.name), 'invented'];

/** A thing as a form needs it. */
export function keptOf(layer: LayerInfo, thing: Thing): Kept {
  const { properties, geometry } = thing;
  const id = String(properties[layer.identified_by] ?? thing.id ?? '');
  return { id, version: Number(properties['version'] ?? 0), title: String(properties[layer.named_by] ?? id), geometry, properties };
}

/** The properties of the draft as the service reads them: every field of the form and nothing else. */
function written(layer: LayerInfo, properties: Properties): Properties {
  const fields = formFields(layer).map((field) => [field.name, sent(field, properties[field.name])] as const);
  return { ...Object.fromEntries(fields), invented: properties['invented'] === true };
}

export function editsOf(draft: Draft, layer: LayerInfo): Edits {
  const { base, manner, since } = draft;
  const feature = (geometry: Geometry | null, properties: Properties) =>
    ({ type: 'Feature' as const, geometry, properties: written(layer, properties) });
  const how = base === null ? { deed: 'enter' as const } : { deed: manner };
  const from = since && (base === null || manner === 'change') ? { valid_from: since } : {};
  const others = Object.entries(draft.others).flatMap(([id, shape]): Change[] => {
    const kept = draft.neighbours[id];
    return kept ? [{ deed: manner, id, version: kept.version, ...from, feature: feature(shape, kept.properties) }] : [];
  });
  const own: Change = { ...how, ...(base ? { id: base.id, version: base.version } : {}), ...from, feature: feature(draft.geometry, draft.properties) };
  const untouched = base !== null && equalShapes(draft.geometry, base.geometry)
    && formFields(layer).every(({ name }) => equal(draft.properties[name], base.properties[name]));
  return { layer: layer.id, because: draft.because.trim(), changes: untouched && others.length > 0 ? others : [own, ...others] };
}

/** The findings a refusal brings. */
export function findingsOf(problem: Problem): EditFinding[] {
  const found = problem.more['findings'];
  return Array.isArray(found) ? (found as Partial<EditFinding>[]).map(whole) : [];
}

export function conflictsOf(problem: Problem): Conflict[] {
  const found = problem.status === 409 ? problem.more['conflicts'] : null;
  return Array.isArray(found) ? (found as Conflict[]) : [];
}

const AROUND = 500;

/** The things of a layer in a box, with their whole shapes. */
export const readAround = (layer: string, asOf: string, box: Box, signal?: AbortSignal): Promise<Things> =>
  read<Things>(`/ogc/collections/${part(layer)}/items`, { datetime: asOf, bbox: box.join(','), limit: AROUND, f: 'json' }, signal);

export const readNow = (layer: string, id: string, asOf: string, signal?: AbortSignal): Promise<Thing> =>
  read<Thing>(`/ogc/collections/${part(layer)}/items/${part(id)}`, { datetime: asOf, f: 'json' }, signal);
