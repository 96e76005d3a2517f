import type { JsonValue } from '#main/domain/canonical-json.ts';

/** A STIX object as it is written: plain JSON, absent where unknown, never null. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: JsonValue | undefined;
}

/** Text for readers: well-formed, as STIX asks for. */
export function formText(text: string): string {
  return text.toWellFormed();
}

/** Words of a list: without control characters, without empty ones, each once; undefined instead of an empty list. */
export function formLabels(words: readonly string[]): readonly string[] | undefined {
  const clean = words
    .map((word) =>
      formText(word)
        .replace(/\p{Cc}/gu, '')
        .trim(),
    )
    .filter((word) => word !== '');
  return clean.length === 0 ? undefined : [...new Set(clean)];
}
