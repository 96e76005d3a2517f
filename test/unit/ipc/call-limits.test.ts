import { describe, expect, it } from 'vitest';
import { createCallLimits } from '#main/ipc/call-limits.ts';
import { callsInFlightLimit, callsPerSecondLimit } from '#shared/contract/envelope.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const refusal = expect.objectContaining({ code: 'input.tooLarge', retryable: true });

describe('createCallLimits', () => {
  it('lets as many calls be in flight as the limit says, and the next one when one has ended', () => {
    const limits = createCallLimits(new FakeClock());
    const leave = Array.from({ length: callsInFlightLimit }, () => limits.enter());
    expect(() => limits.enter()).toThrow(refusal);
    leave[0]?.();
    limits.enter();
    expect(() => limits.enter()).toThrow(refusal);
  });

  it('counts calls of the last second, not of a calendar second', () => {
    const clock = new FakeClock();
    const limits = createCallLimits(clock);
    for (let call = 0; call < callsPerSecondLimit; call += 1) {
      clock.advance(2);
      limits.enter()();
    }
    expect(() => limits.enter()).toThrow(refusal);
    // The first of them was made 398 ms ago.
    clock.advance(602);
    limits.enter()();
    expect(() => limits.enter()).toThrow(refusal);
  });
});
