import { afterEach, describe, expect, it } from 'vitest';
import { threatgrid } from '#main/vendors/threatgrid/index.ts';
import { threatgridFeeds } from '../../emulators/threatgrid/feeds.ts';
import { startThreatgridEmulator, type ThreatgridEmulator } from '../../emulators/threatgrid/index.ts';
import type { ThreatgridOptions } from '../../emulators/threatgrid/options.ts';
import { type Walked, type WalkInput, walkStream } from '../kit/walk.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const started: ThreatgridEmulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((emulator) => emulator.stop()));
});

async function start(options: ThreatgridOptions = {}): Promise<ThreatgridEmulator> {
  const emulator = await startThreatgridEmulator({ size: 4_000, seed: 5, ...options });
  started.push(emulator);
  return emulator;
}

function walk(emulator: ThreatgridEmulator, change: Partial<WalkInput> = {}): Promise<Walked> {
  return walkStream({
    module: threatgrid,
    stream: 'domains',
    url: emulator.url,
    secrets: emulator.secrets,
    nowMs: emulator.clock.now(),
    ...change,
  });
}

/** The raw records that the emulator holds, from that moment up to now. */
function heldBy(emulator: ThreatgridEmulator, stream: string, fromMs: number, more: Record<string, string> = {}) {
  const after = `${new Date(fromMs).toISOString().slice(0, 19)}Z`;
  const holding = emulator.holdings({ after, ...more }).find((held) => held.stream === stream);
  return [...(holding?.records() ?? [])].map((record) => JSON.stringify(record)).sort();
}

/** What a walk brought, of records from that moment on: the overlap brings one second more. */
function broughtBy({ drafts }: Walked, fromMs: number): readonly string[] {
  return [...drafts.values()]
    .filter(({ firstSeenMs }) => (firstSeenMs ?? 0) >= fromMs)
    .map(({ raw }) => raw)
    .sort();
}

function checkpointOf({ checkpoint }: Walked): number {
  return (checkpoint as { readonly untilMs: number }).untilMs;
}

describe('the option limit', () => {
  it('is refused, with the reason, where a page would hold up other work', () => {
    for (const { optionsSchema } of threatgrid.streams.filter(({ id }) => id !== 'curated')) {
      expect(optionsSchema.safeParse({ limit: 1_000 }).success).toBe(true);
      const { error } = optionsSchema.safeParse({ limit: 1_001 });
      expect(error?.issues).toMatchObject([{ path: ['limit'], message: expect.stringMatching(/^at most 1,000: /) }]);
    }
  });
});

