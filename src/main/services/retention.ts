import type { Clock, Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { RetentionPart, StoredConnection } from './ports/store/connections.ts';
import type { Store, StoreReader } from './ports/store.ts';

const dayMs = 86_400_000;
/** Blocks of raw records dropped in one transaction: a few milliseconds. */
const blocksAtOnce = 200;

/** Records of which nothing was heard since this moment are due. */
export function dueBefore(nowMs: number, days: number): number {
  return nowMs - days * dayMs;
}

/** How many records of a connection a retention of so many days would delete now. */
export async function countDue(store: StoreReader, id: ConnectionId, beforeMs: number): Promise<number> {
  let sum = 0;
  await walk(async (afterId) => {
    const part = await store.read('retention.count', { id, beforeMs, afterId });
    sum += part.due;
    return part;
  });
  return sum;
}

/** Who looks on while records are deleted. */
export interface ForgetWatch {
  /** Ends it between two slices. */
  readonly signal?: AbortSignal;
  /** Told after each slice how many records went until then. */
  readonly onProgress?: (forgotten: number) => void;
}

/**
 * Deletes what is due, slice by slice, so that nobody waits for it; whatever ends it, the next time goes on. Its caller keeps
 * syncs of the connection away. @returns how many records went. @throws AppError `internal.cancelled`, which says so too.
 */
export async function forgetDue(
  store: Store,
  id: ConnectionId,
  beforeMs: number,
  watch: ForgetWatch = {},
): Promise<number> {
  let forgotten = 0;
  let isStopped = false;
  await walk(async (afterId) => {
    isStopped = watch.signal?.aborted === true;
    if (isStopped) return { nextAfterId: null };
    const part = await store.write('retention.forget', { id, beforeMs, afterId });
    forgotten += part.forgotten;
    watch.onProgress?.(forgotten);
    return part;
  });
  // A look at all records, so not where nothing went; what an earlier time left, because it was ended before this, goes along.
  if (forgotten > 0) await dropUnusedBlocks(store, id);
  if (isStopped) {
    throw new AppError(
      'internal.cancelled',
      `Stopped: ${forgotten} records went; what else is due goes the next time.`,
    );
  }
  return forgotten;
}

/** What a sync does at its end. Never throws: what was fetched is stored, and the next sync comes back to it. */
export async function keepRetention(
  parts: { readonly store: Store; readonly clock: Pick<Clock, 'nowMs'>; readonly logger: Logger },
  { id, retentionDays }: StoredConnection,
): Promise<void> {
  if (retentionDays === null) return;
  try {
    const forgotten = await forgetDue(parts.store, id, dueBefore(parts.clock.nowMs(), retentionDays));
    if (forgotten > 0) parts.logger.write('info', 'retention.forgotten', { connection: id, records: forgotten });
  } catch (error) {
    parts.logger.fail('retention.failed', error, { connection: id });
  }
}

/** Raw records lie in blocks of up to sixty-four; one goes when none of them is referred to any more. */
async function dropUnusedBlocks(store: Store, id: ConnectionId): Promise<void> {
  const unused = new Set(await store.read('retention.blocks', { id }));
  await walk(async (afterId) => {
    const part = await store.read('retention.blocksInUse', { id, afterId });
    for (const block of part.blocks) unused.delete(block);
    return part;
  });
  const blocks = [...unused];
  for (let at = 0; at < blocks.length; at += blocksAtOnce) {
    await store.write('retention.dropBlocks', { id, blocks: blocks.slice(at, at + blocksAtOnce) });
  }
}

async function walk(step: (afterId: number) => Promise<RetentionPart>): Promise<void> {
  let afterId: number | null = 0;
  while (afterId !== null) afterId = (await step(afterId)).nextAfterId;
}
