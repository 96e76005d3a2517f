import { afterEach, describe, expect, it } from 'vitest';
import { datadog } from '#main/vendors/datadog/index.ts';
import type { VendorPage } from '#main/vendors/vendor.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import type { DatadogOptions } from '../../emulators/datadog/options.ts';
import { type Walked, type WalkInput, walkStream } from '../kit/walk.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const started: DatadogEmulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((emulator) => emulator.stop()));
});

async function start(options: DatadogOptions = {}): Promise<DatadogEmulator> {
  const emulator = await startDatadogEmulator({ size: 600, seed: 3, ...options });
  started.push(emulator);
  return emulator;
}

function walk(emulator: DatadogEmulator, change: Partial<WalkInput> = {}): Promise<Walked> {
  return walkStream({
    module: datadog,
    stream: 'indicators',
    url: emulator.url,
    secrets: emulator.secrets,
    nowMs: emulator.clock.now(),
    options: { limit: 50 },
    ...change,
  });
}

function heldBy(emulator: DatadogEmulator): readonly string[] {
  const [holding] = emulator.holdings();
  return [...holding.records()].map(({ indicator }) => indicator).sort();
}

function keysOf({ drafts }: Walked): readonly string[] {
  return [...drafts.keys()].sort();
}

describe('the option limit', () => {
  it('is refused, with the reason, where a page would hold up other work', () => {
    for (const { optionsSchema } of datadog.streams) {
      expect(optionsSchema.safeParse({ limit: 1_000 }).success).toBe(true);
      const { error } = optionsSchema.safeParse({ limit: 1_001 });
      expect(error?.issues).toMatchObject([{ path: ['limit'], message: expect.stringMatching(/^at most 1,000: /) }]);
    }
  });
});

