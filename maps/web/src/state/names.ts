/** The names of divisions by their codes, as far as they were read; codes alone mean nothing to a person. */

import type { Things } from '../types.ts';

const known = new Map<string, string>();

export function learnNames(named: { id: string; name: string }[]): void {
  for (const { id, name } of named) known.set(id, name);
}

export function learn(things: Things): void {
  for (const { properties } of things.features) {
    const { code, name } = properties;
    if (typeof code === 'string' && typeof name === 'string') known.set(code, name);
  }
}

/** 430621100 is “荣家湾镇 430621100”; a code nobody knows stays a code. */
export function named(code: string): string {
  const name = known.get(code);
  return name ? `${name} ${code}` : code;
}

/** 430621100 is “荣家湾镇”, where the code would only be in the way. */
export const calledOf = (code: string): string => known.get(code) ?? code;

/** Every division known by name, smallest code first. */
export const divisionsKnown = (): { code: string; name: string }[] =>
  [...known].filter(([code]) => /^\d{6}(\d{3}(\d{3})?)?$/.test(code)).map(([code, name]) => ({ code, name })).sort((one, other) => (one.code < other.code ? -1 : 1));
