/** What the service is asked about house numbers. Lon/lat in degrees (EPSG:4490), lengths in metres. */

import { part, read, submit } from './api.ts';

export interface Scheme {
  id: string;
  title: string;
  source: string;
  confidence: string;
  authority: string | null;
  counts: string;
  /** What the text it is from does not say, and so is said for each road. */
  leaves_open: string[];
  note: string | null;
}

export const COMPASS = ['north', 'east', 'south', 'west'] as const;
export type Compass = (typeof COMPASS)[number];
export const FORMS = ['through', 'dead_end', 'radial'] as const;
export type RoadForm = (typeof FORMS)[number];

export interface RoadWish {
  road: string;
  scheme: string | null;
  form: RoadForm;
  origin: [number, number] | null;
  start: Compass | null;
  odd: Compass | null;
  one_sided: boolean;
}

export interface GivenDoor {
  key: string;
  lon: number;
  lat: number;
  is_empty: boolean;
}

export interface Numbering extends RoadWish {
  doors: GivenDoor[];
  registered: boolean;
}

export type AddressStatus = 'reserved' | 'in_use' | 'cancelled';
export type RoadSide = 'left' | 'right';

export interface NumberRow {
  key: string | null;
  code: string | null;
  number: number;
  address: string;
  old_address: string | null;
  is_changed: boolean;
  status: AddressStatus;
  side: RoadSide;
  chainage_m: number;
  offset_m: number;
  lon: number;
  lat: number;
}

export interface NumberingPlan {
  road: string;
  road_name: string;
  scheme: string;
  axis: 'east_west' | 'north_south';
  because: string;
  odd: RoadSide;
  start: [number, number];
  azimuth_degree: number;
  length_m: number;
  accuracy_m: number;
  numbers: NumberRow[];
  unnumbered: string[];
  findings: { field?: string | null; message: string; severity?: string }[];
}

export interface AddressNow {
  code: string;
  address: string;
  number: number;
  sub_number: number | null;
  status: AddressStatus;
  plate: string;
  side: RoadSide | null;
  chainage_m: number | null;
  certificate_number: string | null;
  issued_on: string | null;
  old_address: string | null;
  because: string | null;
}

export interface NewHouse extends RoadWish {
  lon: number;
  lat: number;
  plate: 'large' | 'small' | 'temporary';
  building: string | null;
  because: string;
  dry_run: boolean;
}

export interface OldAndNew {
  code: string;
  old_address: string;
  address: string;
  renumbered_on: string | null;
  status: AddressStatus;
}

const HOME = '/api/names/numbering';
/** What is left to the scheme is not sent. */
const said = <T extends object>(asked: T) => Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));

export const readSchemes = (signal?: AbortSignal) => read<{ default: string; schemes: Scheme[] }>(`${HOME}/schemes`, {}, signal);

export const previewNumbers = (asked: Numbering, signal?: AbortSignal) => submit<NumberingPlan>('POST', `${HOME}/preview`, said(asked), signal);

export const commitNumbers = (asked: Numbering, because: string) => submit<NumberingPlan>('POST', `${HOME}/commit`, { ...said(asked), because });

export const putInHouse = (house: NewHouse) => submit<AddressNow>('POST', `${HOME}/houses`, said(house));

export const cancelNumber = (code: string, because: string) => submit<AddressNow>('POST', `${HOME}/addresses/${part(code)}/cancellation`, { because });

export const certifyNumber = (code: string, because: string) => submit<AddressNow>('POST', `${HOME}/addresses/${part(code)}/certificate`, { because });

export const readOldAndNew = (road: string, signal?: AbortSignal) =>
  read<{ rows: OldAndNew[] }>(`${HOME}/roads/${part(road)}/renumberings`, {}, signal).then(({ rows }) => rows);

export const oldAndNewFile = (road: string, format: 'csv' | 'xlsx') => `${HOME}/roads/${part(road)}/renumberings.${format}`;
