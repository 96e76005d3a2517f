import { describe, expect, it } from 'vitest';
import { checkJsonBody, peekJson, readJson, readJsonPage } from '#main/vendors/kit/json-answer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { jsonAnswer, textAnswer } from './answers.ts';

function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It went well.');
}

describe('records of a page', () => {
  it('come parsed and exactly as they were sent', () => {
    const text = '{ "data" : { "items" : [ {"a" : 1.0,"t":"x]},{\\" \\\\"} , [1,\n2], "s", null,  -3 ], "n": 5 } }';
    const page = readJsonPage(textAnswer(text), ['data', 'items']);
    expect(page.envelope).toEqual({ data: { items: [], n: 5 } });
    expect(page.records).toEqual([
      { raw: '{"a" : 1.0,"t":"x]},{\\" \\\\"}', value: { a: 1, t: 'x]},{" \\' } },
      { raw: '[1,\n2]', value: [1, 2] },
      { raw: '"s"', value: 's' },
      { raw: 'null', value: null },
      { raw: '-3', value: -3 },
    ]);
  });

  it.each([
    ['[]', [], []],
    ['[ ]', [], []],
    ['[1,2]', [], ['1', '2']],
    ['{"data":[]}', ['data'], []],
    ['{"d\\u0061ta":[7]}', ['data'], ['7']],
    ['{"x":{"data":[1]},"y":"data","data":[2]}', ['data'], ['2']],
    ['{"a":[{"data":[1]}],"data":[[3]]}', ['data'], ['[3]']],
    ['{"data":{"data":{"data":[4]}}}', ['data', 'data', 'data'], ['4']],
  ])('are found in %s', (text, path, raws) => {
    expect(readJsonPage(textAnswer(text), path).records?.map(({ raw }) => raw)).toEqual(raws);
  });

  it.each([
    ['{"data":null}', ['data']],
    ['{"data":{"items":1}}', ['data', 'items']],
    ['{"data":{"a":[1]}}', ['data']],
    ['[1]', ['data']],
    ['{"a":1}', []],
  ])('are undefined where there is no array: %s', (text, path) => {
    const page = readJsonPage(textAnswer(text), path);
    expect(page.records).toBeUndefined();
    expect(page.envelope).toEqual(JSON.parse(text));
  });

  it('keep the digits of numbers that a double would round', () => {
    const text =
      '{"n":12345678901234567890,"data":[{"a":9007199254740993,"b":9007199254740991,"c":1e400,"d":0.1,"e":-1e3}]}';
    const page = readJsonPage(textAnswer(text), ['data']);
    expect(page.envelope).toEqual({ n: '12345678901234567890', data: [] });
    expect(page.records?.[0]?.value).toEqual({
      a: '9007199254740993',
      b: 9007199254740991,
      c: '1e400',
      d: 0.1,
      e: -1000,
    });
  });

  it('lose them at any depth', () => {
    const record = '{"a":[{"b":{"__proto__":{"polluted":1}}}]}';
    const value = readJsonPage(textAnswer(`[${record}]`), []).records?.[0]?.value;
    expect(JSON.stringify(value)).toBe('{"a":[{"b":{}}]}');
  });

  it.each(['{"__proto__":{"polluted":1},"a":1}', '{"\\u005f_proto__":{"polluted":1},"a":1}'])(
    'lose members that aim at the prototype: %s',
    (record) => {
      const value = readJsonPage(textAnswer(`[${record}]`), []).records?.[0]?.value;
      expect(Object.keys(Object(value))).toEqual(['a']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.assign({}, value)).not.toHaveProperty('polluted');
    },
  );

  it('survive a record of 70,000 characters and one of 10,000 members', () => {
    const long = 'a'.repeat(70_000);
    const tags = Array.from({ length: 10_000 }, (_, index) => `tag-${index}`);
    const page = readJsonPage(jsonAnswer({ data: [{ long }, { tags }] }), ['data']);
    expect(page.records?.map(({ value }) => value)).toEqual([{ long }, { tags }]);
  });

  it('agree with JSON.parse over many shapes', () => {
    const values = [
      {},
      [],
      [[]],
      [{ a: [] }],
      'x"\\',
      '\u2028é😀',
      0,
      -1.5,
      true,
      null,
      { data: [1] },
      [{ data: 'data' }],
    ];
    for (const before of values) {
      for (const record of values) {
        const whole = { before, data: [record, before, record], after: { data: before } };
        const page = readJsonPage(jsonAnswer(whole), ['data']);
        expect(page.records?.map(({ value }) => value)).toEqual(whole.data);
        expect(page.records?.map(({ raw }) => raw)).toEqual(whole.data.map((value) => JSON.stringify(value)));
        expect(page.envelope).toEqual({ ...whole, data: [] });
      }
    }
  });
});

