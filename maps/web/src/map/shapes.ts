/** The small signs of the layers, as paths in a box of 24, for the map and for every list. */

const DISC = 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z';
const SMALL = 'M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10z';
const SQUARE = 'M4 4h16v16h-16z';
const DIAMOND = 'M12 2l10 10l-10 10l-10-10z';
const HOUSE = 'M12 2.5l9.5 8.5v10h-19v-10z';
const HEXAGON = 'M12 2l8.7 5v10l-8.7 5l-8.7-5v-10z';
const BOWL = 'M2.5 9.5h19a9.5 9.5 0 0 1-19 0z';
const ARCH = 'M5 21v-11a7 7 0 0 1 14 0v11z';
const CROSS = 'M9 3h6v6h6v6h-6v6h-6v-6h-6v-6h6z';
const POST = 'M8 3h8v14h3v4h-14v-4h3z';
const BOARD = 'M2 4h20v9h-8.5v8h-3v-8h-8.5z';
const PLATE = 'M3 7h18v10h-18z';
const BLOCKS = 'M3 10h7v-6h5v9h6v8h-18z';
const TRAPEZE = 'M7 4h10l5 16h-20z';
const STOP = 'M8 2h8l6 6v8l-6 6h-8l-6-6v-8z';
const FLAG = 'M5 2h15l-4.5 5l4.5 5h-12.5v10h-2.5z';

/** Shape beside colour: two layers can be told apart without seeing colour. */
const SHAPES: Record<string, string> = {
  'nursing-home': HOUSE,
  'community-care': HEXAGON,
  'meal-point': BOWL,
  meal: BOWL,
  cemetery: ARCH,
  'rescue-point': CROSS,
  rescue: CROSS,
  village: SMALL,
  settlement: SMALL,
  'boundary-marker': POST,
  marker: POST,
  'place-name': FLAG,
  name: FLAG,
  'name-sign': BOARD,
  'house-number': PLATE,
  'built-up-area': BLOCKS,
  parcel: TRAPEZE,
  'control-area': STOP,
  division: SQUARE,
  statistic: DIAMOND,
};

export const pathOf = (icon: string): string => SHAPES[icon] ?? DISC;

export const isSmall = (icon: string): boolean => pathOf(icon) === SMALL;
