const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const maxCodePoint = 0x10ffff;

function adaptBias(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / damp) : delta >> 1;
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) >> 1; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}

function digitOf(character: string | undefined): number | undefined {
  if (character === undefined) return undefined;
  if (/[0-9]/.test(character)) return character.charCodeAt(0) - 22;
  if (/[a-z]/.test(character)) return character.charCodeAt(0) - 97;
  return undefined;
}

/** Decodes one label without its `xn--`; undefined when it is not punycode. Source: RFC 3492, section 6.2. */
function decodeLabel(label: string): string | undefined {
  const dash = label.lastIndexOf('-');
  const output = dash > 0 ? [...label.slice(0, dash)] : [];
  let n = 128;
  let i = 0;
  let bias = 72;
  for (let at = dash > 0 ? dash + 1 : 0; at < label.length; ) {
    const before = i;
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(label[at]);
      at += 1;
      if (digit === undefined) return undefined;
      i += digit * weight;
      const threshold = k <= bias ? tMin : k >= bias + tMax ? tMax : k - bias;
      if (digit < threshold) break;
      weight *= base - threshold;
      if (!Number.isSafeInteger(weight)) return undefined;
    }
    const length = output.length + 1;
    bias = adaptBias(i - before, length, before === 0);
    n += Math.floor(i / length);
    if (n > maxCodePoint) return undefined;
    i %= length;
    output.splice(i, 0, String.fromCodePoint(n));
    i += 1;
  }
  return output.join('');
}

/**
 * The Unicode reading of a lower-case host name with `xn--` labels; undefined when it has none or one is malformed.
 * For the eyes only: nothing is looked up or compared with it.
 */
export function hostToUnicode(host: string): string | undefined {
  if (!/(^|\.)xn--/.test(host)) return undefined;
  const labels = host.split('.').map((label) => (label.startsWith('xn--') ? decodeLabel(label.slice(4)) : label));
  return labels.includes(undefined) ? undefined : labels.join('.');
}
