import { mix } from '../world/random.ts';

// Large tables of alike members; shuffling them would cost much and show nothing.
const LEFT_ALONE = ['last_analysis_results'] as const;

/**
 * Copies a JSON value with the members of its objects in another order, as identical calls to the service give them.
 * @param turn the same turn gives the same order.
 */
export function shuffleMembers(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((item, index) => shuffleMembers(item, turn + index));
  if (typeof value !== 'object' || value === null) return value;
  const ranked = Object.entries(value).map(([name, member], place) => ({ name, member, rank: mix(turn, place, 620) }));
  ranked.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(
    ranked.map(({ name, member, rank }) => [
      name,
      LEFT_ALONE.some((known) => known === name) ? member : shuffleMembers(member, rank),
    ]),
  );
}
