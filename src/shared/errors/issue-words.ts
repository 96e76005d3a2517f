import type * as z from 'zod';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Size = z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>;

/** What a value must be, by zod's name for its type. */
const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** Formats that say what is allowed by their name alone; a pattern brings its own words in the schema. */
const formats: Readonly<Record<string, string>> = {
  datetime: 'a time such as 2026-11-20T12:00:00Z',
  date: 'a date such as 2026-11-20',
  url: 'a web address',
  uuid: 'a UUID',
};

/** What is counted in the bounds of a kind; numbers are compared themselves. */
const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' };

/**
 * What is wrong with a value, as the end of a sentence that begins with its name: `must be at most 200`. Given to zod as the error
 * map of a parse; words that a schema brings itself go before it, and follow the same form.
 */
export function explainIssue(issue: RawIssue): string {
  if (issue.input === undefined) return isChoice(issue) ? `is missing: it ${chooseFrom(issue.values)}` : 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? 'of another kind'}`;
    case 'too_small':
      return issue.minimum === 1 && issue.origin === 'string'
        ? 'must not be empty'
        : bound(issue, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_value':
      return chooseFrom(issue.values);
    case 'invalid_format':
      return `must be ${formats[issue.format] ?? 'written in another form'}`;
    case 'unrecognized_keys':
      return `has the unknown field "${String(issue.keys[0]).slice(0, 64)}"`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_key':
      return 'has a field whose name is not allowed';
    default:
      return 'is not allowed';
  }
}

function isChoice(issue: RawIssue): issue is RawIssue & { readonly values: z.core.util.Primitive[] } {
  return issue.code === 'invalid_value';
}

function chooseFrom(values: readonly unknown[]): string {
  return `must be ${values.length === 1 ? '' : 'one of '}${values.map(String).join(', ')}`;
}

/** `must have at most 300 characters`, `must be at least 1`. */
function bound({ origin }: Size, relation: string, limit: number | bigint): string {
  const unit = units[origin];
  return unit === undefined ? `must be ${relation} ${limit}` : `must have ${relation} ${limit} ${unit}`;
}
