/** What is tried of the homes there are, kept in the address: moved, closed, of another size, or new. */

import { numeric } from '../format.ts';

export interface Try {
  kind: 'move' | 'add' | 'remove' | 'beds';
  id: string;
  lon?: number;
  lat?: number;
  places?: number;
}

/** `move;NH-1;113.1;29.2,beds;NH-2;120,remove;NH-3,add;1;113.2;29.1;100` */
export function triesOf(text: string | undefined): Try[] {
  return (text ?? '').split(',').flatMap((piece): Try[] => {
    const [kind, id = '', ...told] = piece.split(';');
    const [first = null, second = null, third = null] = told.map(numeric);
    if (!id) return [];
    if (kind === 'remove') return [{ kind, id }];
    if (kind === 'beds' && first !== null) return [{ kind, id, places: first }];
    if (kind === 'move' && first !== null && second !== null) return [{ kind, id, lon: first, lat: second }];
    if (kind === 'add' && first !== null && second !== null && third !== null) return [{ kind, id, lon: first, lat: second, places: third }];
    return [];
  });
}

export const triesTyped = (tries: readonly Try[]): string =>
  tries.map(({ kind, id, lon, lat, places }) => [kind, id, lon?.toFixed(5), lat?.toFixed(5), places].filter((each) => each !== undefined).join(';')).join(',');

/** One try more: it takes the place of the same kind of try of the same home; what closes is not tried otherwise. */
export function tried(tries: readonly Try[], next: Try): Try[] {
  if (next.kind === 'move' && tries.some((each) => each.kind === 'add' && each.id === next.id)) {
    return tries.map((each) => (each.kind === 'add' && each.id === next.id ? { ...each, lon: next.lon!, lat: next.lat! } : each));
  }
  const others = tries.filter((each) => each.id !== next.id || (next.kind !== 'remove' && each.kind !== next.kind && each.kind !== 'remove'));
  return [...others, next];
}

/** As the service takes them: a new home has no number yet. */
export const asked = (tries: readonly Try[]) => tries.map(({ id, ...rest }) => (rest.kind === 'add' ? rest : { ...rest, id }));
