import type { CallGate, PendingCall } from '#shared/contract/client.ts';
import { callsInFlightLimit, callsPerSecondLimit } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** How far calls of a kind may go. */
interface Allowance {
  /** Calls without an answer, of both kinds. */
  readonly unanswered: number;
  /** Calls begun in the last second, of both kinds. */
  readonly perSecond: number;
}

/** Half of what main bears: the rest is for commands, and for what a reloaded window had asked before. */
const ofQuestions: Allowance = { unanswered: callsInFlightLimit / 2, perSecond: callsPerSecondLimit / 2 };
/** Some room as well: main counts when calls arrive, which may be closer together than they were sent. */
const ofCommands: Allowance = { unanswered: callsInFlightLimit - 8, perSecond: callsPerSecondLimit - 20 };

/**
 * Calls wait here instead of being refused when main has enough to do: a decision that is made by key while the disk hesitates is
 * late, not lost. Each decision makes the screen ask again, several questions at a time, so decisions do not wait behind those: what
 * waits in the window is what is lost when the window dies.
 */
export function createCallGate(): CallGate {
  const commands: (() => void)[] = [];
  const questions: (() => void)[] = [];
  // When the last calls began, ms, the oldest overwritten first.
  const begins = new Float64Array(ofCommands.perSecond).fill(Number.NEGATIVE_INFINITY);
  let [next, unanswered] = [0, 0];
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Until another call may begin by the clock, ms; not above 0 for now. */
  function msToWait(perSecond: number): number {
    const nthLast = (next + begins.length - perSecond) % begins.length;
    return (begins[nthLast] ?? 0) + 1_000 - performance.now();
  }

  /** Begins what may begin of one kind. @returns how long until the clock lets more through, ms; 0 where nothing waits for it. */
  function letThrough(waiting: (() => void)[], allowance: Allowance): number {
    while (waiting.length > 0 && unanswered < allowance.unanswered) {
      const ms = msToWait(allowance.perSecond);
      if (ms > 0) return ms;
      waiting.shift()?.();
    }
    return 0;
  }

  function goOn(): void {
    const waits = [letThrough(commands, ofCommands), letThrough(questions, ofQuestions)].filter((ms) => ms > 0);
    clearTimeout(timer);
    timer = waits.length === 0 ? undefined : setTimeout(goOn, Math.min(...waits));
  }

  async function begin<Answer>(call: PendingCall<Answer>): Promise<Answer> {
    if (!call.isWanted()) throw new AppError('internal.cancelled', 'Nobody waits for this any more.');
    begins[next] = performance.now();
    next = (next + 1) % begins.length;
    unanswered += 1;
    try {
      return await call.begin();
    } finally {
      unanswered -= 1;
      goOn();
    }
  }

  return {
    run: (call) =>
      new Promise((resolve, reject) => {
        const waiting = call.isCommand ? commands : questions;
        waiting.push(() => void begin(call).then(resolve, reject));
        goOn();
      }),
  };
}
