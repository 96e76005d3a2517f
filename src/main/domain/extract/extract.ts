import type { Remark, Trap } from '#shared/model/candidate.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { Claims } from './claims.ts';
import { detectBackslashed } from './detect-backslashed.ts';
import { detectDotted } from './detect-dotted.ts';
import { detectEmails } from './detect-emails.ts';
import { detectHashes } from './detect-hashes.ts';
import { detectIpv6 } from './detect-ipv6.ts';
import { detectStreams } from './detect-streams.ts';
import { detectUnixPaths } from './detect-unix-paths.ts';
import { detectUrls } from './detect-urls.ts';
import { detectUserAgents } from './detect-user-agents.ts';
import { type Detector, type Found, invalid } from './found.ts';
import { RefangedView } from './refanged-view.ts';

/** Something in a text that is an indicator, or looks like one and is none. */
export interface Candidate {
  readonly type: IndicatorType;
  /** Canonical; of an invalid one the text, brought back from its defanged spelling. */
  readonly value: string;
  /** Set when it is none. */
  readonly trap: Trap | null;
  /** Set when it is one, and there is something to know about it. */
  readonly remark: Remark | null;
  /** Place in the text as given, UTF-16 units, end excluded. */
  readonly start: number;
  readonly end: number;
}

/** Where two could read the same characters, the earlier one does. */
const detectors: readonly Detector[] = [
  detectUserAgents,
  detectBackslashed,
  detectUrls,
  detectStreams,
  detectEmails,
  detectHashes,
  detectIpv6,
  detectUnixPaths,
  detectDotted,
];

/**
 * Finds the indicators of every type in a text, in any defanged spelling, and what only looks like one with the reason why it
 * is none. In the order of the text, without overlaps. Pure; time is linear in the length.
 */
export function extract(source: string): readonly Candidate[] {
  const view = new RefangedView(source);
  const claims = new Claims(view.text.length);
  const all: Found[] = [];
  const add = (found: Found): void => {
    claims.take(found.start, found.end);
    all.push(found);
  };
  for (const detect of detectors) detect({ view, claims, add });
  const found = gradeBySimilarVersions(all);
  return found.sort((left, right) => left.start - right.start).map((one) => toCandidate(view, one));
}

/** What is a version in one place of a text is one in every place, and so are those that differ in the last number only. */
function gradeBySimilarVersions(all: Found[]): Found[] {
  const stems = new Set<string>();
  for (const { reading } of all) {
    if (reading.grade === 'invalid' && reading.trap === 'version') stems.add(stemOf(reading.value));
  }
  if (stems.size === 0) return all;
  return all.map((found) => {
    const { reading } = found;
    const isVersion = reading.grade === 'valid' && reading.type === 'ipv4' && stems.has(stemOf(reading.value));
    return isVersion ? { ...found, reading: invalid('ipv4', reading.value, 'version') } : found;
  });
}

const stemOf = (quad: string): string => quad.slice(0, quad.lastIndexOf('.'));

function toCandidate(view: RefangedView, { start, end, reading }: Found): Candidate {
  return {
    type: reading.type,
    value: reading.value,
    trap: reading.grade === 'invalid' ? reading.trap : null,
    remark: reading.grade === 'valid' ? reading.remark : null,
    start: view.sourceStart(start),
    end: view.sourceEnd(end),
  };
}
