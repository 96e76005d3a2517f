import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { nextOffset, readNextCursor } from '#main/vendors/kit/cursors.ts';
import { optionsToQuery } from '#main/vendors/kit/query.ts';
import { readRecords } from '#main/vendors/kit/read-records.ts';
import { boundList, boundText, boundValue, showVendorText } from '#main/vendors/kit/vendor-text.ts';
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { noFields } from '#shared/model/indicator.ts';

describe('a vendor’s words in a message', () => {
  it.each([
    ['plain words', '"plain words"'],
    ['two\r\nlines\tand\u0000more', '"two lines and more"'],
    ['\u202Eesrever\u2066', '"esrever"'],
    ['zero\u200Bwidth', '"zero width"'],
    ['say "this"', '"say \'this\'"'],
    ['half \ud800 pair', '"half pair"'],
  ])('%j', (text, shown) => expect(showVendorText(text)).toBe(shown));

  it('are cut', () => {
    expect(showVendorText('a'.repeat(100_000))).toBe(`"${'a'.repeat(200)}…"`);
    expect(showVendorText(`${'a'.repeat(199)}\u{1f600}b`)).toBe(`"${'a'.repeat(199)}\ufffd…"`);
  });
});

describe('bounds of fields', () => {
  it('a text that is no Unicode is made one', () => {
    expect(boundText('a\ud800b')).toBe('a\ufffdb');
    expect(boundList(['\udfff'])).toEqual(['\ufffd']);
    expect(boundText(`${'a'.repeat(8_191)}\u{1f600}${'b'.repeat(10)}`)).toBe(
      `${'a'.repeat(8_191)}\ufffd… [8203 characters]`,
    );
  });

  it('texts are cut visibly, with their length', () => {
    expect(boundText('a'.repeat(70_000))).toBe(`${'a'.repeat(8_192)}… [70000 characters]`);
    expect([boundText(''), boundText(null), boundText(undefined), boundText('x')]).toEqual([null, null, null, 'x']);
  });

  it('lists lose what is empty or repeated and tell what is missing', () => {
    expect(boundList(['a', '', 'b', 'a', null])).toEqual(['a', 'b']);
    const cut = boundList(Array.from({ length: 10_000 }, (_, index) => `tag-${index}`));
    expect(cut).toHaveLength(1_001);
    expect(cut.at(-1)).toBe('… 9000 more');
  });

  it('overlong values stay apart from each other', () => {
    const long = 'a'.repeat(70_000);
    const one = boundValue({ type: 'url', value: `${long}1`, received: null });
    const two = boundValue({ type: 'url', value: `${long}2`, received: null });
    expect(one.type).toBe('other');
    expect(one.value).toContain('[70001 characters]');
    expect(one.value.length).toBeLessThan(17_000);
    expect(one.value).not.toBe(two.value);
    expect(boundValue({ type: 'domain', value: 'a.test', received: 'A.test' })).toEqual({
      type: 'domain',
      value: 'a.test',
      received: 'A.test',
    });
  });
});

describe('records of a page', () => {
  const schema = z.looseObject({ name: z.string(), score: z.number().nullish() });
  const draft = (name: string, raw: string): ObservationDraft => ({
    ...noFields,
    vendorKey: name,
    type: 'other',
    value: name,
    received: null,
    gone: false,
    aliases: [],
    derived: [],
    triage: null,
    raw,
  });

  it('a bad one is put aside with its reason and spoils nothing else', () => {
    const values = [
      { name: 'good', more: 1 },
      { name: 7 },
      null,
      'text',
      { name: 'bad', score: 'high' },
      { name: 'odd' },
    ];
    const records = values.map((value) => ({ value, raw: JSON.stringify(value) }));
    const read = readRecords(records, schema, (item, raw) => {
      if (item.name === 'odd') throw new AppError('vendor.badResponse', 'It is odd.');
      return draft(item.name, raw);
    });
    expect(read.drafts).toEqual([draft('good', '{"name":"good","more":1}')]);
    expect(read.rejected.map(({ reason }) => reason)).toEqual([
      'name must be text.',
      'The record must be an object.',
      'The record must be an object.',
      'score must be a number.',
      'It is odd.',
    ]);
    expect(read.rejected.map(({ raw }) => raw)).toEqual(records.slice(1).map(({ raw }) => raw));
  });

  it('keeps 64 KiB of a bad one', () => {
    const raw = 'x'.repeat(200_000);
    const { rejected } = readRecords([{ value: 1, raw }], schema, ({ name }) => draft(name, raw));
    expect(rejected[0]?.raw).toHaveLength(65_536);
  });

  it('a mistake of ours is not blamed on the record', () => {
    const records = [{ value: { name: 'a' }, raw: '{}' }];
    const map = (): ObservationDraft => {
      throw new TypeError('ours');
    };
    expect(() => readRecords(records, schema, map)).toThrow(TypeError);
  });
});

describe('paging', () => {
  it('a cursor goes on, ends, or is refused', () => {
    expect([readNextCursor('b', 'a'), readNextCursor('', 'a'), readNextCursor(undefined, null)]).toEqual([
      'b',
      null,
      null,
    ]);
    expect(() => readNextCursor('a', 'a')).toThrow('same cursor');
    expect(() => readNextCursor('a'.repeat(8_193), null)).toThrow('overlong');
  });

  it.each([
    [{ offset: 0, count: 10, stated: 10, total: 30 }, 10],
    [{ offset: 10, count: 10, stated: 10, total: 30 }, 20],
    [{ offset: 10, count: 10, stated: null, total: 30 }, 20],
    [{ offset: 20, count: 10, stated: 30, total: 30 }, null],
    [{ offset: 20, count: 0, stated: 20, total: 30 }, null],
    [{ offset: 20, count: 5, stated: null, total: null }, 25],
    [{ offset: 20, count: 5, stated: -5, total: 90 }, 25],
  ])('offsets %j', (page, expected) => expect(nextOffset(page)).toBe(expected));

  it('options become parameters in order, absent ones do not', () => {
    const options = { limit: 5, ocsf: false, query: 'a&b' };
    expect(optionsToQuery(options, ['query', 'toString', 'ocsf', 'worked_by', 'limit'])).toEqual([
      ['query', 'a&b'],
      ['ocsf', 'false'],
      ['limit', '5'],
    ]);
  });
});
