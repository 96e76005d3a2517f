import { type TenantWords, type TenantWordsRead, tenantWordsSchema } from '#shared/model/outbox.ts';
import { askThrough } from '../operations/ask-vendor.ts';
import type { RightsNotes } from '../operations/call-noting.ts';
import type { AnswerName } from '../ports/store/answers.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';
import type { VendorAccount } from '../vendor-accounts.ts';

/** Before a tenant's words have been read: everything is left for the vendor to judge. */
export const noWords: TenantWords = { types: [], actions: [], platforms: [], severities: [] };

function nameOf({ id }: Pick<StoredConnection, 'id'>): AnswerName {
  return { connectionId: id, operation: 'words', key: '' };
}

/** The words of a connection's tenant as last read, with their time; null before that. */
export async function readWords(
  store: Store,
  connection: Pick<StoredConnection, 'id'>,
): Promise<TenantWordsRead | null> {
  const kept = await store.read('answers.get', nameOf(connection));
  if (kept === null) return null;
  const parsed = tenantWordsSchema.safeParse(JSON.parse(kept.answer));
  return parsed.success ? { words: parsed.data, fetchedAtMs: kept.fetchedAtMs } : null;
}

/** Reads the tenant's words and keeps them for use without a network. @returns null for a vendor that has none. */
export async function readAndSaveWords(
  notes: RightsNotes,
  account: VendorAccount,
  signal: AbortSignal,
): Promise<TenantWordsRead | null> {
  const { module, connection } = account;
  if (module.readWords === undefined) return null;
  const words = await module.readWords(askThrough(notes, account, { signal }));
  const atMs = notes.clock.nowMs();
  await notes.store.write('answers.save', { ...nameOf(connection), answer: JSON.stringify(words), atMs });
  return { words, fetchedAtMs: atMs };
}
