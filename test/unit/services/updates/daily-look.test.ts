import { beforeEach, describe, expect, it } from 'vitest';
import { createDailyLook, type DailyLookParts } from '#main/services/updates/daily-look.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { UpdateStatus } from '#shared/model/update.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const hourMs = 3_600_000;

let clock: FakeClock;
let mode: UpdateStatus['mode'];
let latest: { readonly version: string; readonly isNewer: boolean };
let failure: AppError | undefined;
let looks: number;
let kept: Record<string, string>;
let canWrite: boolean;

const statusOf = (): UpdateStatus => ({
  version: '1.0.0',
  mode,
  decidedBy: 'setting',
  reason: null,
  latest: { ...latest, releasedAtMs: 0, notes: '', files: [] },
});

function open() {
  const found: string[] = [];
  const store = {
    read: async () => kept,
    write: async (_name: string, { name, value }: { name: string; value: string }) => {
      if (!canWrite) throw new AppError('storage.readOnly', 'Nothing can be written.');
      kept[name] = value;
    },
  };
  const daily = createDailyLook({
    updates: {
      status: async () => statusOf(),
      look: async () => {
        looks += 1;
        if (failure !== undefined) throw failure;
        return statusOf();
      },
      cancel: () => undefined,
    },
    store: store as unknown as DailyLookParts['store'],
    clock,
    logger: { fail: () => 'ref' },
  });
  daily.onFound((version) => found.push(version));
  return { daily, found };
}

beforeEach(() => {
  clock = new FakeClock();
  mode = 'daily';
  latest = { version: '1.1.0', isNewer: true };
  failure = undefined;
  looks = 0;
  kept = {};
  canWrite = true;
});

it.each(['off', 'manual'] as const)('nobody is asked where it is %s', async (other) => {
  mode = other;
  const { daily, found } = open();
  await daily.lookIfDue();
  expect(looks).toBe(0);
  expect(found).toEqual([]);
});

describe('where it is daily', () => {
  it('a day has one look, over restarts too', async () => {
    const { daily } = open();
    await daily.lookIfDue();
    clock.advance(23 * hourMs);
    await daily.lookIfDue();
    await open().daily.lookIfDue();
    expect(looks).toBe(1);
    clock.advance(hourMs);
    await daily.lookIfDue();
    expect(looks).toBe(2);
  });

  it('a look that fails is the one of that day', async () => {
    failure = new AppError('network.offline', 'No network.');
    const { daily } = open();
    await expect(daily.lookIfDue()).rejects.toThrow('No network.');
    await daily.lookIfDue();
    expect(looks).toBe(1);
  });

  it('where it cannot be noted that there was a look, there is none', async () => {
    canWrite = false;
    await expect(open().daily.lookIfDue()).rejects.toThrow('Nothing can be written.');
    expect(looks).toBe(0);
  });

  it('a newer version is told once, and the next one too', async () => {
    const { daily, found } = open();
    for (const version of ['1.1.0', '1.1.0', '1.2.0']) {
      latest = { version, isNewer: true };
      await daily.lookIfDue();
      clock.advance(24 * hourMs);
    }
    expect(looks).toBe(3);
    expect(found).toEqual(['1.1.0', '1.2.0']);
  });

  it('the same version, or an older one, is not told', async () => {
    latest = { version: '1.0.0', isNewer: false };
    const { daily, found } = open();
    await daily.lookIfDue();
    expect(looks).toBe(1);
    expect(found).toEqual([]);
  });

  it('what was kept and is no time is taken for never', async () => {
    kept['updatesLookedAtMs'] = 'soon';
    await open().daily.lookIfDue();
    expect(looks).toBe(1);
  });
});