describe('attack: an answer that is not what it should be', () => {
  it.each([
    '[1,]',
    '[1,,2]',
    '[,1]',
    '[1 2]',
    '{"data":[1,2',
    '{"data":["abc',
    '{"data":[{"a":1}',
    '{"data":[1]}}',
    '{"data":[1}]',
    '[01]',
    '{"data":[1]} x',
  ])('%s is a broken transfer', (text) => {
    for (const path of [[], ['data']]) {
      expect(errorOf(() => readJsonPage(textAnswer(text), path))).toMatchObject({
        code: 'vendor.badResponse',
        retryable: true,
      });
    }
    expect(errorOf(() => readJson(textAnswer(text))).code).toBe('vendor.badResponse');
    expect(errorOf(() => checkJsonBody(textAnswer(text))).retryable).toBe(true);
    expect(peekJson(textAnswer(text))).toBeUndefined();
  });

  it('records in two places are refused, since readers disagree which counts', () => {
    const twice = textAnswer('{"data":[1],"data":[2]}');
    expect(errorOf(() => readJsonPage(twice, ['data'])).code).toBe('vendor.badResponse');
  });

  it.each([65, 100_000])('nesting of %i is refused', (depth) => {
    const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(errorOf(() => readJson(textAnswer(text)))).toMatchObject({ code: 'vendor.badResponse', retryable: false });
    expect(errorOf(() => readJsonPage(textAnswer(text), [])).code).toBe('vendor.badResponse');
  });

  it('nesting of 64 is read', () => {
    expect(readJson(textAnswer(`${'['.repeat(64)}${']'.repeat(64)}`))).toBeInstanceOf(Array);
  });

  it('a web page with status 200 is a captive portal', () => {
    for (const type of [
      'text/html',
      'text/html; charset=utf-8',
      'application/xhtml+xml',
      'application/json',
      undefined,
    ]) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const error = errorOf(() => readJson(textAnswer('<!DOCTYPE html><html></html>', { headers })));
      expect(error).toMatchObject({ code: 'vendor.badResponse', retryable: false });
      expect(error.suggestion).toContain('captive portal');
    }
  });

  it.each(['text/plain', 'application/octet-stream', 'application/jsonp', 'image/png'])('%s is refused', (type) => {
    const answer = textAnswer('{}', { headers: { 'content-type': type } });
    expect(errorOf(() => readJson(answer)).code).toBe('vendor.badResponse');
  });

  it.each([
    'application/json',
    'application/vnd.api+json',
    'application/problem+json; charset="UTF-8"',
    'text/json',
    '',
  ])('%j is read', (type) => {
    expect(readJson(textAnswer('{"a":1}', { headers: { 'content-type': type } }))).toEqual({ a: 1 });
  });

  it.each(['iso-8859-1', 'utf-16', '"windows-1252"'])('the charset %s is refused', (charset) => {
    const answer = textAnswer('{}', { headers: { 'content-type': `application/json; charset=${charset}` } });
    expect(errorOf(() => readJson(answer)).message).toContain('UTF-8');
  });

  it('bytes that are not UTF-8 are refused, a byte order mark is not', () => {
    const bad = { ...textAnswer(''), body: new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d]) };
    expect(errorOf(() => readJson(bad)).code).toBe('vendor.badResponse');
    const marked = { ...textAnswer(''), body: new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]) };
    expect(readJson(marked)).toEqual({});
  });

  it.each(['', '  \n'])('nothing (%j) is a broken transfer', (text) => {
    const error = errorOf(() => readJson(textAnswer(text)));
    expect(error).toMatchObject({ code: 'vendor.badResponse', message: 'The answer is empty.', retryable: true });
  });

  it('long answers are judged by their ends', () => {
    // Broken in the middle, which only a parser sees.
    const long = `{"data":["${'a'.repeat(16 * 1024)}",,]}`;
    expect(() => checkJsonBody(textAnswer(`\ufeff\n${long}\n`))).not.toThrow();
    expect(errorOf(() => checkJsonBody(textAnswer(long.slice(0, -1)))).retryable).toBe(true);
    expect(errorOf(() => checkJsonBody(textAnswer(long.slice(1)))).retryable).toBe(true);
    expect(peekJson(textAnswer(long))).toBeUndefined();
    expect(errorOf(() => readJsonPage(textAnswer(long), ['data'])).retryable).toBe(true);
  });

  it('a long web page is a captive portal, whatever it calls itself', () => {
    const page = textAnswer(`\n<!DOCTYPE html><p>${'a'.repeat(20_000)}</p>`);
    expect(errorOf(() => checkJsonBody(page))).toMatchObject({ code: 'vendor.badResponse', retryable: false });
  });

  it('a mountain of white space is not looked through', () => {
    const text = `${' '.repeat(20_000)}{}`;
    expect(errorOf(() => checkJsonBody(textAnswer(text)))).toMatchObject({ retryable: true });
  });
});
