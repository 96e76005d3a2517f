/**
 * The small integers that stand for the words of closed sets in the database. They are part of the file format: append
 * only, never renumber. Text from open sets (tags, sources, ...) lives in the `term` table instead.
 */
import type { IndicatorType, RelationKind, Severity, TlpMark, TriageState, Verdict } from '#shared/model/vocabulary.ts';
import { StoreFault } from './fault.ts';

/** A closed set as codes: words to integers and back. */
export interface CodeTable<Word extends string> {
  readonly toCode: Readonly<Record<Word, number>>;
  /** @throws StoreFault `storage.corrupt` for an integer that stands for no word. */
  toWord(code: number): Word;
}

function codeTable<Word extends string>(toCode: Readonly<Record<Word, number>>): CodeTable<Word> {
  const words = new Map<number, Word>();
  // Object.keys widens to string[]; the record's own type says which words it has.
  for (const word of Object.keys(toCode) as Word[]) words.set(toCode[word], word);
  return {
    toCode,
    toWord(code) {
      const word = words.get(code);
      if (word === undefined)
        throw new StoreFault('storage.corrupt', 'The database holds a value that has no meaning.');
      return word;
    },
  };
}

export const typeCodes = codeTable<IndicatorType>({
  ipv4: 1,
  ipv6: 2,
  cidr: 3,
  domain: 4,
  url: 5,
  email: 6,
  md5: 7,
  sha1: 8,
  sha256: 9,
  path: 10,
  registry_key: 11,
  network_stream: 12,
  user_agent: 13,
  other: 14,
});

export const severityCodes = codeTable<Severity>({ none: 0, low: 1, medium: 2, high: 3, critical: 4 });

export const stateCodes = codeTable<TriageState>({ new: 0, in_review: 1, escalated: 2, reviewed: 3 });

export const verdictCodes = codeTable<Verdict>({ unknown: 0, malicious: 1, suspicious: 2, benign: 3 });

/** Rising with the restriction. */
export const tlpCodes = codeTable<TlpMark>({ clear: 0, green: 1, amber: 2, 'amber+strict': 3, red: 4 });

export const relationCodes = codeTable<RelationKind>({
  same_file: 1,
  seen_in_sample: 2,
  stream_endpoint: 3,
  parent_domain: 4,
});

/** Which list a term belongs to. */
export const termFields = {
  tag: 1,
  source: 2,
  category: 3,
  rule: 4,
  country: 5,
  asn: 6,
  as_type: 7,
  action: 8,
  platform: 9,
} as const;
export type TermField = keyof typeof termFields;

/** Bits of `indicator.flags`; what depends on the present moment (`expired`) or on a count (`derived`) is not among them. */
export const flagBits = { gone: 1, conflicting: 2, listed: 4 } as const;

/** Codecs of `raw_block.body`. */
export const rawCodecs = { deflate: 1, zstd: 2 } as const;