describe('the first walk', () => {
  it.each(threatgridFeeds)('brings seven days of %s', async (stream) => {
    const emulator = await start();
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator, { stream });
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, stream, fromMs));
    expect(walked).toMatchObject({ expected: null, complete: true, exhaustive: false, rejected: [] });
    expect(checkpointOf(walked)).toBe(emulator.clock.now());
  });

  it.each(threatgridFeeds)('brings all of %s with the lowest grades and an early beginning', async (stream) => {
    const emulator = await start();
    const options = { after: '2026-01-01', confidence: 0, severity: 0 };
    const walked = await walk(emulator, { stream, options });
    const held = heldBy(emulator, stream, Date.UTC(2026, 0, 1), { confidence: '0', severity: '0' });
    expect(held.length).toBeGreaterThan(0);
    expect(broughtBy(walked, 0)).toEqual(held);
  });

  it.each([1, 3, 40])('whatever the page size: %i', async (limit) => {
    const emulator = await start({ size: 1_500 });
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator, { options: { limit } });
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, 'domains', fromMs));
  });

  it('takes the page size that it is granted', async () => {
    const emulator = await start({ maximumLimit: 7 });
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator, { options: { limit: 1_000 } });
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, 'domains', fromMs));
  });

  it.each([
    { isAfterInclusive: true, isBeforeInclusive: false },
    { isAfterInclusive: false, isBeforeInclusive: false },
    { isAfterInclusive: false, isBeforeInclusive: true },
    { isAfterInclusive: true, isBeforeInclusive: true },
  ])('loses nothing at the edges of windows: %j', async (edges) => {
    const emulator = await start({ size: 10, ...edges });
    const fromMs = emulator.clock.now() - 7 * dayMs;
    for (let day = 0; day < 7; day += 1) {
      for (const offsetMs of [-secondMs, 0, secondMs]) emulator.add('domains', 1, fromMs + day * dayMs + offsetMs);
    }
    const walked = await walk(emulator);
    const held = heldBy(emulator, 'domains', fromMs + 1 - secondMs);
    expect(broughtBy(walked, fromMs)).toEqual(expect.arrayContaining(held.filter((raw) => timeOf(raw) >= fromMs)));
  });

  it('halves windows that hold more than offsets can be trusted for', async () => {
    const emulator = await start({ size: 10, maximumLimit: 900, maximumOffset: 9_999 });
    const atMs = emulator.clock.now() - 2 * dayMs - 5 * hourMs;
    emulator.add('domains', 6_000, atMs);
    emulator.add('domains', 6_000, atMs + 2 * hourMs);
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator);
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, 'domains', fromMs));
  });

  it('pages on within a second, which cannot be halved', async () => {
    const emulator = await start({ size: 10, maximumLimit: 900 });
    emulator.add('domains', 11_000, emulator.clock.now() - 2 * dayMs);
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator);
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, 'domains', fromMs));
  });

  it('a service that starts over instead of going on is refused', async () => {
    const emulator = await start({ size: 10 });
    emulator.add('domains', 30, emulator.clock.now() - dayMs);
    emulator.faults.add({
      when: { matches: ({ query }) => query.has('offset') },
      fault: {
        kind: 'custom',
        run: async ({ answer }) => {
          const reply = await answer();
          const value = structuredClone(reply.value) as { data: { index: number } };
          value.data.index = 0;
          return { ...reply, value };
        },
      },
    });
    await expect(walk(emulator, { options: { limit: 10 } })).rejects.toMatchObject({ code: 'vendor.badResponse' });
  });

  it('misses nothing that appears meanwhile, in this walk or the next', async () => {
    const emulator = await start();
    const first = await walk(emulator, {
      options: { limit: 10 },
      afterPage: (_page, count) => {
        if (count === 4) emulator.add('domains', 25);
      },
    });
    emulator.clock.advance(hourMs);
    const second = await walk(emulator, { checkpoint: first.checkpoint });
    const fromMs = Date.UTC(2026, 10, 20, 12) - 7 * dayMs;
    const brought = new Set([...broughtBy(first, fromMs), ...broughtBy(second, fromMs)]);
    expect([...brought].sort()).toEqual(heldBy(emulator, 'domains', fromMs));
  });

  it.each([
    { kind: 'rateLimited', retryAfterSeconds: 1 },
    { kind: 'htmlError', status: 502 },
    { kind: 'truncated' },
    { kind: 'malformedJson' },
    { kind: 'reset' },
  ] as const)('goes on after $kind', async (fault) => {
    const emulator = await start();
    emulator.faults.add({ when: { nth: 3 }, fault });
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator);
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, 'domains', fromMs));
    expect(walked.requests).toBe(emulator.requests.length);
  });

  it('puts one bad record aside', async () => {
    const emulator = await start();
    emulator.faults.add({ when: { nth: 2 }, fault: { kind: 'malformedRecord' } });
    const walked = await walk(emulator);
    expect(walked.rejected).toHaveLength(1);
    expect(walked.rejected[0]?.reason).toContain('is missing');
  });

  it('with a wrong key ends after one request; with the key in the address it works', async () => {
    const emulator = await start();
    await expect(walk(emulator, { secrets: { apiKey: 'wrong' } })).rejects.toMatchObject({
      code: 'credential.rejected',
    });
    expect(emulator.requests).toHaveLength(1);
    const walked = await walk(emulator, { authOptions: { form: 'query' } });
    expect(walked.complete).toBe(true);
    expect(emulator.requests.at(-1)?.query.get('api_key')).toBe(emulator.secrets['apiKey']);
    expect(emulator.requests.at(-1)?.headers.authorization).toBeUndefined();
  });
});