describe('a full walk', () => {
  it('brings everything, each record as it was sent', async () => {
    const emulator = await start();
    const walked = await walk(emulator);
    expect(keysOf(walked)).toEqual(heldBy(emulator));
    expect(walked).toMatchObject({ complete: true, exhaustive: true, rejected: [], expected: heldBy(emulator).length });
    for (const record of emulator.holdings()[0].records()) {
      expect(JSON.parse(walked.drafts.get(record.indicator)?.raw ?? '')).toEqual(record);
    }
  });

  it('within one page is one request', async () => {
    const emulator = await start();
    const walked = await walk(emulator, { options: { limit: 1_000 } });
    expect(walked).toMatchObject({ requests: 1, complete: true });
    expect(walked.checkpoint).toMatchObject({ highMs: expect.any(Number), fullAtMs: emulator.clock.now() });
  });

  it('of nothing is complete, but nothing is called gone', async () => {
    const emulator = await start();
    const walked = await walk(emulator, { options: { query: 'indicator:no-such-thing.example' } });
    expect(walked).toMatchObject({ expected: 0, complete: true, exhaustive: false });
  });

  it.each(['query', 'ocsf', 'worked_by', 'triage_state'])(
    'narrowed by %s says nothing about what is gone',
    async (name) => {
      const values = { query: 'score:>50', ocsf: true, worked_by: 'nobody', triage_state: 'not_reviewed' };
      const emulator = await start();
      const option = Object.fromEntries(Object.entries(values).filter(([key]) => key === name));
      const walked = await walk(emulator, { options: { limit: 200, ...option } });
      expect(walked).toMatchObject({ complete: true, exhaustive: false });
    },
  );

  it('misses nothing while records come and move to the front', async () => {
    const emulator = await start();
    const before = heldBy(emulator);
    const moved = before[before.length - 1] ?? '';
    const walked = await walk(emulator, {
      afterPage: (_page, count) => {
        if (count === 3) emulator.add(60);
        if (count === 5) emulator.change(moved, { last_seen: new Date(emulator.clock.now()).toISOString() });
      },
    });
    expect(keysOf(walked)).toEqual(heldBy(emulator));
    expect(walked.complete).toBe(true);
  });

  it('needs no second round when records come before the front is read again', async () => {
    const emulator = await start();
    const quiet = await walk(emulator);
    const walked = await walk(emulator, {
      afterPage: (page) => {
        if ((page.next as { readonly phase?: string } | null)?.phase === 'head') emulator.add(2);
      },
    });
    expect(keysOf(walked)).toEqual(heldBy(emulator));
    expect(walked).toMatchObject({ complete: true, exhaustive: true, requests: quiet.requests });
  });

  describe('while records leave the list', () => {
    /** Removes a record that was read before, so that the rest moves up and one is skipped. */
    function removeOneOf(emulator: DatadogEmulator, page: VendorPage<unknown>): void {
      emulator.remove(page.drafts[3]?.vendorKey ?? '');
    }

    it('is repeated, and then misses nothing and calls nothing gone that was skipped', async () => {
      const emulator = await start();
      const walked = await walk(emulator, {
        afterPage: (page, count) => {
          if (count === 2) removeOneOf(emulator, page);
        },
      });
      expect(keysOf(walked)).toEqual(expect.arrayContaining([...heldBy(emulator)]));
      expect(walked).toMatchObject({ complete: true, exhaustive: true, expected: heldBy(emulator).length });
    });

    it('is repeated although others came and the total is what it was', async () => {
      const emulator = await start();
      const walked = await walk(emulator, {
        afterPage: (page, count) => {
          if (count === 2) removeOneOf(emulator, page);
          if (count === 4) emulator.add(1);
        },
      });
      expect(keysOf(walked)).toEqual(expect.arrayContaining([...heldBy(emulator)]));
      expect(walked).toMatchObject({ complete: true, exhaustive: true });
    });

    it('in both rounds is incomplete, and everything is read again next time', async () => {
      const emulator = await start();
      const walked = await walk(emulator, { afterPage: (page) => removeOneOf(emulator, page) });
      expect(walked).toMatchObject({ complete: false, exhaustive: false, checkpoint: { fullAtMs: 0 } });
      const next = await walk(emulator, { checkpoint: walked.checkpoint });
      expect(keysOf(next)).toEqual(heldBy(emulator));
      expect(next).toMatchObject({ complete: true, exhaustive: true });
    });

    it('does not count a record that has left for one that the second round lacks', async () => {
      const emulator = await start();
      let surplus = 0;
      emulator.faults.add({
        fault: {
          kind: 'custom',
          run: async ({ answer }) => {
            const reply = await answer();
            const value = structuredClone(reply.value) as { data: { attributes: { metadata: { count: number } } } };
            value.data.attributes.metadata.count += surplus;
            return { ...reply, value };
          },
        },
      });
      const walked = await walk(emulator, {
        afterPage: (page, count) => {
          if (count === 2) removeOneOf(emulator, page);
          if (page.next === null) surplus = 1;
        },
      });
      expect(walked).toMatchObject({ complete: false, exhaustive: false, expected: heldBy(emulator).length + 1 });
    });
  });

  it('that comes out short is repeated once, and is incomplete when it stays short', async () => {
    const emulator = await start();
    emulator.faults.add({
      fault: {
        kind: 'custom',
        run: async ({ answer }) => {
          const reply = await answer();
          const value = structuredClone(reply.value) as { data: { attributes: { metadata: { count: number } } } };
          value.data.attributes.metadata.count += 5;
          return { ...reply, value };
        },
      },
    });
    const walked = await walk(emulator, { options: { limit: 1_000 } });
    expect(walked).toMatchObject({ complete: false, exhaustive: false, expected: heldBy(emulator).length + 5 });
    expect(walked.checkpoint).toMatchObject({ fullAtMs: 0 });
    // Twice the walk, and after each the front once more.
    expect(emulator.requests.filter(({ query }) => query.get('offset') === '0')).toHaveLength(4);
  });

  it('puts one bad record aside', async () => {
    const emulator = await start();
    emulator.faults.add({ when: { nth: 2 }, fault: { kind: 'malformedRecord', index: 4 } });
    const walked = await walk(emulator, { options: { limit: 100 } });
    expect(walked.rejected).toMatchObject([
      { reason: expect.stringContaining('indicator'), raw: '{"unexpected":true}' },
    ]);
    expect(walked.drafts.size).toBe(heldBy(emulator).length - 1);
  });

  it.each([
    { kind: 'rateLimited', retryAfterSeconds: 1 },
    { kind: 'htmlError', status: 503 },
    { kind: 'truncated' },
    { kind: 'truncated', quietly: true },
    { kind: 'malformedJson' },
    { kind: 'reset' },
    { kind: 'reset', afterBytes: 100 },
    { kind: 'emptyBody' },
    { kind: 'gzip' },
  ] as const)('goes on after $kind', async (fault) => {
    const emulator = await start({ size: 300 });
    emulator.faults.add({ when: { nth: 3 }, fault });
    const walked = await walk(emulator);
    expect(keysOf(walked)).toEqual(heldBy(emulator));
    expect(walked.requests).toBe(emulator.requests.length);
  });

  it.each([
    [{ kind: 'redirect', to: 'https://evil.test/' }, 'vendor.badResponse'],
    [{ kind: 'html200' }, 'vendor.badResponse'],
    [{ kind: 'wrongContentType', contentType: 'text/plain' }, 'vendor.badResponse'],
    [{ kind: 'gzipBomb' }, 'vendor.badResponse'],
    [{ kind: 'huge' }, 'vendor.badResponse'],
    [{ kind: 'expiredToken' }, 'credential.rejected'],
    [{ kind: 'status', status: 500 }, 'vendor.unavailable'],
  ] as const)('ends with %j', async (fault, code) => {
    const emulator = await start({ size: 300 });
    emulator.faults.add({ when: { nth: 2 }, fault });
    await expect(walk(emulator)).rejects.toMatchObject({ code });
    expect(emulator.requests).toHaveLength(2);
  });

  it('stays within the rate limit', async () => {
    const emulator = await start({ size: 300 });
    emulator.limits.set([{ limit: 4, periodMs: 1_000, aligned: true }]);
    const walked = await walk(emulator, { options: { limit: 40 } });
    expect(walked.complete).toBe(true);
    expect(emulator.limits.refused).toBe(0);
  });

  it('takes the page size that it is granted', async () => {
    const emulator = await start({ maximumLimit: 30 });
    const walked = await walk(emulator, { options: { limit: 500 } });
    expect(keysOf(walked)).toEqual(heldBy(emulator));
  });

  it.each([401, 403] as const)('with a wrong key (%i) ends after one request', async (authFailureStatus) => {
    const emulator = await start({ authFailureStatus });
    const secrets = { ...emulator.secrets, applicationKey: 'wrong' };
    await expect(walk(emulator, { secrets })).rejects.toMatchObject({ code: 'credential.rejected' });
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('the next walk', () => {
  it('reads the front only and finds what is new or was seen again', async () => {
    const emulator = await start();
    const first = await walk(emulator);
    emulator.clock.advance(2 * hourMs);
    const added = emulator.add(3);
    const again = heldBy(emulator)[7] ?? '';
    emulator.change(again, { last_seen: `${new Date(emulator.clock.now()).toISOString().slice(0, 19)}Z`, score: 99 });
    const second = await walk(emulator, { checkpoint: first.checkpoint });
    expect(keysOf(second)).toEqual(expect.arrayContaining([...added, again]));
    expect(second.requests).toBeLessThan(first.requests / 2);
    expect(second).toMatchObject({ expected: null, complete: true, exhaustive: false });
    expect(second.checkpoint).toMatchObject({ highMs: emulator.clock.now() });
  });

  it('reads as many pages of the front as there is news', async () => {
    const emulator = await start();
    const first = await walk(emulator);
    emulator.clock.advance(2 * hourMs);
    const added = emulator.add(120);
    const second = await walk(emulator, { checkpoint: first.checkpoint });
    expect(keysOf(second)).toEqual(expect.arrayContaining([...added]));
    expect(second).toMatchObject({ requests: 3, exhaustive: false });
  });

  it('reads everything when records appear that are not at the front', async () => {
    const emulator = await start();
    const first = await walk(emulator);
    const late = emulator.add(5, emulator.clock.now() - 20 * dayMs);
    const second = await walk(emulator, { checkpoint: first.checkpoint });
    expect(keysOf(second)).toEqual(heldBy(emulator));
    expect(keysOf(second)).toEqual(expect.arrayContaining([...late]));
    expect(second).toMatchObject({ complete: true, exhaustive: true });
  });

  it('reads everything a day after the last full walk, when asked to, and when the clock was set back', async () => {
    const emulator = await start();
    const { checkpoint } = await walk(emulator);
    const now = emulator.clock.now();
    for (const change of [{ nowMs: now + dayMs }, { full: true }, { nowMs: now - dayMs }]) {
      const next = await walk(emulator, { checkpoint, ...change });
      expect(next.exhaustive).toBe(true);
    }
    expect((await walk(emulator, { checkpoint, nowMs: now + dayMs - 1 })).exhaustive).toBe(false);
  });

  it('is not misled by a record from the future', async () => {
    const emulator = await start();
    emulator.change(heldBy(emulator)[0] ?? '', { last_seen: '2099-01-01T00:00:00Z' });
    const first = await walk(emulator);
    expect(first.checkpoint).toMatchObject({ highMs: expect.any(Number) });
    const { highMs } = first.checkpoint as { readonly highMs: number };
    expect(highMs).toBeLessThanOrEqual(emulator.clock.now() + 5 * 60_000);
    emulator.clock.advance(hourMs);
    const added = emulator.add(2);
    const second = await walk(emulator, { checkpoint: first.checkpoint });
    expect(keysOf(second)).toEqual(expect.arrayContaining([...added]));
  });
});
