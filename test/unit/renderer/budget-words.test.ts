import { describe, expect, it } from 'vitest';
import { unknownBudget } from '#shared/model/rate-budget.ts';
import { shortBudget } from '../../../src/renderer/src/text/budget-words.ts';

const nowMs = Date.UTC(2026, 10, 21);

describe('what is left of a limit, in the status bar', () => {
  it('says of what it is the number', () => {
    expect(shortBudget({ ...unknownBudget, limit: 6_000, remaining: 5_999 }, nowMs)).toBe('5,999 requests left');
  });

  it('is that of the quota of which least is left, with its time', () => {
    const quotas = [
      { name: 'minute', limit: 4, used: 1, resetAtMs: null },
      { name: 'day', limit: 500, used: 400, resetAtMs: null },
      { name: 'month', limit: null, used: 9_000, resetAtMs: null },
    ];
    expect(shortBudget({ ...unknownBudget, quotas }, nowMs)).toBe('100 requests left this day');
  });

  it('is the wait while the vendor makes us wait, and nothing where the vendor tells nothing', () => {
    expect(shortBudget({ ...unknownBudget, waitingUntilMs: nowMs + 9_000 }, nowMs)).toBe('waits 9 s');
    expect(shortBudget(unknownBudget, nowMs)).toBe('');
  });
});
