import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJsonLog, type JsonLogOptions } from '#main/platform/json-log.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { nastyValues } from '../../support/nasty-values.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-log-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const create = (options: Partial<JsonLogOptions> = {}) =>
  createJsonLog({ folder, homeFolder: '/home/ana', nowMs: () => 0, ...options });
const text = () => readFileSync(join(folder, 'sightline.log'), 'utf8');
const entries = () =>
  text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const lastFields = () => entries().at(-1).fields;

test('an entry is one JSON line in a private file', () => {
  create().write('info', 'sync.finished', { stream: 'indicators', received: 3, at: new Date(0), error: undefined });
  expect(entries()).toEqual([
    {
      at: '1970-01-01T00:00:00.000Z',
      level: 'info',
      event: 'sync.finished',
      pid: process.pid,
      fields: { stream: 'indicators', received: 3, at: '1970-01-01T00:00:00.000Z', error: null },
    },
  ]);
  expect(text().endsWith('\n')).toBe(true);
  expect(statSync(join(folder, 'sightline.log')).mode & 0o777).toBe(0o600);
});

test('an error whose causes do not fit into a line is left out of it, not the line', () => {
  const nest = (depth: number): Error =>
    depth === 0
      ? new Error('x'.repeat(5_000))
      : new AggregateError(
          Array.from({ length: 5 }, () => nest(depth - 1)),
          'x'.repeat(5_000),
        );
  const reference = create().fail('x', nest(3), { stream: 'indicators' });
  expect(text().length).toBeLessThan(64_001);
  expect(entries()).toMatchObject([{ event: 'x', reference, error: null, fields: null }]);
});

test('debug is left out unless asked for', () => {
  create().write('debug', 'quiet');
  create().write('info', 'loud');
  create({ leastLevel: 'debug' }).write('debug', 'asked');
  expect(entries().map(({ event }) => event)).toEqual(['loud', 'asked']);
});

test('an error is found under its reference, with its causes and nothing of their own properties', () => {
  const cause = Object.assign(new TypeError('fetch failed'), {
    code: 'ERR_INVALID_URL',
    input: 'https://x/?a=canary-input',
  });
  const log = create();
  const reference = log.fail('sync.failed', new AppError('vendor.badResponse', 'Not JSON.', { cause }), {
    stream: 's',
  });
  expect(reference).toMatch(/^[0-9a-f]{10}$/);
  expect(log.fail('sync.failed', 'a text')).not.toBe(reference);
  expect(entries()[0]).toMatchObject({
    level: 'error',
    reference,
    fields: { stream: 's' },
    error: {
      name: 'AppError',
      code: 'vendor.badResponse',
      message: 'Not JSON.',
      stack: expect.stringContaining('json-log.test.ts'),
      cause: { name: 'TypeError', code: 'ERR_INVALID_URL', message: 'fetch failed' },
    },
  });
  expect(entries()[1].error).toEqual({ thrown: 'a text' });
  expect(text()).not.toContain('canary-input');
});

test('an error that is its own cause ends', () => {
  const error = new Error('loop');
  error.cause = error;
  create().fail('x', error);
  create().fail('y', new AggregateError([error, error], 'many'));
  expect(entries()).toHaveLength(2);
});

describe('what a text may do to the line', () => {
  test.each([
    ['a line break', 'a\nb\r\nc'],
    ['C0 and DEL', '\0\x07\x1b[31m\x7f'],
    ['C1', 'x\x85\x9b31m'],
    ['line separators', 'a\u2028b\u2029c'],
    ['bidi controls', 'a\u202egpj.exe\u2066\u200f'],
    ['zero-width and BOM', 'a\u200b\u2060\ufeffb'],
    ['tag characters', 'a\u{e0041}\u{e007f}'],
    ['a lone surrogate', 'a\ud800b'],
    ['a forged entry', 'x"}\n{"level":"error","event":"forged"}'],
  ])('%s stays data', (_name, value) => {
    create().write('info', value, { [value]: value });
    expect(text().trimEnd()).toMatch(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u);
    expect(entries()).toHaveLength(1);
    expect(lastFields()[value.toWellFormed()] ?? lastFields()[value]).toBe(value);
  });

  test('none of the hostile texts breaks out of its entry', () => {
    const log = create();
    for (const value of nastyValues) log.write('info', value, { [value]: value, list: [value] });
    expect(nastyValues.length).toBeGreaterThan(50);
    expect(entries()).toHaveLength(nastyValues.length);
    expect(text().replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u);
  });

  test('a long text is cut, with the number of characters that are missing', () => {
    create().write('info', 'x', { just: 'a'.repeat(2_000), long: 'b'.repeat(2_001), huge: 'c'.repeat(5_000_000) });
    expect(lastFields()).toEqual({
      just: 'a'.repeat(2_000),
      long: `${'b'.repeat(2_000)}…[1 more]`,
      huge: `${'c'.repeat(2_000)}…[4998000 more]`,
    });
  });
});

