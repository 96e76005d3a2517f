/** A cache full of indicators of every kind, the same for the same seed, for tests of searching. */
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { addConnection, connectionId, walk } from './store.ts';
import type { TestRecord } from './store-stream.ts';

/** What the worlds' "now" is. */
export const worldNowMs = Date.UTC(2026, 10, 21);
const dayMs = 86_400_000;

/** Chance with a memory: the same seed gives the same numbers (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Small numbers far more often than large ones. */
  rare(limit: number): number {
    return Math.floor(limit ** this.next()) - 1;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('Nothing to pick from.');
    return item;
  }

  isTrue(probability: number): boolean {
    return this.next() < probability;
  }
}

const words = [
  'evil',
  'cdn',
  'mail',
  'Größe',
  'login',
  'ÄRGER',
  'x',
  'update',
  'é',
  'pay',
  'Žlutý',
  '100%_sure',
  'a*b',
];
const tops = ['example', 'test', 'com', 'co.uk', 'org'];

function hex(chance: Chance, length: number): string {
  return Array.from({ length }, () => chance.below(16).toString(16)).join('');
}

function host(chance: Chance): string {
  const parent = `${chance.pick(['evil', 'cdn', 'pay', 'x'])}${chance.rare(400)}.${chance.pick(tops)}`;
  return chance.isTrue(0.5) ? parent : `${chance.pick(['www', 'a', 'mail'])}${chance.rare(30)}.${parent}`;
}

const makers: readonly [IndicatorType, (chance: Chance) => string][] = [
  ['ipv4', (chance) => `10.${chance.rare(250)}.${chance.below(8)}.${chance.below(250)}`],
  ['ipv4', (chance) => `${1 + chance.below(220)}.${chance.below(250)}.${chance.below(250)}.${chance.below(250)}`],
  ['ipv6', (chance) => `2001:db8::${(1 + chance.below(60_000)).toString(16)}`],
  ['cidr', (chance) => `10.${chance.below(250)}.0.0/16`],
  ['domain', host],
  ['domain', host],
  [
    'url',
    (chance) => `http://${host(chance)}/${chance.pick(words)}/${hex(chance, 4).toUpperCase()}?q=${chance.pick(words)}`,
  ],
  ['email', (chance) => `${chance.pick(['bob', 'ann'])}${chance.below(300)}@${host(chance)}`],
  ['sha256', (chance) => hex(chance, 64)],
  ['md5', (chance) => hex(chance, 32)],
  ['path', (chance) => `c:\\${chance.pick(words).toLowerCase()}\\${hex(chance, 5)}.exe`],
  ['other', (chance) => `${chance.pick(words)} ${chance.pick(words)} ${hex(chance, 3)}`],
];

function tagsOf(chance: Chance): string[] {
  return Array.from({ length: chance.below(5) }, () => {
    const tag = `${chance.pick(['apt', 'phish', 'Größe'])}${chance.rare(150)}`;
    return chance.isTrue(0.1) ? tag.toUpperCase() : tag;
  });
}

/** One record of a vendor's. */
export function makeRecord(chance: Chance): TestRecord {
  const [type, make] = chance.pick(makers);
  const value = make(chance);
  const lastSeenMs = chance.isTrue(0.05)
    ? null
    : worldNowMs - chance.below(400) * dayMs - chance.below(3) * 1_000 - chance.below(2);
  const derived: TestRecord['derived'] =
    type === 'sha256' && chance.isTrue(0.3) ? [{ type: 'sha1', value: hex(chance, 40), relation: 'same_file' }] : [];
  return {
    key: `${type} ${value}`,
    type,
    value,
    score: chance.isTrue(0.1) ? null : chance.below(101),
    lastSeenMs,
    firstSeenMs: lastSeenMs === null || chance.isTrue(0.2) ? null : lastSeenMs - chance.below(90) * dayMs,
    expiresAtMs: chance.isTrue(0.3) ? worldNowMs + (chance.below(80) - 30) * dayMs : null,
    tags: [
      ...tagsOf(chance),
      ...(chance.isTrue(0.1) ? [`tlp:${chance.pick(['red', 'amber', 'green', 'clear'])}`] : []),
    ],
    sources: chance.isTrue(0.5) ? [{ name: `Feed ${chance.rare(30)}`, intent: 'malicious' }] : [],
    categories: chance.isTrue(0.4) ? [chance.pick(['Malware', 'C2', 'phishing'])] : [],
    rule: chance.isTrue(0.2) ? `Rule ${chance.rare(200)}` : null,
    country: chance.isTrue(0.3) ? chance.pick(['DE', 'US', 'CN']) : null,
    asType: chance.isTrue(0.2) ? chance.pick(['hosting', 'isp']) : null,
    asn: chance.isTrue(0.2) ? `AS${64_500 + chance.rare(60)}` : null,
    action: chance.isTrue(0.2) ? chance.pick(['detect', 'prevent']) : null,
    platforms: chance.isTrue(0.2) ? ['windows', 'mac'] : [],
    benign: chance.isTrue(0.05),
    gone: chance.isTrue(0.05),
    derived,
  };
}