describe('the next walk', () => {
  it('brings what came since, in one request, and twice nothing', async () => {
    const emulator = await start();
    const first = await walk(emulator);
    emulator.clock.advance(hourMs);
    const added = emulator.add('domains', 4).map((record) => JSON.stringify(record));
    emulator.clock.advance(secondMs);
    const second = await walk(emulator, { checkpoint: first.checkpoint });
    expect(second.requests).toBe(1);
    expect([...second.drafts.values()].map(({ raw }) => raw)).toEqual(expect.arrayContaining(added));
    const third = await walk(emulator, { checkpoint: second.checkpoint });
    expect([...third.drafts.keys()].filter((key) => !second.drafts.has(key))).toEqual([]);
  });

  it('in full goes back to the beginning', async () => {
    const emulator = await start();
    const first = await walk(emulator);
    const again = await walk(emulator, { checkpoint: first.checkpoint, full: true });
    expect([...again.drafts.keys()].sort()).toEqual([...first.drafts.keys()].sort());
  });
});

describe('a walk that was interrupted', () => {
  it.each([6 * hourMs, 3 * dayMs + 5 * hourMs])('goes on to the present after %i ms', async (pauseMs) => {
    const emulator = await start();
    const fromMs = emulator.clock.now() - 7 * dayMs;
    const walked = await walk(emulator, {
      afterPage: (_page, count) => {
        if (count !== 3) return;
        emulator.clock.advance(pauseMs / 2);
        emulator.add('domains', 40);
        emulator.clock.advance(pauseMs / 2);
      },
    });
    expect(broughtBy(walked, fromMs)).toEqual(heldBy(emulator, 'domains', fromMs));
    expect(checkpointOf(walked)).toBe(emulator.clock.now());
  });

  it('for minutes ends where it meant to', async () => {
    const emulator = await start();
    const endMs = emulator.clock.now();
    const whole = await walk(emulator);
    const walked = await walk(emulator, {
      afterPage: (_page, count) => {
        if (count === 3) emulator.clock.advance(5 * 60 * secondMs);
      },
    });
    expect(walked.requests).toBe(whole.requests);
    expect(checkpointOf(walked)).toBe(endMs);
  });

  it('follows no clock that runs back', async () => {
    const emulator = await start();
    const endMs = emulator.clock.now();
    const walked = await walk(emulator, {
      afterPage: (_page, count) => {
        if (count === 3) emulator.clock.advance(-2 * dayMs);
      },
    });
    expect(checkpointOf(walked)).toBe(endMs);
  });
});

describe('clocks that disagree', () => {
  it.each([-400 * dayMs, -19 * hourMs, 19 * hourMs, 400 * dayMs])(
    'ours is %i ms off: the vendor’s counts',
    async (offMs) => {
      const emulator = await start();
      const now = emulator.clock.now();
      const walked = await walk(emulator, { nowMs: now + offMs });
      expect(broughtBy(walked, now - 7 * dayMs)).toEqual(heldBy(emulator, 'domains', now - 7 * dayMs));
      expect(checkpointOf(walked)).toBe(now);
    },
  );

  it('a checkpoint never moves back', async () => {
    const emulator = await start();
    const untilMs = emulator.clock.now() + 60 * secondMs;
    const walked = await walk(emulator, { checkpoint: { untilMs } });
    expect(checkpointOf(walked)).toBe(untilMs);
  });

  it('a checkpoint in the vendor’s future was a mistake: seven days are read again', async () => {
    const emulator = await start();
    const now = emulator.clock.now();
    const walked = await walk(emulator, { checkpoint: { untilMs: now + 300 * dayMs } });
    expect(broughtBy(walked, now - 7 * dayMs)).toEqual(heldBy(emulator, 'domains', now - 7 * dayMs));
    expect(checkpointOf(walked)).toBe(now);
  });
});

function timeOf(raw: string): number {
  return Date.parse((JSON.parse(raw) as { readonly timestamp: string }).timestamp);
}
