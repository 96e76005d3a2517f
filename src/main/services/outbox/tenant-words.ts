import { type TenantWords, tenantWordsSchema } from '#shared/model/outbox.ts';
import type { AnswerName } from '../ports/store/answers.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';

/** Before a tenant's words have been read: everything is left for the vendor to judge. */
export const noWords: TenantWords = { types: [], actions: [], platforms: [], severities: [] };

/** After so long they are read anew when the vendor is asked something anyway. */
export const wordsLastMs = 24 * 60 * 60 * 1000;

function nameOf({ id }: Pick<StoredConnection, 'id'>): AnswerName {
  return { connectionId: id, operation: 'words', key: '' };
}

/** The words of a connection's tenant as last read, with their time; null before that. */
export async function readWords(
  store: Store,
  connection: Pick<StoredConnection, 'id'>,
): Promise<{ readonly words: TenantWords; readonly fetchedAtMs: number } | null> {
  const kept = await store.read('answers.get', nameOf(connection));
  if (kept === null) return null;
  const parsed = tenantWordsSchema.safeParse(JSON.parse(kept.answer));
  return parsed.success ? { words: parsed.data, fetchedAtMs: kept.fetchedAtMs } : null;
}

/** Keeps them for use without a network. */
export async function saveWords(
  store: Store,
  connection: Pick<StoredConnection, 'id'>,
  read: { readonly words: TenantWords; readonly atMs: number },
): Promise<void> {
  await store.write('answers.save', { ...nameOf(connection), answer: JSON.stringify(read.words), atMs: read.atMs });
}
