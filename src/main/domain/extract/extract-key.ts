import { hasKnownSuffix } from '#shared/text/known-hosts.ts';
import { judgeFieldName } from './code-names.ts';
import { type Candidate, extract } from './extract.ts';

/** A word, or two with a colon between, each too short for a hash. */
const plainWord = /^@?(?:[\w$-]{1,31}:)?[\w$-]{0,31}$/;
const dottedWords = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;

/** Whether a key can only be the name of a field. A quick look that spares lines of JSON, where the same keys come over and over. */
export function isPlainKey(key: string): boolean {
  if (plainWord.test(key)) return true;
  return dottedWords.test(key) && (judgeFieldName(key.split('.')) === 'field' || !hasKnownSuffix(key));
}

/**
 * Finds the indicators in the key of a JSON object. Dotted words are mostly fields there: what surely is one (`host.name`) is no
 * candidate, and what only may be one is told as program code, so that no host is passed over silently.
 */
export function extractKey(key: string): readonly Candidate[] {
  return extract(key).flatMap((candidate) => {
    const text = key.slice(candidate.start, candidate.end);
    // Written defanged, or with a port or path, somebody meant a host.
    const isMeant = !/^[\w.-]+$/.test(text) || /^:\d/.test(key.slice(candidate.end));
    if (candidate.type !== 'domain' || isMeant) return [candidate];
    const kind = judgeFieldName(text.split('.'));
    if (kind === 'other') return [candidate];
    return kind === 'field' ? [] : [{ ...candidate, trap: candidate.trap ?? 'codeName', remark: null }];
  });
}
