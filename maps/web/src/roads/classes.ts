/** The classes of roads and their words. */

export const WAY_CLASSES = ['expressway', 'first', 'second', 'third', 'fourth', 'ungraded', 'street', 'lane', 'track', 'footpath'] as const;
export type WayClass = (typeof WAY_CLASSES)[number];

/** The word of a class; one that this page does not know is a lane to it. */
export const classWord = (way: string): `roads.class.${WayClass}` => `roads.class.${WAY_CLASSES.find((known) => known === way) ?? 'lane'}`;
