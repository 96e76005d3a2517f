import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueryNode } from '#main/domain/query/ast.ts';
import { fieldRules } from '#main/domain/query/fields.ts';
import { formatQuery } from '#main/domain/query/format.ts';
import { checkQuery, parseQuery, parseTree } from '#main/domain/query/parse-query.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { nastyValues } from '../../../support/nasty-values.ts';

const moment = { nowMs: Date.UTC(2026, 10, 21) };

const pieces = fc.oneof(
  fc.constantFrom(...[...fieldRules.keys()].map((name) => `${name}:`)),
  fc.constantFrom(
    ' ',
    ' ',
    ' ',
    '(',
    ')',
    '"',
    '-',
    ',',
    '*',
    ':',
    '\\',
    '\\"',
    'AND',
    ' OR ',
    'NOT',
    '..',
    '>',
    '<=',
    '->',
  ),
  fc.constantFrom(
    'evil',
    'datadog',
    'high',
    'new',
    'domain',
    'now-7d',
    '2026-11-01',
    '80',
    '50..80',
    '-last_seen',
    '>triaged',
    '<=fetched',
    'x*',
  ),
  fc.constantFrom(
    '1.2.3[.]4',
    'evil(dot)com',
    '2001:db8::1',
    '10.0.0.0/8',
    'hxxps[://]e[.]com/a(b)?c=1,2',
    'a@e.com',
    'http://e.com/(',
    'http://e.com/)',
  ),
  fc.constantFrom(...nastyValues.filter((value) => value.length < 200)),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const queries = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));

/** A tree without places, which formatting may move. */
function withoutSpans(node: QueryNode): unknown {
  return JSON.parse(JSON.stringify(node, (key: string, value: unknown) => (key === 'span' ? undefined : value)));
}

describe('the query language, whatever is typed', () => {
  it('answers with a plan or with an error that has a column', () => {
    let plans = 0;
    fc.assert(
      fc.property(queries, (query) => {
        const result = checkQuery(query, moment);
        if ('plan' in result) {
          plans += 1;
          return;
        }
        expect(result.error.code).toBe('input.invalid');
        expect(result.error.suggestion).toBeTruthy();
        expect(result.error.column).toBeGreaterThanOrEqual(1);
        expect(result.error.column).toBeLessThanOrEqual(query.length + 1);
      }),
      { numRuns: 100_000 },
    );
    // Fuzzing that never gets past the lexer would prove nothing.
    expect(plans).toBeGreaterThan(5_000);
  });

  it('is written in one way: formatting and reading again changes neither tree nor plan nor text', () => {
    let compared = 0;
    fc.assert(
      fc.property(queries, (query) => {
        if ('error' in checkQuery(query, moment)) return;
        const tree = parseTree(query);
        const formatted = formatQuery(tree);
        expect(withoutSpans(parseTree(formatted))).toEqual(withoutSpans(tree));
        expect(parseQuery(formatted, moment)).toEqual(parseQuery(query, moment));
        expect(formatQuery(parseTree(formatted))).toBe(formatted);
        compared += 1;
      }),
      { numRuns: 20_000 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  it('finds each indicator that it is given, whatever its characters', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, authoritySettings: { withPort: true } }), (url) => {
        expect(JSON.stringify(parseQuery(url, moment).where)).toContain('"kind":"exact"');
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '(',
    ')',
    '-',
    '"',
    '\\',
    '*',
    ',',
    'a,',
    'a(',
    'a(b)',
    'NOT ',
    'a OR ',
    'a AND ',
    '(a ',
    'tag:',
    'tag:(',
    'tag:a,',
    'tag:a ',
    'value:*',
    '1.2.3.4 OR ',
    '[',
    'a:',
    'sort:value ',
    'value:a,',
  ])('answers a long run of %j in linear time', (part) => {
    const query = `${part.repeat(Math.floor(400_000 / part.length))}x`;
    // Quadratic time would be minutes here, far beyond the test's limit; a stack too deep would throw a RangeError.
    const result = checkQuery(query, moment);
    if ('error' in result) expect(result.error).toBeInstanceOf(AppError);
    else expect(parseQuery(formatQuery(parseTree(query)), moment)).toEqual(result.plan);
  });

  it('refuses what is too long to be a query', () => {
    expect(checkQuery('a'.repeat(1_000_001), moment)).toMatchObject({ error: { code: 'input.invalid' } });
  });
});
