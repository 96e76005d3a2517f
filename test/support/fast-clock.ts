import { performance } from 'node:perf_hooks';
import { createSystemClock } from '#main/platform/system-clock.ts';
import type { Clock } from '#main/ports/ports.ts';

/** A clock that runs so many times as fast as the real one: a vendor's minute passes in seconds, waits included. */
export function createFastClock(startMs: number, factor: number): Clock {
  const real = createSystemClock();
  const started = performance.now();
  const elapsedMs = (): number => (performance.now() - started) * factor;
  return {
    nowMs: () => Math.round(startMs + elapsedMs()),
    monotonicMs: elapsedMs,
    // A timer may fire a little early, which counts `factor` times here.
    sleep: (durationMs, signal) => real.sleep(Math.ceil(durationMs / factor) + 1, signal),
  };
}
