import { readAddress } from './addresses.ts';
import { refangUrl } from './urls.ts';

/** What can be followed inside free text. */
export type FollowableKind = 'url' | 'email' | 'ipv6' | 'host';

const dot = String.raw`(?:\.|\[\.\])`;
const colon = String.raw`(?::|\[:\])`;
const label = String.raw`[\p{L}\p{N}_-]{1,63}`;
const host = `${label}(?:${dot}${label})+`;

/**
 * Every followable thing in either spelling: an exact and a defanged text are cut at the same places, so each change can be
 * undone. All repetitions are bounded or cannot be entered twice, so the time is linear in the text.
 */
const followable = new RegExp(
  [
    String.raw`(?<![a-z0-9])(?<url>[a-z][a-z0-9+-]{0,30}(?::\/\/|\[:\/\/\])[^\s"'<>\x60]*)`,
    String.raw`(?<![\p{L}\p{N}.!#$%&*+/=?^_|~-])(?<email>[\p{L}\p{N}.!#$%&*+/=?^_|~-]{1,64}(?:@|\[@\])${host})`,
    String.raw`(?<![\p{L}\p{N}:.\]])(?<ipv6>(?:[0-9a-f]{0,4}${colon}){2,8}[0-9a-f]{0,4})(?![\p{L}\p{N}:.]|\[(?:[.:]|:\/\/)\])`,
    String.raw`(?<![\p{L}\p{N}_-])(?<host>${host})`,
  ].join('|'),
  'giu',
);

/** Rewrites what can be followed in a text; everything else stays. */
export function replaceFollowable(text: string, rewrite: (part: string, kind: FollowableKind) => string): string {
  return text.replace(followable, (part: string, ...details: readonly unknown[]) => {
    const groups = details.at(-1) as Readonly<Partial<Record<FollowableKind, string>>>; // named groups come last
    if (groups.url !== undefined) return rewrite(part, 'url');
    if (groups.email !== undefined) return rewrite(part, 'email');
    return rewrite(part, groups.ipv6 === undefined ? 'host' : 'ipv6');
  });
}

/** A repaired part can complete another one; each round reads the whole text, and brackets can nest as deep as a text is long. */
const maxRounds = 8;

/**
 * Brings addresses, names and URLs inside free text back; only spellings that we write ourselves, so prose stays prose.
 * Repeated until nothing changes: what comes out is exact, and refanging it again changes nothing. A text that does not end
 * soon stays as it stood, for the same reason.
 */
export function refangText(text: string): string {
  let result = text;
  for (let round = 0; round <= maxRounds; round += 1) {
    if (!result.includes('[') && !result.includes('://')) return result;
    const next = replaceFollowable(result, refangPart);
    if (next === result) return result;
    result = next;
  }
  return text;
}

/** The exact spelling of one followable part. */
export function refangPart(part: string, kind: FollowableKind): string {
  if (kind === 'url') return refangUrl(part) ?? part;
  if (kind === 'ipv6') {
    const exact = part.replaceAll('[:]', ':');
    return readAddress(exact) === undefined ? part : exact;
  }
  return part.replaceAll('[.]', '.').replaceAll('[@]', '@');
}
