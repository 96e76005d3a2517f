/** Reads a filter of the IoC stream that a user typed: a slip in a deletion would delete something else, or everything. */

const origins = ['hunting', 'subscriptions'];
const entityTypes = ['file', 'domain', 'url', 'ip_address'];
/** The words of the documentation, and one that recordings show. */
const sourceTypes = ['hunting_ruleset', 'retrohunt_job', 'collection', 'threat_actor', 'threat_profile'];

/** What a key takes; null: any text. `tag` is what the vendor's own tool writes. */
const keys: ReadonlyMap<string, readonly string[] | null> = new Map([
  ['date', null],
  ['origin', origins],
  ['entity_id', null],
  ['entity_type', entityTypes],
  ['source_type', sourceTypes],
  ['source_id', null],
  ['source_name', null],
  ['notification_tag', null],
  ['tag', null],
]);

/** A day or a moment in UTC, or so long ago; the sign says after or before. */
const date = /^(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?|\d+[dhms])[+-]$/;
const term = /\s*([a-z_]+):(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)/y;

/** @returns what is wrong with a filter of the stream; undefined when it can be sent. */
export function describeFilterProblem(text: string): string | undefined {
  const end = text.trimEnd().length;
  for (term.lastIndex = 0; term.lastIndex < end; ) {
    const at = term.lastIndex;
    const match = term.exec(text);
    if (match === null) return `not a key:value term (column ${at + 1}); put values with blanks in double quotes`;
    const [, key = '', quoted, plain = ''] = match;
    const problem = describeTermProblem(key, quoted ?? plain);
    if (problem !== undefined) return problem;
  }
  return end === 0 ? 'a filter is needed' : undefined;
}

function describeTermProblem(key: string, value: string): string | undefined {
  const words = keys.get(key);
  if (words === undefined) return `there is no key ${key}; one of: ${[...keys.keys()].join(', ')}`;
  if (key === 'date' && !date.test(value)) return 'a date reads 2026-11-01+ (after) or 2026-11-01T12:00:00- (before)';
  return words === null || words.includes(value) ? undefined : `${key} takes one of: ${words.join(', ')}`;
}