test('any value can be logged', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const thrower = Object.defineProperty({}, 'x', {
    enumerable: true,
    get: () => {
      throw new Error('getter');
    },
  });
  const json = { toJSON: () => 'ran' };
  let deep: unknown = 'bottom';
  for (let level = 0; level < 5_000; level += 1) deep = [deep];
  create().write('info', 'x', {
    cycle,
    thrower,
    json,
    deep,
    big: 2n ** 70n,
    nan: Number.NaN,
    bytes: new Uint8Array(5),
    map: new Map([['a', 1]]),
    set: new Set([1]),
    url: new URL('https://x.test/?api_key=abcd'),
    symbol: Symbol('s'),
    invalid: new Date(Number.NaN),
    list: Array.from({ length: 60 }, () => 0),
    wide: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, 0])),
    ['__proto__']: 'own',
  });
  expect(lastFields()).toMatchObject({
    cycle: { self: '[circular]' },
    thrower: { x: '[getter]' },
    json: { toJSON: '[function]' },
    big: '1180591620717411303424',
    nan: 'NaN',
    bytes: '[5 bytes]',
    map: { a: 1 },
    set: [1],
    url: 'https://x.test/?api_key=[secret]',
    symbol: '[symbol]',
    invalid: 'Invalid Date',
  });
  expect(JSON.stringify(lastFields().deep)).toBe('[[[[["[deeper]"]]]]]');
  expect(lastFields().list).toEqual([...Array.from({ length: 50 }, () => 0), '[10 more]']);
  expect(Object.entries(lastFields().wide)).toHaveLength(51);
  expect(lastFields().wide['…']).toBe('[10 more]');
});

test('an entry is bounded, whatever is in it', () => {
  const row = Array.from({ length: 50 }, () => 'x'.repeat(2_000));
  create().write('info', 'x', { table: Array.from({ length: 50 }, () => row) });
  expect(text().length).toBeLessThan(64_001);
  expect(lastFields()).toMatch(/^\[\d+ characters\]$/);
});

describe('rotation', () => {
  test('keeps as many files as it may, the newest last, none longer than it may be', () => {
    const log = create({ fileCount: 3, fileBytes: 1_000 });
    for (let number = 0; number < 100; number += 1) log.write('info', `event-${number}`);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['sightline.log', 'sightline.log.1', 'sightline.log.2']);
    const kept = ['sightline.log.2', 'sightline.log.1', 'sightline.log'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    );
    for (const part of kept) expect(part.length).toBeLessThanOrEqual(1_000);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const events = kept
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => Number(JSON.parse(line).event.slice(6)));
    expect(events.at(-1)).toBe(99);
    expect(events).toEqual(Array.from({ length: events.length }, (_, index) => 100 - events.length + index));
  });

  test('two writers share the files', () => {
    const writers = [create({ fileBytes: 2_000 }), create({ fileBytes: 2_000 })];
    for (let number = 0; number < 40; number += 1) writers[number % 2]?.write('info', `event-${number}`);
    const all = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
    expect(new Set(all.map((line) => JSON.parse(line).event)).size).toBe(40);
  });
});

describe('when it cannot write', () => {
  test('it never throws, and says later how many entries are missing', () => {
    rmSync(folder, { recursive: true });
    const log = create();
    log.write('info', 'lost');
    expect(log.fail('lost', new Error('x'))).toMatch(/^[0-9a-f]{10}$/);
    mkdirSync(folder);
    log.write('info', 'back');
    log.write('info', 'again');
    expect(entries()).toMatchObject([{ event: 'back', dropped: 2 }, { event: 'again' }]);
    expect(entries()[1]).not.toHaveProperty('dropped');
  });

  test('it does not follow a link', () => {
    const other = join(folder, 'other');
    writeFileSync(other, 'precious');
    chmodSync(other, 0o644);
    symlinkSync(other, join(folder, 'sightline.log'));
    create().write('info', 'x');
    expect(readFileSync(other, 'utf8')).toBe('precious');
  });
});

