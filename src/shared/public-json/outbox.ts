import type { OutboxDiff, OutboxItem } from '../model/outbox.ts';
import { type Recalled, recallWords } from '../text/recall.ts';
import { publicMoment } from './moment.ts';

/** A queued change as `outbox list --json` prints it. */
export function publicOutboxItem(item: OutboxItem) {
  return {
    id: item.id,
    connection: item.connection,
    operation: item.operation,
    state: item.state,
    reason: item.reason,
    createdAt: publicMoment(item.createdAtMs),
    base: item.base,
    change: item.change,
    result: item.result,
  };
}

/** What a change does as `outbox diff --json` prints it, with what its indicator was dealt with before, as `lookup --json` says it. */
export function publicOutboxDiff(diff: OutboxDiff, recalled: Recalled | null) {
  return {
    ...diff,
    verdict: recalled?.verdict ?? null,
    cases: recalled?.cases ?? [],
    recall: recalled === null ? null : recallWords(recalled),
  };
}
