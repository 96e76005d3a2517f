import type { Clock, Logger } from '#main/ports/ports.ts';
import { readAndSaveWords, readWords } from '../outbox/tenant-words.ts';
import type { Store } from '../ports/store.ts';
import type { VendorAccount } from '../vendor-accounts.ts';

/** Vocabularies change as rarely as consoles do: a few calls a day are enough. */
const dayMs = 86_400_000;

/**
 * Reads the tenant's words along with a sync, at most once a day, so that changes can be written with them offline. Never throws:
 * the sync is whole without them, and the editor says how old they are.
 */
export async function keepWords(
  parts: { readonly store: Store; readonly clock: Clock; readonly logger: Logger },
  account: VendorAccount,
  signal: AbortSignal,
): Promise<void> {
  if (account.module.readWords === undefined) return;
  try {
    const known = await readWords(parts.store, account.connection);
    if (known !== null && known.fetchedAtMs + dayMs > parts.clock.nowMs()) return;
    await readAndSaveWords(parts, account, signal);
  } catch (error) {
    if (!signal.aborted) parts.logger.fail('sync.wordsNotRead', error, { connection: account.connection.id });
  }
}
