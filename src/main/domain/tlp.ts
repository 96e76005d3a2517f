import { type TlpMark, tlpMarks } from '#shared/model/vocabulary.ts';

/** The TLP mark of what bears tags: the highest of its `tlp:` tags (`tlp:white` is CLEAR); null without one. Pure. */
export function markOf({ tags }: { readonly tags: readonly string[] }): TlpMark | null {
  return tags.map(parseMarkTag).reduce(higherMark, null);
}

/** The more restrictive of two marks; null is no mark. */
export function higherMark(a: TlpMark | null, b: TlpMark | null): TlpMark | null {
  if (a === null) return b;
  return b === null || rank(a) >= rank(b) ? a : b;
}

/** Whether a mark lies above a ceiling; nothing lies above an absent one. */
export function isAbove(mark: TlpMark | null, ceiling: TlpMark | null): boolean {
  return mark !== null && ceiling !== null && rank(mark) > rank(ceiling);
}

function rank(mark: TlpMark): number {
  return tlpMarks.indexOf(mark);
}

function parseMarkTag(tag: string): TlpMark | null {
  const word = /^tlp:\s*([a-z+_ -]+)$/i.exec(tag.trim())?.[1]?.toLowerCase();
  if (word === undefined) return null;
  if (word === 'white') return 'clear';
  const spelled = word.replaceAll(/[ _-]strict$/g, '+strict');
  return tlpMarks.find((mark) => mark === spelled) ?? null;
}
