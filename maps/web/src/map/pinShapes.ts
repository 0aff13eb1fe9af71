/** The signs of places a desk shows, as paths in a box of 24: shape beside colour, so that either tells them apart. */

import type { PinShape } from '../state/tint.ts';

const SHAPES: Record<PinShape, string> = {
  disc: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17z',
  square: 'M4 4h16v16h-16z',
  diamond: 'M12 2l10 10l-10 10l-10-10z',
  triangle: 'M12 2.5l10 18h-20z',
  star: 'M12 1.5l3.2 6.9l7.3.9l-5.4 5.1l1.4 7.4l-6.5-3.6l-6.5 3.6l1.4-7.4l-5.4-5.1l7.3-.9z',
  cross: 'M6.2 2.5l5.8 5.8l5.8-5.8l3.7 3.7l-5.8 5.8l5.8 5.8l-3.7 3.7l-5.8-5.8l-5.8 5.8l-3.7-3.7l5.8-5.8l-5.8-5.8z',
};

export const pinPath = (shape: PinShape): string => SHAPES[shape];
