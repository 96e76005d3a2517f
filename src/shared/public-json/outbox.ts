import type { OutboxItem } from '../model/outbox.ts';
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
