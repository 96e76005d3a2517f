/**
 * Numbers that depend only on their arguments: the same (seed, index, salt) gives the same result on every machine and in
 * any order. All integers are unsigned 32 bits.
 */
export function mix(seed: number, index: number, salt: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35) ^ Math.imul(salt + 1, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h ^ index, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A number in [0, 1). */
export function unit(seed: number, index: number, salt: number): number {
  return mix(seed, index, salt) / 0x1_0000_0000;
}

/** A draw that remembers seed and index, so that callers name only what they draw for. */
export interface Draw {
  readonly seed: number;
  readonly index: number;
}

/** An integer in [0, bound). */
export function drawBelow(draw: Draw, salt: number, bound: number): number {
  return Math.floor(unit(draw.seed, draw.index, salt) * bound);
}

/** True with the given probability. */
export function drawChance(draw: Draw, salt: number, probability: number): boolean {
  return unit(draw.seed, draw.index, salt) < probability;
}

/** One of the items, all equally likely. @throws RangeError when there are none. */
export function drawOne<T>(draw: Draw, salt: number, items: readonly T[]): T {
  const item = items[drawBelow(draw, salt, items.length)];
  if (item === undefined) throw new RangeError('nothing to draw from');
  return item;
}

/** A rank in [0, count) by Zipf's law: rank 0 is most common, the tail is long. */
export function drawRank(draw: Draw, salt: number, count: number): number {
  const rank = Math.floor(Math.exp(unit(draw.seed, draw.index, salt) * Math.log(count + 1))) - 1;
  return Math.min(Math.max(rank, 0), count - 1);
}

/** So many lower-case hex digits, evenly spread: 32 for an MD5, 64 for a SHA-256. */
export function drawHex(draw: Draw, salt: number, digits: number): string {
  let text = '';
  for (let part = 0; text.length < digits; part += 1) {
    text += mix(draw.seed, draw.index, salt * 64 + part)
      .toString(16)
      .padStart(8, '0');
  }
  return text.slice(0, digits);
}

/** A version-4 UUID. */
export function drawUuid(draw: Draw, salt: number): string {
  const hex = drawHex(draw, salt, 32);
  const variant = '89ab'[parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Shuffles [0, 2^bits) without collisions: distinct inputs give distinct outputs, and neighbours land far apart. */
export function permute(seed: number, value: number, bits: number): number {
  const mask = bits === 32 ? 0xffffffff : (1 << bits) - 1;
  const half = Math.ceil(bits / 2);
  let x = value & mask;
  for (let round = 0; round < 3; round += 1) {
    x = (Math.imul(x, (mix(seed, round, 901) | 1) >>> 0) + mix(seed, round, 902)) & mask;
    x = (x ^ ((x >>> 0) >>> half)) & mask;
  }
  return x >>> 0;
}

// No vowels and few look-alikes: random names stay free of words.
const tokenAlphabet = 'bcdghjkmnpqrtvwxz2346789';

/** A short readable text that is different for each index. */
export function uniqueToken(seed: number, index: number): string {
  const bits = index < 1 << 20 ? 20 : 30;
  let rest = permute(seed, index, bits);
  let text = bits === 20 ? '' : 'z';
  do {
    text += tokenAlphabet.charAt(rest % tokenAlphabet.length);
    rest = Math.floor(rest / tokenAlphabet.length);
  } while (rest > 0);
  return text;
}
