import type { BenignList } from '#main/domain/benign/benign-list.ts';
import { storeList } from '../operations/lists.ts';
import type { Transactions } from '../writer/transactions.ts';
import { readBenignState } from './load-matcher.ts';

/** Raised whenever `shipped-lists.json` changes. */
const shippedVersion = 1;

/** Takes the lists over that this version of the program brings, once; an imported list that is newer stays. */
export async function seedShippedLists(transactions: Transactions, nowMs: number): Promise<void> {
  if (readBenignState(transactions.db).shipped_version >= shippedVersion) return;
  const { default: lists } = await import('./shipped-lists.json', { with: { type: 'json' } });
  transactions.run(false, (changes) => {
    // Our own file; a test holds it against the originals and their schema.
    for (const list of lists as readonly BenignList[]) {
      storeList(transactions.db, { list, isShipped: true, nowMs });
    }
    transactions.db.run('UPDATE benign_state SET shipped_version = ?', shippedVersion);
    changes.touch('settings');
  });
}
