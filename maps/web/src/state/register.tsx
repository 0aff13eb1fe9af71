/** What every part of the page knows: the atlas on the day that is looked at, and which day is the present. */

import { createContext, useContext } from 'react';
import type { Atlas, LayerInfo } from '../types.ts';

export interface Register {
  atlas: Atlas;
  /** The day looked at. */
  asOf: string;
  /** The service's own present. */
  present: string;
}

const Known = createContext<Register | null>(null);

export const RegisterProvider = Known.Provider;

export function useRegister(): Register {
  const register = useContext(Known);
  if (!register) throw new Error('the atlas is read before the desks are drawn');
  return register;
}

export const layerOf = (atlas: Atlas, id: string): LayerInfo | undefined => atlas.layers.find((layer) => layer.id === id);
