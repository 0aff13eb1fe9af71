/** Which layers are drawn from tiles. */

import type { LayerInfo } from '../types.ts';

/** A layer with more things than this is not read as a whole. */
const TILED_FROM = 2000;

export const isTiled = (layer: LayerInfo): boolean => layer.geometry !== null && layer.count > TILED_FROM;

export interface Tiling {
  asOf: string;
  /** Another one with every change of the layer. */
  version: string;
}