const pageSize = 2_000;

/** Fills a store: two connections of two vendors, decisions with notes, own tags, two cases. */
export async function fillWorld(store: Store, records: number, chance: Chance): Promise<void> {
  await addConnection(store, 1, 'Main');
  await addConnection(store, 2, 'Zweite', 'umbra');
  const all = Array.from({ length: records }, () => makeRecord(chance));
  for (let start = 0; start < all.length; start += pageSize) {
    const page = { records: all.slice(start, start + pageSize) };
    const nth = start / pageSize;
    await walk(store, [page], { stream: nth % 3 === 0 ? 'all' : 'some', atMs: worldNowMs - (20 - nth) * 60_000 });
  }
  const repeated = all.slice(0, Math.ceil(records / 5)).map((record) => ({ ...record, score: chance.below(101) }));
  await walk(store, [{ records: repeated }], { connectionId: connectionId(2), stream: 'some', atMs: worldNowMs - 5 });
  await judge(store, chance, 40);
  for (const title of ['One', 'Two']) {
    const { number } = await store.write('cases.create', {
      fields: { title, severity: 'low', tlp: 'amber', pap: 'amber', assignee: null, summary: null },
      by: 'ana',
      atMs: worldNowMs,
    });
    const ids = await pickIds(store, chance, 30);
    await store.write('cases.addIndicators', {
      number,
      ids,
      comment: title === 'One' ? 'Beacon im NETZ' : null,
      role: null,
      by: 'ana',
      atMs: worldNowMs,
    });
  }
}

/** Decides on some indicators, and tags some. */
export async function judge(store: Store, chance: Chance, count: number): Promise<void> {
  for (let nth = 0; nth < 5; nth += 1) {
    await store.write('triage.append', {
      ids: await pickIds(store, chance, count),
      change: {
        state: chance.pick(['reviewed', 'escalated', 'in_review']),
        verdict: chance.pick(['malicious', 'benign', 'suspicious']),
        note: chance.isTrue(0.7) ? chance.pick(['Seen in MÜNCHEN', 'beacon evil', 'x']) : undefined,
        by: 'ana',
        atMs: worldNowMs - chance.below(1_000_000),
      },
    });
    const add = [chance.pick(['Mine', 'zwei WÖRTER', 'apt1', 'a*b']), `own${chance.rare(9)}`];
    const signed = { by: 'ana', atMs: worldNowMs - chance.below(1_000_000) };
    const ids = await pickIds(store, chance, count);
    await store.write('tags.change', { ids, change: { add, remove: [], ...signed } });
    await store.write('tags.change', { ids: ids.slice(0, 5), change: { add: [], remove: add.slice(0, 1), ...signed } });
  }
}

async function pickIds(store: Store, chance: Chance, count: number) {
  const ids = await store.read('indicators.searchIds', {
    plan: { where: { kind: 'all', of: [] }, sort: [{ field: 'value', descending: false }], includeDerived: true },
    limit: null,
  });
  return [...new Set(Array.from({ length: count }, () => chance.pick(ids)))];
}