describe('secrets', () => {
  const canary = 'k"ey/+Ä %&=\\9f3a!~*(CANARY)';

  const forms = {
    raw: canary,
    'inside a text': `before ${canary} after`,
    JSON: JSON.stringify({ a: canary }),
    'JSON in JSON': JSON.stringify({ body: JSON.stringify({ a: canary }) }),
    percent: encodeURIComponent(canary),
    'percent, small letters': encodeURIComponent(canary).replaceAll(/%../g, (code) => code.toLowerCase()),
    form: new URLSearchParams({ q: canary }).toString(),
    base64: Buffer.from(canary).toString('base64'),
    base64url: Buffer.from(canary).toString('base64url'),
    'Basic authentication, one byte before': Buffer.from(`a:${canary}`).toString('base64'),
    'Basic authentication, two bytes before': Buffer.from(`ab:${canary}`).toString('base64'),
    'Basic authentication, text after': Buffer.from(`abc:${canary}:tail`).toString('base64'),
  };

  test.each(Object.entries(forms))('a learned secret is replaced: %s', (_name, form) => {
    const log = create();
    log.learn(new Secret(canary));
    log.write('info', form, { form, [form]: [form] });
    log.fail('x', new Error(form, { cause: form }));
    const written = text() + log.redact(form);
    expect(written).not.toContain('CANARY');
    // The middle of it: at the ends, base64 depends on what stands beside the secret.
    expect(written).not.toContain(form.slice(10, 26));
    expect(written).toContain('[secret]');
  });

  test.each([60, 2_300])('a secret of %i characters that a cut would halve does not show its first half', (length) => {
    const log = create();
    const secret = 's'.repeat(length);
    log.learn(new Secret(secret));
    for (const before of [0, 1_970, 15_970])
      log.write('info', 'x', { text: `${'a'.repeat(before)}${secret.repeat(300)}` });
    expect(text()).not.toContain('sss');
  });

  test.each([
    ['a query', 'https://h.test/p?a=1&api_key=CANARY&b=2', 'https://h.test/p?a=1&api_key=[secret]&b=2'],
    ['a form', 'client_id=1&client_secret=CANARY', 'client_id=1&client_secret=[secret]'],
    ['a token', '?access_token=CANARY#x', '?access_token=[secret]#x'],
    ['a key of one word', '/x?key=CANARY', '/x?key=[secret]'],
    ['a key of an application', '?application_key=CANARY', '?application_key=[secret]'],
    ['a token of one word', '?token=CANARY', '?token=[secret]'],
    ['a token to renew', '?refresh_token=CANARY', '?refresh_token=[secret]'],
    ['a secret of one word', '?secret=CANARY', '?secret=[secret]'],
    ['a name in capitals', '?API_KEY=CANARY', '?API_KEY=[secret]'],
    ['a password', 'user=ana&password=CANARY', 'user=ana&password=[secret]'],
    ['an authorization', 'Authorization: Custom CANARY', 'Authorization: [secret]'],
    ['that of a proxy', 'proxy-authorization: CANARY', 'proxy-authorization: [secret]'],
    ['basic authentication', 'sent basic CANARYCANARY==', 'sent basic [secret]'],
    ['a header', 'x-apikey: CANARY\nnext', 'x-apikey: [secret]\nnext'],
    ['another header', '"DD-APPLICATION-KEY": "CANARY"', '"DD-APPLICATION-KEY": [secret]'],
    ['a cookie', 'Set-Cookie: a=CANARY; Secure', 'Set-Cookie: [secret]'],
    ['a bearer', 'sent Bearer CANARY.CANARY-x', 'sent Bearer [secret]'],
    ['user and password of a proxy', 'http://ana:CANARY@proxy:3128/', 'http://[secret]@proxy:3128/'],
    ['the home folder', '/home/ana/x and /home/ana', '~/x and ~'],
    ['not a longer name', '/home/anabel/x', '/home/anabel/x'],
    ['nothing', 'monkey=banana donkey', 'monkey=banana donkey'],
  ])('unknown ones are masked by their place: %s', (_name, value, expected) => {
    const log = create();
    log.write('info', 'x', { value });
    expect(lastFields().value).toBe(expected);
    expect(log.redact(value)).toBe(expected);
  });

  test('a home folder is taken letter by letter', () => {
    const log = create({ homeFolder: '/home/ana.b (x)' });
    expect(log.redact('/home/ana.b (x)/y and /home/anaxb (x)/y')).toBe('~/y and /home/anaxb (x)/y');
  });

  test('what is too short to be one stays wherever it occurs', () => {
    const log = create();
    log.learn(new Secret('ana'));
    expect(log.redact('a banana')).toBe('a banana');
  });

  test('one that is no Unicode can be learnt', () => {
    const log = create();
    log.learn(new Secret('CANARY\ud800'));
    expect(log.redact('?x=CANARY%EF%BF%BD')).toBe('?x=[secret]');
  });

  test.each([0, 1, 2])(
    'one in the middle of a longer text in base64 is masked, whatever stands beside it (%i)',
    (n) => {
      const log = create();
      log.learn(new Secret('CANARY-CANARY-C'.slice(n)));
      const form = Buffer.from(`${'x'.repeat(7)}${'CANARY-CANARY-C'.slice(n)}~~~~`).toString('base64');
      expect(log.redact(form)).toContain('[secret]');
      expect(log.redact(form)).not.toContain(form.slice(12, 24));
    },
  );

  test('of an error nothing is taken but name, code, message, stack and causes, and few of those', () => {
    const error = new AggregateError(
      Array.from({ length: 50 }, (_, n) => new Error(`inner ${n}`)),
      'all failed',
    );
    create().write('info', 'x', { error: Object.assign(error, { request: 'CANARY' }) });
    expect(text()).not.toContain('CANARY');
    expect(Object.keys(lastFields().error)).toEqual(['name', 'code', 'message', 'stack', 'errors']);
    expect(lastFields().error.errors).toHaveLength(5);
  });

  test.each([
    'access_token',
    'apiKey',
    'applicationKey',
    'authorization',
    'bearer',
    'client_secret',
    'cookie',
    'DD-API-KEY',
    'dd-x1-key',
    'key',
    'password',
    'Proxy-Authorization',
    'refreshToken',
    'secret',
    'secrets',
    'set-cookie',
    'token',
    'X-ApiKey',
  ])('the field %s is masked whatever its value is', (name) => {
    create().write('info', 'x', { headers: { [name]: ['CANARY'] }, kept: 1 });
    expect(lastFields()).toEqual({ headers: { [name]: '[secret]' }, kept: 1 });
  });

  test('name and code of an error are redacted as its message is', () => {
    const log = create();
    log.learn(new Secret('CANARY'));
    log.fail('x', Object.assign(new Error('x'), { name: 'CANARY', code: 'CANARY', stack: '' }));
    log.fail('x', 'CANARY');
    expect(text()).not.toContain('CANARY');
  });

  test('a secret is replaced in the base64 of URLs too, where that has letters of its own', () => {
    const log = create();
    const secret = 'CANARY>>>???';
    log.learn(new Secret(secret));
    const form = Buffer.from(secret).toString('base64url');
    expect(form).toMatch(/-.*_/);
    log.write('info', 'x', { form });
    expect(lastFields().form).toBe('[secret]');
  });

  test('a secret that begins like another one leaves no end behind', () => {
    const log = create();
    log.learn(new Secret('first'));
    log.learn(new Secret('first-CANARY'));
    log.write('info', 'x', { value: 'a first-CANARY b' });
    expect(lastFields().value).toBe('a [secret] b');
  });

  test('a wrapped secret prints its mask', () => {
    create().write('info', 'x', { wrapped: new Secret('CANARY'), list: [new Secret('CANARY')] });
    expect(lastFields()).toEqual({ wrapped: '[secret]', list: ['[secret]'] });
  });

  test('a text for the terminal keeps its lines and loses what is invisible', () => {
    expect(create().redact('a\tb\nc\x1b[2J\u202e')).toBe('a\tb\nc\\u001b[2J\\u202e');
  });
});
