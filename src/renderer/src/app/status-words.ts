import type { SyncProgress } from '#shared/contract/schemas.ts';
import { countOf, formatCount } from '../text/words.ts';

/** One line for all running streams: what arrives, out of how many where every vendor said so, and who makes us wait. */
export function describeSync(
  running: readonly SyncProgress[],
  nowMs: number,
  titleOf: (progress: SyncProgress) => string,
): string {
  const received = running.reduce((sum, progress) => sum + progress.received, 0);
  const expected = running.reduce<number | null>(
    (sum, progress) => (sum === null || progress.expected === null ? null : sum + progress.expected),
    0,
  );
  const only = running.length === 1 ? running[0] : undefined;
  const what = only === undefined ? countOf(running.length, 'stream') : `${only.connection} · ${titleOf(only)}`;
  const amount =
    expected === null ? `${formatCount(received)} received` : `${formatCount(received)} of ${formatCount(expected)}`;
  const waiting = running.filter((progress) => progress.waitingUntilMs !== null && progress.waitingUntilMs > nowMs);
  const note = waiting.length === 0 ? '' : ` · ${describeWait(waiting, nowMs)}`;
  return `Syncing ${what}: ${amount}${note}`;
}

function describeWait(waiting: readonly SyncProgress[], nowMs: number): string {
  const untilMs = Math.max(...waiting.map((progress) => progress.waitingUntilMs ?? 0));
  const seconds = Math.max(1, Math.ceil((untilMs - nowMs) / 1_000));
  const who = [...new Set(waiting.map((progress) => progress.connection))].join(', ');
  return `${who} asked us to wait ${seconds} s`;
}

/** Part of a stream that has arrived, 0 to 1; undefined where the vendor gave no total. */
export function progressShare(progress: SyncProgress): number | undefined {
  if (progress.expected === null || progress.expected <= 0) return undefined;
  return Math.min(1, progress.received / progress.expected);
}
