import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { activeStreams } from '#main/services/active-streams.ts';
import { curatedFeeds } from '#main/vendors/threatgrid/curated/feeds.ts';
import { mapCurated } from '#main/vendors/threatgrid/curated/mapping.ts';
import { curatedStream } from '#main/vendors/threatgrid/curated/stream.ts';
import { threatgrid } from '#main/vendors/threatgrid/index.ts';
import { startThreatgridEmulator, type ThreatgridEmulator } from '../../emulators/threatgrid/index.ts';
import { jsonAnswer } from '../kit/answers.ts';
import { type Walked, type WalkInput, walkStream } from '../kit/walk.ts';

const dayMs = 86_400_000;
const started: ThreatgridEmulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((emulator) => emulator.stop()));
});

async function start(): Promise<ThreatgridEmulator> {
  const emulator = await startThreatgridEmulator({ size: 2_500, seed: 5 });
  started.push(emulator);
  return emulator;
}

function walk(emulator: ThreatgridEmulator, change: Partial<WalkInput> = {}): Promise<Walked> {
  return walkStream({
    module: threatgrid,
    stream: 'curated',
    url: emulator.url,
    secrets: emulator.secrets,
    nowMs: emulator.clock.now(),
    options: { feeds: 'all' },
    ...change,
  });
}

/** Files asked for, without their folder. */
function filesOf(emulator: ThreatgridEmulator): readonly string[] {
  return emulator.requests.map(({ path }) => path.replace('/api/v3/feeds/', ''));
}

/** What the files of a feed hold, as the vendor answers them. */
async function heldBy(emulator: ThreatgridEmulator, file: string): Promise<readonly string[]> {
  const headers = { authorization: `bearer ${emulator.secrets['apiKey']}` };
  const answer = await fetch(`${emulator.url}/api/v3/feeds/${file}`, { headers });
  return ((await answer.json()) as readonly unknown[]).map((record) => JSON.stringify(record));
}

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

describe('the curated feeds', () => {
  it('first bring every record of the last seven days and of the current files, once', async () => {
    const emulator = await start();
    const { drafts, rejected, ...end } = await walk(emulator);
    const files = filesOf(emulator);
    expect(files).toHaveLength(16 * 8);
    expect(new Set(files).size).toBe(files.length);
    expect(files.slice(-16)).toEqual(curatedFeeds.map((feed) => `${feed}.json`));
    expect(files[0]).toBe(`autorun-registry_${day(emulator.clock.now() - 7 * dayMs)}.json`);
    const held = new Set((await Promise.all(files.map((file) => heldBy(emulator, file)))).flat());
    expect(new Set([...drafts.values()].map(({ raw }) => raw))).toEqual(held);
    expect(held.size).toBeGreaterThan(20);
    expect(rejected).toEqual([]);
    expect(end).toMatchObject({ complete: true, expected: null, exhaustive: false });
  });

  it('then read the days since, and the current files', async () => {
    const emulator = await start();
    const { checkpoint } = await walk(emulator, { options: { feeds: 'banking-dns, rat-dns' } });
    const before = emulator.requests.length;
    await walk(emulator, { options: { feeds: 'rat-dns,banking-dns' }, checkpoint });
    expect(filesOf(emulator).slice(before)).toEqual(['banking-dns.json', 'rat-dns.json']);
    emulator.clock.advance(2 * dayMs);
    const since = emulator.requests.length;
    await walk(emulator, { options: { feeds: 'rat-dns' }, checkpoint });
    const now = emulator.clock.now();
    expect(filesOf(emulator).slice(since)).toEqual([
      `rat-dns_${day(now - 2 * dayMs)}.json`,
      `rat-dns_${day(now - dayMs)}.json`,
      'rat-dns.json',
    ]);
  });

  it('begin at the day of the option, and by the vendor’s own calendar when our clock is wrong', async () => {
    const emulator = await start();
    await walk(emulator, { options: { feeds: 'irc-dns', after: day(emulator.clock.now() - dayMs) } });
    expect(filesOf(emulator)).toHaveLength(2);
    const wrong = await start();
    await walk(wrong, { options: { feeds: 'irc-dns' }, nowMs: wrong.clock.now() - 400 * dayMs });
    expect(filesOf(wrong).slice(1)).toEqual([
      ...[7, 6, 5, 4, 3, 2, 1].map((days) => `irc-dns_${day(wrong.clock.now() - days * dayMs)}.json`),
      'irc-dns.json',
    ]);
  });

  it('take a day without a file for a day without records, and put a bad record aside', async () => {
    const emulator = await start();
    const text = '{"error":{"message":"Record not found","code":404}}';
    const fault = { kind: 'status', status: 404, text, contentType: 'application/json' } as const;
    emulator.faults.add({ when: { path: /_\d{4}/, times: 2 }, fault });
    emulator.faults.add({ when: { path: 'parked-dns.json' }, fault: { kind: 'malformedRecord', replacement: {} } });
    const { rejected, ...end } = await walk(emulator, { options: { feeds: 'parked-dns' } });
    expect(end).toMatchObject({ complete: true });
    expect(rejected.length).toBeLessThanOrEqual(1);
    const gone = { ...fault };
    emulator.faults.add({ when: { path: 'dga-dns.json' }, fault: gone });
    await expect(walk(emulator, { options: { feeds: 'dga-dns' } })).rejects.toMatchObject({
      code: 'vendor.badResponse',
    });
  });

  it('are synced by a connection that wants them', () => {
    const names = (options: Parameters<typeof activeStreams>[1]) =>
      activeStreams(threatgrid, options).map(({ id }) => id);
    expect(names({})).toHaveLength(7);
    expect(names({ curated: { after: '2026-11-01' } })).not.toContain('curated');
    expect(names({ curated: { feeds: 'all' } })).toContain('curated');
  });

  it.each(['', ' , ', 'banking', 'all, unknown-dns'])('refuse "%s" as names', (feeds) => {
    expect(curatedStream.optionsSchema.safeParse({ feeds }).success).toBe(false);
  });
});

