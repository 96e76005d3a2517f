import { drawHex, mix } from '../world/random.ts';

/**
 * Indicator ids: 64 hexadecimal digits that look like a digest, yet lead back to the record's position.
 *
 * The first eight digits are the position under a keyed permutation, the rest is derived from it. So no table from id to
 * record is needed at any size, a made-up id is recognised, and the first eight digits alone give a total order.
 */

const ROUNDS = [0, 1, 2, 3] as const;
const ROUND_SALT = 400;
const TAIL_SALT = 41;

/** The id of the record at a position (0 to 2^32 - 1). */
export function positionToId(seed: number, position: number): string {
  return rankOf(seed, position).toString(16).padStart(8, '0') + drawHex({ seed, index: position }, TAIL_SALT, 56);
}

/** The order of a record among others with the same sort key: the number behind the first digits of its id. */
export function rankOf(seed: number, position: number): number {
  let left = position >>> 16;
  let right = position & 0xffff;
  for (const round of ROUNDS) {
    [left, right] = [right, left ^ (mix(seed, right, ROUND_SALT + round) & 0xffff)];
  }
  return ((left << 16) | right) >>> 0;
}

/** The rank that an id stands for, also when there is no such record; undefined for text that is no id. */
export function idToRank(id: string): number | undefined {
  return /^[0-9a-f]{64}$/.test(id) ? Number.parseInt(id.slice(0, 8), 16) : undefined;
}

/** The position behind an id; undefined when the id was not made by {@link positionToId} with this seed. */
export function idToPosition(seed: number, id: string): number | undefined {
  const rank = idToRank(id);
  if (rank === undefined) return undefined;
  let left = rank >>> 16;
  let right = rank & 0xffff;
  for (const round of ROUNDS.toReversed()) {
    [left, right] = [right ^ (mix(seed, left, ROUND_SALT + round) & 0xffff), left];
  }
  const position = ((left << 16) | right) >>> 0;
  return positionToId(seed, position) === id ? position : undefined;
}

/** Hashes text to 32 bits (FNV-1a), to draw from. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
