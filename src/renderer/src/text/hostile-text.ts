import { markOf } from '#shared/text/hidden-characters.ts';

/** A stretch of foreign text as it is shown: plain, or a character that would be invisible or misleading. */
export type TextSegment =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'mark'; readonly label: string; readonly name: string }
  | { readonly kind: 'break' };

/** Foreign text, cut and taken apart. */
export interface SegmentedText {
  readonly segments: readonly TextSegment[];
  /** UTF-16 length of what was left out; 0 when all of it is there. */
  readonly hiddenLength: number;
}

/** How to take text apart. */
export interface SegmentOptions {
  /** Most UTF-16 code units to show. */
  readonly limit: number;
  /** Line feeds stay line breaks (notes, descriptions) instead of becoming marks. */
  readonly multiline: boolean;
}

/**
 * Characters that do not show themselves: controls, format characters (bidi, zero width, tags), lone surrogates,
 * private and unassigned code points, separators, fillers, variation selectors, and blanks that are not U+0020.
 */
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|\u034F|\u17B4|\u17B5|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]|(?! )\p{Zs}/u;
const combining = /\p{M}/u;
/** Real writing stacks two or three marks; a hundred of them paint over the neighbouring rows. */
const combiningRunLimit = 3;

const names: Readonly<Record<number, string>> = {
  0: 'NUL',
  9: 'TAB',
  10: 'LINE FEED',
  13: 'CARRIAGE RETURN',
  27: 'ESCAPE',
  127: 'DELETE',
  160: 'NO-BREAK SPACE',
  173: 'SOFT HYPHEN',
  1564: 'ARABIC LETTER MARK',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8288: 'WORD JOINER',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
};

function nameOf(codePoint: number): string {
  const name = names[codePoint];
  if (name !== undefined) return name;
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return 'TAG CHARACTER';
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return 'LONE SURROGATE';
  if (codePoint < 0x20 || (codePoint >= 0x80 && codePoint <= 0x9f)) return 'CONTROL CHARACTER';
  return 'INVISIBLE OR UNASSIGNED CHARACTER';
}

function toMark(character: string): TextSegment {
  const label = markOf(character);
  return { kind: 'mark', label, name: `${label} ${nameOf(character.codePointAt(0) ?? 0)}` };
}

/** Nothing in it can hide or stack: most values and names, which are not looked through letter by letter. */
const plainText = /^[\x20-\x7e]*$/;

/** Whether there is nothing in a text that could hide, stack, or turn what stands beside it. */
export function isPlainText(text: string): boolean {
  return plainText.test(text);
}

/** Cuts text near the limit without splitting a surrogate pair. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/**
 * Takes foreign text apart so that nothing in it can hide, reorder its surroundings or overflow: what cannot be seen
 * becomes a mark with its code point, stacked combining marks beyond the third too.
 */
export function segmentText(text: string, options: SegmentOptions): SegmentedText {
  const shown = cut(text, options.limit);
  if (shown !== '' && plainText.test(shown)) {
    return { segments: [{ kind: 'plain', text: shown }], hiddenLength: text.length - shown.length };
  }
  const segments: TextSegment[] = [];
  let plain = '';
  let combiningRun = 0;
  const push = (segment: TextSegment): void => {
    if (plain !== '') segments.push({ kind: 'plain', text: plain });
    plain = '';
    segments.push(segment);
  };
  for (const character of shown) {
    combiningRun = combining.test(character) ? combiningRun + 1 : 0;
    if (options.multiline && character === '\n') push({ kind: 'break' });
    else if (combiningRun > combiningRunLimit || invisible.test(character)) push(toMark(character));
    else plain += character;
  }
  if (plain !== '') segments.push({ kind: 'plain', text: plain });
  return { segments, hiddenLength: text.length - shown.length };
}
