import { recognise } from '#main/domain/canonicalise.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** A canonical indicator. */
export interface GeneratedIndicator {
  readonly type: IndicatorType;
  readonly value: string;
}

/** Numbers from a seed, 0 to below `limit` (mulberry32). */
function numbersFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const words = 'update secure login cdn mail evil panel gate bücher пример x1 a-b static77 office-365 verify'.split(' ');
const suffixes = 'com net org info top xyz co.uk com.br ru cn io de click онлайн'.split(' ');
const paths = [
  '',
  '/',
  '/gate.php',
  '/a/b.exe?id=7&x=%20',
  '/a(b)/c',
  '/~user/x,y;z',
  '/%5B.%5D',
  '/a[.]b?c=[.]',
  '?q=1',
];

/** `count` canonical indicators of every type that can be told from its look, the same for the same seed. */
export function generateIndicators(count: number, seed: number): readonly GeneratedIndicator[] {
  const next = numbersFrom(seed);
  const pick = (list: readonly string[]): string => list[next(list.length)] ?? '';
  const hex = (length: number): string => Array.from({ length }, () => next(16).toString(16)).join('');
  const ipv4 = (): string => `${1 + next(223)}.${next(256)}.${next(256)}.${1 + next(254)}`;
  const ipv6 = (): string => `2${hex(3)}:${hex(4)}:${next(3) === 0 ? '' : `${hex(4)}:`}:${hex(1 + next(4))}`;
  const host = (): string => `${pick(words)}${next(1000)}.${next(2) === 0 ? `${pick(words)}.` : ''}${pick(suffixes)}`;
  const url = (): string => {
    const user = next(8) === 0 ? 'user:pass@' : '';
    const place = [host, ipv4, () => `[${ipv6()}]`][next(3)]?.() ?? '';
    return `${pick(['http', 'https', 'ftp'])}://${user}${place}${next(4) === 0 ? `:${1024 + next(60_000)}` : ''}${pick(paths)}`;
  };
  const makers: readonly (() => string)[] = [
    ipv4,
    ipv6,
    () => `${ipv4()}/${1 + next(32)}`,
    () => `${ipv6()}/${16 + next(112)}`,
    host,
    url,
    () => `${pick(['bad.guy', 'no-reply', 'a+b', 'x_y'])}${next(100)}@${host()}`,
    () => hex(32),
    () => hex(40),
    () => hex(64),
    () => `C:\\${pick(['Windows', 'Program Files', 'Users\\Public'])}\\${pick(words)}${next(1000)}.exe`,
    () => `/tmp/.${pick(words)}/${hex(6)}`,
    () => `HKLM\\Software\\${pick(words)}${next(1000)}\\Run`,
    () => `${ipv4()}:${1 + next(65_000)}->${ipv4()}:${1 + next(65_000)}`,
    () => `[${ipv6()}]:${1 + next(65_000)}->${host()}:443`,
  ];
  return Array.from({ length: count }, () => recognise((makers[next(makers.length)] ?? ipv4)()));
}
