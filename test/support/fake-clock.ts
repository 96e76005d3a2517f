import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** A clock that stands still until it is moved; sleeping moves it at once. */
export class FakeClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;

  constructor(nowMs = Date.UTC(2026, 10, 20, 12)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(new AppError('internal.cancelled', 'Cancelled.'));
    this.advance(durationMs);
    return Promise.resolve();
  }

  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    this.#monotonicMs += durationMs;
  }
}
