import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { findProblem, readInput } from '#shared/errors/read-input.ts';
import { zodWords } from '../../support/zod-words.ts';

const selection = z.union([
  z.strictObject({ ids: z.array(z.number().int().positive()).min(1).max(3) }),
  z.strictObject({ query: z.string().max(10) }),
]);

const cases: readonly (readonly [string, z.ZodType, unknown, string])[] = [
  ['nothing', z.string(), undefined, 'The input is missing.'],
  ['no text', z.string(), 7, 'The input must be text.'],
  ['empty text', z.string().trim().min(1), ' ', 'The input must not be empty.'],
  ['short text', z.string().min(8), 'x', 'The input must have at least 8 characters.'],
  [
    'long text',
    z.strictObject({ title: z.string().max(3) }),
    { title: 'four' },
    'title must have at most 3 characters.',
  ],
  ['a field that is missing', z.strictObject({ title: z.string() }), {}, 'title is missing.'],
  ['a field too many', z.strictObject({}), { proxy: 1 }, 'The input has the unknown field "proxy".'],
  ['a broken number', z.number().int(), 1.5, 'The input must be a whole number.'],
  ['a small number', z.number().min(1), 0, 'The input must be at least 1.'],
  ['a number that must be larger', z.number().positive(), 0, 'The input must be more than 0.'],
  ['a large number', z.number().max(9), 10, 'The input must be at most 9.'],
  ['a number beyond what is exact', z.number().int(), 2 ** 60, 'The input must be at most 9007199254740991.'],
  ['no flag', z.boolean(), 'yes', 'The input must be true or false.'],
  ['no object', z.strictObject({}), [], 'The input must be an object.'],
  ['no list', z.array(z.string()), 'x', 'The input must be a list.'],
  ['an empty list', z.array(z.string()).min(1), [], 'The input must have at least 1 entries.'],
  ['a word that is none', z.enum(['red', 'green']), 'pink', 'The input must be one of red, green.'],
  ['no word', z.strictObject({ tlp: z.enum(['red']) }), {}, 'tlp is missing: it must be red.'],
  ['a time that is none', z.iso.datetime(), 'soon', 'The input must be a time such as 2026-11-20T12:00:00Z.'],
  ['a pattern with words', z.string().regex(/^a$/, 'must be an a'), 'b', 'The input must be an a.'],
  ['a pattern without words', z.string().regex(/^a$/), 'b', 'The input must be written in another form.'],
  [
    'a kind of several',
    z.union([z.string(), z.number(), z.boolean()]),
    null,
    'The input must be text or a number or true or false.',
  ],
  [
    'the nearest of several shapes',
    z.strictObject({ selection }),
    { selection: { ids: [] } },
    'ids must have at least 1 entries.',
  ],
  ['the other of several shapes', z.strictObject({ selection }), { selection: { query: 7 } }, 'query must be text.'],
  ['an entry of a list', z.strictObject({ ids: z.array(z.number()) }), { ids: [1, 'x'] }, 'ids must be a number.'],
];

describe('what does not fit is said in our words', () => {
  it.each(cases)('%s', (_name, schema, value, message) => {
    expect(() => readInput(schema, value)).toThrow(expect.objectContaining({ code: 'input.invalid', message }));
    expect(message).not.toMatch(zodWords);
  });

  it('begins with the subject where no field is to blame', () => {
    expect(() => readInput(z.string(), 7, 'The name')).toThrow('The name must be text.');
  });

  it('tells the whole way to the place, and nothing of the value', () => {
    const schema = z.strictObject({ options: z.record(z.string(), z.strictObject({ limit: z.number() })) });
    const problem = findProblem(schema, { options: { ips: { limit: 'canary-77' } } });
    expect(problem).toEqual({ path: ['options', 'ips', 'limit'], rule: 'must be a number' });
  });

  it('gives what fits back as the schema makes it', () => {
    expect(readInput(z.string().trim(), ' x ')).toBe('x');
    expect(findProblem(z.string(), 'x')).toBeUndefined();
  });
});
