import { describe, expect, it } from 'vitest';
import { decideUpdates, isLookDue } from '#main/domain/update-rule.ts';
import { type UpdatePolicy, updateModes } from '#shared/model/update.ts';

const none: UpdatePolicy = { kind: 'none' };
const policies: readonly UpdatePolicy[] = [
  none,
  { kind: 'unreadable' },
  ...updateModes.map((mode) => ({ kind: 'ceiling', mode }) as const),
];

describe('what may be done about updates', () => {
  it.each(updateModes)('is nothing in a build without them, with the setting %s', (setting) => {
    for (const policy of policies) {
      expect(decideUpdates({ hasSource: false, policy, setting })).toEqual({ mode: 'off', decidedBy: 'build' });
    }
  });

  it.each(updateModes)('is what the user has set (%s) where there is no policy', (setting) => {
    expect(decideUpdates({ hasSource: true, policy: none, setting })).toEqual({ mode: setting, decidedBy: 'setting' });
  });

  it.each(updateModes)('is nothing under a policy that is not understood, with the setting %s', (setting) => {
    const policy: UpdatePolicy = { kind: 'unreadable' };
    expect(decideUpdates({ hasSource: true, policy, setting })).toEqual({ mode: 'off', decidedBy: 'policy' });
  });

  it('is the lesser of policy and setting: a policy makes nothing happen', () => {
    const decided = updateModes.map((mode) =>
      updateModes.map((setting) => decideUpdates({ hasSource: true, policy: { kind: 'ceiling', mode }, setting }).mode),
    );
    expect(decided).toEqual([
      ['off', 'off', 'off'],
      ['off', 'manual', 'manual'],
      ['off', 'manual', 'daily'],
    ]);
  });
});

it.each(updateModes)('a policy that allows nothing decides alone, with the setting %s', (setting) => {
  const policy: UpdatePolicy = { kind: 'ceiling', mode: 'off' };
  expect(decideUpdates({ hasSource: true, policy, setting })).toEqual({ mode: 'off', decidedBy: 'policy' });
});

describe('the look of the day', () => {
  const nowMs = Date.UTC(2026, 10, 30);
  it.each([
    ['never looked', null, true],
    ['a day ago', nowMs - 86_400_000, true],
    ['less than a day ago', nowMs - 86_399_999, false],
    ['just now', nowMs, false],
    ['after a clock that was ahead', nowMs + 1, true],
  ] as const)('%s', (_name, lookedAtMs, isDue) => {
    expect(isLookDue(lookedAtMs, nowMs)).toBe(isDue);
  });
});
