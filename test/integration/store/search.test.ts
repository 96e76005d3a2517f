import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition, Predicate, SortField, WordField } from '#main/domain/query/plan.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import {
  addConnection,
  connectionId,
  detailOf,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  TestClock,
  valuesOf,
  walk,
} from '../../support/store.ts';
import type { TestRecord } from '../../support/store-stream.ts';

const day = 24 * 60 * 60 * 1_000;
const nowMs = Date.UTC(2026, 10, 21);
const sha256 = 'a'.repeat(64);
const sha1 = 'b'.repeat(40);
const md5 = 'c'.repeat(32);
const mixedUrl = 'http://cdn.evil.example/Stage/Two.EXE';
const path = 'c:\\ärger\\100%_sure\\run.exe';

const acme: readonly TestRecord[] = [
  record('evil.example', {
    score: 90,
    lastSeenMs: nowMs - day,
    firstSeenMs: nowMs - 9 * day,
    tags: ['APT28', 'phish'],
    rule: 'R1',
  }),
  record('sub.evil.example', {
    score: 70,
    lastSeenMs: nowMs - 2 * day,
    tags: ['apt29', 'TLP:AMBER+STRICT', 'tlp:green'],
    country: 'DE',
    asn: 'AS64500',
  }),
  record('notevil.example', { score: null, lastSeenMs: null, sources: [{ name: 'Feed One', intent: 'benign' }] }),
  record(mixedUrl, {
    type: 'url',
    score: 40,
    lastSeenMs: nowMs - 3 * day,
    action: 'prevent',
    platforms: ['windows', 'mac'],
  }),
  record('bob@evil.example', { type: 'email', score: 20, categories: ['Malware Delivery'] }),
  record('10.1.2.3', { type: 'ipv4', score: 80, asType: 'hosting', lastSeenMs: nowMs }),
  record('10.1.2.0/24', { type: 'cidr', score: 10 }),
  record('10.0.0.0/8', { type: 'cidr', score: 10 }),
  record('2001:db8::1', { type: 'ipv6', score: 30, tags: ['tlp:white'] }),
  record('::/0', { type: 'cidr', score: 5 }),
  record(sha256, {
    type: 'sha256',
    score: 60,
    derived: [
      { type: 'sha1', value: sha1, relation: 'same_file' },
      { type: 'md5', value: md5, relation: 'same_file' },
    ],
  }),
  record(path, { type: 'path', score: 55 }),
  record('expired.example', { score: 50, expiresAtMs: nowMs - 1 }),
  record('expires.example', { score: 50, expiresAtMs: nowMs + day }),
  record('gone.example', { score: 50, gone: true, tags: ['tlp:red'] }),
];

const everything = plan();