describe('a record of a curated feed', () => {
  const file = new URL('../../fixtures/vendors/threatgrid/05_curated_banking_dns.json', import.meta.url);
  const { response } = JSON.parse(readFileSync(file, 'utf8')) as { response: { body: readonly object[] } };

  it('is a domain seen in a sample, without a score', () => {
    const cursor = curatedStream.begin({
      checkpoint: undefined,
      full: false,
      nowMs: Date.UTC(2026, 2, 5),
      options: {},
    });
    const page = curatedStream.read(jsonAnswer(response.body), cursor, { feeds: 'banking-dns' });
    expect(page.rejected).toEqual([]);
    expect(page.drafts[0]).toMatchObject({
      vendorKey: 'curated banking-dns daa8d5aeccc7cec0869bd6ade0f40a9a first-dga.example',
      type: 'domain',
      value: 'first-dga.example',
      score: null,
      vendorScore: null,
      categories: ['banking-dns'],
      rule: 'banking-dns',
      description: 'Banking Trojan Network Communications',
      firstSeenMs: Date.UTC(2026, 2, 4, 13, 45, 15),
      derived: [
        {
          type: 'sha256',
          value: '4777d3570d994e39e7e732d713c69ccd1166d1ef14d2ed944175cf5662781dcd',
          relation: 'seen_in_sample',
        },
      ],
      raw: JSON.stringify(response.body[0]),
    });
  });

  it('of another kind is what it names; one that names nothing is put aside', () => {
    const key = 'HKLM\\Software\\Run\\x';
    const draft = mapCurated(
      'autorun-registry',
      { registry_key: key, ips: ['192.0.2.7'], sample_md5: 'a'.repeat(32) },
      '',
    );
    expect(draft).toMatchObject({
      type: 'registry_key',
      tags: ['ip:192.0.2.7'],
      derived: [{ type: 'md5', relation: 'seen_in_sample' }],
    });
    expect(mapCurated('scheduled-tasks', { path: 'C:\\x.exe' }, '').type).toBe('path');
    expect(() => mapCurated('rat-dns', { ips: [] }, '')).toThrow(/names neither/);
  });
});
