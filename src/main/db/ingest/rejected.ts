import { hash } from 'node:crypto';
import type { RejectedDraft } from '#main/vendors/vendor.ts';
import type { WriteConnection } from '../connection.ts';
import { rejectedHash, type SeenSet } from './walk-pages.ts';

/** Most that is kept of the text of a rejected record, in UTF-8 bytes. */
const rawLimit = 64 * 1_024;

/** Keeps rejected records aside. @returns the hashes that this walk had not seen yet. */
export function storeRejected(
  db: WriteConnection,
  rejected: readonly RejectedDraft[],
  { runId, atMs, seen }: { readonly runId: number; readonly atMs: number; readonly seen: SeenSet },
): readonly Buffer[] {
  const fresh: Buffer[] = [];
  for (const { reason, raw } of rejected) {
    const sha256 = hash('sha256', raw, 'buffer');
    const short = rejectedHash(sha256);
    if (seen.addRejected(short)) fresh.push(short);
    const bytes = Buffer.from(raw, 'utf8');
    db.run(
      `INSERT INTO rejected_record(run_id, raw_hash, at_ms, reason, raw, raw_bytes) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT(run_id, raw_hash) DO NOTHING`,
      runId,
      sha256,
      atMs,
      reason,
      cut(bytes),
      bytes.length,
    );
  }
  return fresh;
}

/** What an earlier, broken-off run of the same walk rejected belongs to this run as well. */
export function inheritRejected(db: WriteConnection, streamId: number, runId: number): void {
  db.run(
    `INSERT INTO rejected_record(run_id, raw_hash, at_ms, reason, raw, raw_bytes)
     SELECT ?, raw_hash, at_ms, reason, raw, raw_bytes FROM rejected_record
     WHERE run_id = (SELECT max(id) FROM sync_run WHERE stream_id = ? AND id < ?)
     ON CONFLICT(run_id, raw_hash) DO NOTHING`,
    runId,
    streamId,
    runId,
  );
}

/** Cut at the limit, never inside a character. */
function cut(bytes: Buffer): string {
  if (bytes.length <= rawLimit) return bytes.toString('utf8');
  let end = rawLimit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