describe.each<Gateway>(['inline', 'worker'])('searching (%s gateway)', (gateway) => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;
  let caseNumber: CaseNumber;

  beforeAll(async () => {
    data = makeDataFolder();
    store = await openTestStore(gateway, data.folder, { clock: new TestClock(nowMs) });
    await addConnection(store, 1, 'Main');
    await addConnection(store, 2, 'Zweite', 'umbra');
    await walk(store, [{ records: [...acme] }], { atMs: nowMs - day });
    await walk(store, [{ records: [record('evil.example', { score: null, benign: true, tags: ['ok'] })] }], {
      connectionId: connectionId(2),
      stream: 'all',
      atMs: nowMs,
    });
    const idOf = async (value: string, type?: 'ipv4') => (await detailOf(store, value, type)).id;
    await store.write('triage.append', {
      ids: [await idOf('evil.example')],
      change: { state: 'reviewed', verdict: 'malicious', note: 'Seen in MÜNCHEN', by: 'ana', atMs: nowMs - 5 },
    });
    const made = await store.write('cases.create', {
      fields: { title: 'T', severity: 'low', tlp: 'amber', pap: 'amber', assignee: null, summary: null },
      by: 'ana',
      atMs: nowMs,
    });
    caseNumber = made.number;
    const ids = [await idOf('10.1.2.3', 'ipv4')];
    await store.write('cases.addIndicators', {
      number: caseNumber,
      ids,
      comment: 'beacon',
      role: null,
      by: 'ana',
      atMs: 1,
    });
  });
  afterAll(async () => {
    await store.close();
    data.remove();
  });

  const find = async (where: Condition, includeDerived = false) =>
    (await valuesOf(store, plan(where, { includeDerived }))).sort();
  const word = (field: WordField, pattern: string): Predicate => ({ kind: 'word', field, pattern });
  const all = acme.map(({ value }) => value).sort();

  it('gives everything in the default order, missing values last', async () => {
    expect(await valuesOf(store, everything)).toEqual([
      'evil.example',
      '10.1.2.3',
      'sub.evil.example',
      sha256,
      path,
      'expired.example',
      'expires.example',
      'gone.example',
      mixedUrl,
      '2001:db8::1',
      'bob@evil.example',
      '10.0.0.0/8',
      '10.1.2.0/24',
      '::/0',
      'notevil.example',
    ]);
    expect(await find({ kind: 'any', of: [] })).toEqual([]);
  });

  it.each<[SortField, boolean, string, string]>([
    ['score', false, '::/0', 'notevil.example'],
    ['last_seen', false, mixedUrl, 'notevil.example'],
    ['last_seen', true, '10.1.2.3', 'notevil.example'],
    ['first_seen', true, 'evil.example', 'sub.evil.example'],
    ['value', false, '10.0.0.0/8', 'sub.evil.example'],
    ['value', true, 'sub.evil.example', '10.0.0.0/8'],
    ['type', false, '10.0.0.0/8', mixedUrl],
    ['observations', true, 'evil.example', 'sub.evil.example'],
    ['triaged', true, 'evil.example', 'sub.evil.example'],
    ['expires', false, 'expired.example', 'sub.evil.example'],
  ])('sorts by %s (descending: %s)', async (field, descending, first, last) => {
    const values = await valuesOf(store, plan(undefined, { sort: [{ field, descending }] }));
    expect(values).toHaveLength(acme.length);
    expect([values.at(0), values.at(-1)]).toEqual([first, last]);
  });

  it('gives full pages and half-empty ones in the same order', async () => {
    const where: Condition = { kind: 'type', anyOf: ['domain', 'url', 'cidr'] };
    const whole = await valuesOf(store, plan(where));
    for (const limit of [1, 3, whole.length, whole.length + 1]) {
      const page = await store.read('indicators.search', { plan: plan(where), offset: 0, limit });
      expect(page.map(({ value }) => value)).toEqual(whole.slice(0, limit));
    }
  });

  it('pages through a result', async () => {
    const whole = await valuesOf(store, everything);
    const read = (offset: number) => store.read('indicators.search', { plan: everything, offset, limit: 4 });
    const pages = await Promise.all([0, 4, 8, 12, 16].map(read));
    expect(pages.flat().map(({ value }) => value)).toEqual(whole);
    const ids = await store.read('indicators.searchIds', { plan: everything, limit: null });
    expect(ids).toEqual(pages.flat().map(({ id }) => id));
    expect(await store.read('indicators.searchIds', { plan: everything, limit: 2 })).toEqual(ids.slice(0, 2));
    expect((await store.read('indicators.summaries', { ids: ids.slice(0, 3) })).map(({ id }) => id)).toEqual(
      ids.slice(0, 3),
    );
    expect(await store.read('indicators.count', { plan: everything })).toEqual({ value: acme.length, exact: true });
  });

  it.each<[string, Condition, readonly string[]]>([
    ['text in a value, whatever the case', { kind: 'text', text: 'stage/two' }, [mixedUrl]],
    ['text in a tag', { kind: 'text', text: 'pt29' }, ['sub.evil.example']],
    ['text in a category', { kind: 'text', text: 'delivery' }, ['bob@evil.example']],
    ['text in a rule', { kind: 'text', text: 'r1' }, ['evil.example']],
    ['text in a note, beyond ASCII', { kind: 'text', text: 'münchen' }, ['evil.example']],
    ['text in the comment of a case', { kind: 'text', text: 'beac' }, ['10.1.2.3']],
    ['text that looks like a pattern', { kind: 'text', text: '100%_' }, [path]],
    ['one character', { kind: 'text', text: '%' }, [path]],
    ['exact', { kind: 'exact', type: 'ipv4', value: '10.1.2.3' }, ['10.1.2.3']],
    ['exact, of another type', { kind: 'exact', type: 'domain', value: '10.1.2.3' }, []],
    [
      'prefix',
      { kind: 'value', pieces: ['10.'], anchoredStart: true, anchoredEnd: false },
      ['10.0.0.0/8', '10.1.2.0/24', '10.1.2.3'],
    ],
    [
      'prefix of a value with upper case',
      { kind: 'value', pieces: ['http://cdn.evil.example/stage/t'], anchoredStart: true, anchoredEnd: false },
      [mixedUrl],
    ],
    ['suffix', { kind: 'value', pieces: ['.exe'], anchoredStart: false, anchoredEnd: true }, [path, mixedUrl]],
    [
      'inner stars',
      { kind: 'value', pieces: ['http', 'evil', 'exe'], anchoredStart: true, anchoredEnd: true },
      [mixedUrl],
    ],
    [
      'signs of patterns are text',
      { kind: 'value', pieces: ['100%_s'], anchoredStart: false, anchoredEnd: false },
      [path],
    ],
    [
      'whole value',
      { kind: 'value', pieces: ['evil.example'], anchoredStart: true, anchoredEnd: true },
      ['evil.example'],
    ],
    [
      'under a host',
      { kind: 'under', host: 'evil.example' },
      ['bob@evil.example', 'evil.example', mixedUrl, 'sub.evil.example'],
    ],
    [
      'inside a network, equal ones included',
      { kind: 'ip', first: '00000000000000000000ffff0a000000', last: '00000000000000000000ffff0affffff' },
      ['10.0.0.0/8', '10.1.2.0/24', '10.1.2.3'],
    ],
    [
      'inside a smaller network',
      { kind: 'ip', first: '00000000000000000000ffff0a010200', last: '00000000000000000000ffff0a0102ff' },
      ['10.1.2.0/24', '10.1.2.3'],
    ],
    ['type', { kind: 'type', anyOf: ['email', 'ipv6'] }, ['2001:db8::1', 'bob@evil.example']],
    ['severity', { kind: 'severity', anyOf: ['critical', 'none'] }, ['evil.example', 'notevil.example']],
    ['state', { kind: 'state', anyOf: ['reviewed'] }, ['evil.example']],
    ['verdict', { kind: 'verdict', anyOf: ['malicious'] }, ['evil.example']],
    ['score', { kind: 'number', field: 'score', min: 80, max: null }, ['10.1.2.3', 'evil.example']],
    ['score range', { kind: 'number', field: 'score', min: 60, max: 70 }, [sha256, 'sub.evil.example']],
    ['observations', { kind: 'number', field: 'observations', min: 2, max: null }, ['evil.example']],
    ['last seen', { kind: 'time', field: 'last_seen', fromMs: nowMs - day, toMs: nowMs }, ['evil.example']],
    ['first seen', { kind: 'time', field: 'first_seen', fromMs: null, toMs: nowMs }, ['evil.example']],
    ['fetched', { kind: 'time', field: 'fetched', fromMs: nowMs, toMs: null }, ['evil.example']],
    ['expires', { kind: 'time', field: 'expires', fromMs: nowMs, toMs: null }, ['expires.example']],
    ['triaged', { kind: 'time', field: 'triaged', fromMs: null, toMs: null }, ['evil.example']],
    ['expired', { kind: 'is', flag: 'expired' }, ['expired.example']],
    ['gone', { kind: 'is', flag: 'gone' }, ['gone.example']],
    ['conflicting', { kind: 'is', flag: 'conflicting' }, ['evil.example']],
    ['listed', { kind: 'is', flag: 'listed' }, ['10.0.0.0/8', '10.1.2.0/24', '10.1.2.3', '2001:db8::1']],
    ['in a case', { kind: 'has', what: 'case' }, ['10.1.2.3']],
    ['with a note', { kind: 'has', what: 'note' }, ['10.1.2.3', 'evil.example']],
    ['with a relation', { kind: 'has', what: 'relation' }, [sha256]],
  ])('finds by %s', async (_, where, expected) => {
    expect(await find(where)).toEqual([...expected].sort());
    // The negation is the rest, missing values included.
    expect(await find({ kind: 'not', of: where })).toEqual(all.filter((value) => !expected.includes(value)));
  });

  it.each<[WordField, string, readonly string[]]>([
    ['vendor', 'ACME', all],
    ['vendor', 'umb*', ['evil.example']],
    ['connection', 'zweite', ['evil.example']],
    ['stream', 'all', ['evil.example']],
    ['tag', 'apt28', ['evil.example']],
    ['tag', 'apt*', ['evil.example', 'sub.evil.example']],
    ['tag', 'apt', []],
    ['source', 'feed one', ['notevil.example']],
    ['category', '*delivery', ['bob@evil.example']],
    ['rule', 'r1', ['evil.example']],
    ['country', 'de', ['sub.evil.example']],
    ['asn', 'as64500', ['sub.evil.example']],
    ['as_type', 'hosting', ['10.1.2.3']],
    ['action', 'prevent', [mixedUrl]],
    ['platform', 'mac', [mixedUrl]],
    ['case', 'case-0001', ['10.1.2.3']],
    ['case', 'CASE-*', ['10.1.2.3']],
    ['case', 'CASE-0002', []],
    ['tlp', 'AMBER+strict', ['sub.evil.example']],
    ['tlp', 'amber*', ['sub.evil.example']],
    ['tlp', 'green', []],
    ['tlp', 'clear', ['2001:db8::1']],
    // With no live record left, the last known mark stays.
    ['tlp', 'red', ['gone.example']],
  ])('finds by %s:%s', async (field, pattern, expected) => {
    expect(await find(word(field, pattern))).toEqual([...expected].sort());
  });

  it('combines conditions', async () => {
    const bothVendors: Condition = { kind: 'all', of: [word('vendor', 'acme'), word('vendor', 'umbra')] };
    expect(await find(bothVendors)).toEqual(['evil.example']);
    expect(
      await find({
        kind: 'all',
        of: [
          { kind: 'any', of: [word('tag', 'apt29'), { kind: 'type', anyOf: ['ipv6'] }] },
          { kind: 'not', of: { kind: 'number', field: 'score', min: 50, max: null } },
        ],
      }),
    ).toEqual(['2001:db8::1']);
  });

  it('follows the other hashes of a file from any of them', async () => {
    for (const [type, value] of [
      ['md5', md5],
      ['sha1', sha1],
      ['sha256', sha256],
    ] as const) {
      const where: Condition = { kind: 'exact', type, value };
      expect(await find(where, true)).toEqual([sha256, sha1, md5].sort());
      expect(await find(where)).toEqual([sha256]);
    }
    expect(await find({ kind: 'is', flag: 'derived' }, true)).toEqual([md5, sha1].sort());
  });

  it('takes ten thousand pasted values as one question', async () => {
    const of: Predicate[] = Array.from({ length: 10_000 }, (_, n) => ({
      kind: 'exact',
      type: 'domain',
      value: n === 5_000 ? 'evil.example' : `nothing-${n}.example`,
    }));
    expect(await find({ kind: 'any', of })).toEqual(['evil.example']);
  });

  it('refuses what is too much, in words', async () => {
    let where: Condition = { kind: 'type', anyOf: ['url'] };
    for (let depth = 0; depth < 300; depth += 1) where = { kind: 'not', of: where };
    await expect(find(where)).rejects.toMatchObject({ code: 'input.tooLarge' });
    const of = Array.from({ length: 40_000 }, (): Predicate => ({ kind: 'number', field: 'score', min: 1, max: null }));
    await expect(find({ kind: 'any', of })).rejects.toMatchObject({ code: 'input.tooLarge' });
    const parts = (count: number) => ({ kind: 'any', of: of.slice(0, count) }) satisfies Condition;
    expect(await find(parts(5_000))).not.toEqual([]);
    await expect(find(parts(5_001))).rejects.toMatchObject({ message: 'The query has too many parts.' });
    where = { kind: 'type', anyOf: ['url'] };
    for (let depth = 0; depth < 300; depth += 1) where = { kind: 'any', of: [where] };
    await expect(find(where)).rejects.toMatchObject({ message: 'The query is nested too deeply.' });
    // Of one byte each, of two each, and of two once they are escaped.
    for (const piece of ['x'.repeat(50_000), 'é'.repeat(25_000), '%'.repeat(25_000)]) {
      const part: Condition = { kind: 'value', pieces: [piece], anchoredStart: false, anchoredEnd: false };
      for (const inner of [part, { kind: 'any', of: [part] }, { kind: 'not', of: part }] satisfies Condition[])
        await expect(find(inner)).rejects.toMatchObject({ message: 'The pattern is too long.' });
    }
    // A text that was pasted instead of a query: refused before memory is spent on it.
    const words = Array.from({ length: 60_000 }, (_, at): Condition => ({ kind: 'text', text: `a${at}` }));
    await expect(find({ kind: 'all', of: words })).rejects.toMatchObject({
      code: 'input.tooLarge',
      message: 'The query has too many parts.',
    });
  });

  it.each(['e_il.', 'e%l.', 'evil\\.'])('takes %j letter by letter', async (piece) => {
    for (const anchoredStart of [true, false])
      expect(await find({ kind: 'value', pieces: [piece], anchoredStart, anchoredEnd: false })).toEqual([]);
  });

  it('takes hostile text as text', async () => {
    const texts = [`'; DROP TABLE indicator; --`, '"', '\\', '%', '\u0000', '\ud800', '$x', '?', ':a', "' OR 1=1 --"];
    for (const text of texts) {
      const patterns: Condition[] = [
        { kind: 'text', text },
        { kind: 'value', pieces: [text], anchoredStart: true, anchoredEnd: false },
        { kind: 'under', host: text },
        { kind: 'exact', type: 'other', value: text },
        word('tag', text),
        word('tag', `${text}*`),
        word('connection', text),
      ];
      for (const where of patterns) await find(where);
    }
    expect(await find({ kind: 'text', text: "' OR 1=1 --" })).toEqual([]);
    expect(await store.read('indicators.count', { plan: everything })).toEqual({ value: acme.length, exact: true });
  });

  it('counts facets', async () => {
    expect(await store.read('indicators.facets', { plan: everything })).toEqual({
      stream: { some: 15, all: 1 },
      score: {
        '0..9': 1,
        '10..19': 2,
        '20..29': 1,
        '30..39': 1,
        '40..49': 1,
        '50..59': 4,
        '60..69': 1,
        '70..79': 1,
        '80..89': 1,
        '90..100': 1,
      },
      is: { conflicting: 1, expired: 1, gone: 1, listed: 4 },
      category: { 'Malware Delivery': 1 },
      rule: { R1: 1 },
      action: { prevent: 1 },
      platform: { mac: 1, windows: 1 },
      country: { DE: 1 },
      asn: { AS64500: 1 },
      as_type: { hosting: 1 },
      tlp: { clear: 1, red: 1, 'amber+strict': 1 },
      expires: { '<now': 1, 'now..now+7d': 1 },
      type: { domain: 6, cidr: 3, email: 1, ipv4: 1, ipv6: 1, path: 1, sha256: 1, url: 1 },
      severity: { medium: 6, low: 5, high: 2, critical: 1, none: 1 },
      state: { new: 14, reviewed: 1 },
      verdict: { unknown: 14, malicious: 1 },
      vendor: { acme: 15, umbra: 1 },
      connection: { Main: 15, Zweite: 1 },
      tag: {
        APT28: 1,
        'TLP:AMBER+STRICT': 1,
        apt29: 1,
        ok: 1,
        phish: 1,
        'tlp:green': 1,
        'tlp:red': 1,
        'tlp:white': 1,
      },
      source: { 'Feed One': 1 },
    });
    const facets = await store.read('indicators.facets', { plan: plan(word('tag', 'phish')) });
    expect(facets.tag).toEqual({ APT28: 1, ok: 1, phish: 1 });
  });

  it('shows the domains above and below', async () => {
    const relations = async (value: string, type?: 'url' | 'email') =>
      (await detailOf(store, value, type)).relations.map(({ kind, value: other }) => `${kind} ${other}`).sort();
    expect(await relations('sub.evil.example')).toEqual(['parent_domain evil.example']);
    expect(await relations('evil.example')).toEqual([
      'parent_domain bob@evil.example',
      'parent_domain sub.evil.example',
    ]);
    expect(await relations(mixedUrl, 'url')).toEqual(['parent_domain evil.example']);
    expect(await relations('bob@evil.example', 'email')).toEqual(['parent_domain evil.example']);
  });

  it('reads several details at once', async () => {
    const ids = await store.read('indicators.searchIds', { plan: everything, limit: 3 });
    const details = await store.read('indicators.details', { ids: [...ids, 999_999 as never] });
    expect(details.map(({ id }) => id)).toEqual(ids);
    expect(await store.read('indicators.detail', { id: 999_999 as never })).toBeNull();
  });
});
