import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { askThrough } from '../operations/ask-vendor.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';
import type { VendorAccount, VendorAccounts } from '../vendor-accounts.ts';
import { type Inquiring, inquire, inquiriesFor, readSubject, type Subject } from './inquire.ts';
import type { RefreshTally } from './refresh-tally.ts';

export interface RefreshParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: VendorAccounts;
}

export interface RefreshJob {
  readonly ids: readonly IndicatorId[];
  readonly signal: AbortSignal;
  readonly tally: RefreshTally;
}

/** Indicators read at once. */
const batchSize = 50;

/** Errors after which the next question would fare no better. */
const lasting: ReadonlySet<string> = new Set(['vendor.rateLimited', 'vendor.unavailable']);

function isLasting({ code }: AppError): boolean {
  return lasting.has(code) || code.startsWith('credential.') || code.startsWith('network.');
}

/**
 * Asks one connection all that it can be asked about indicators, one after the other.
 * @returns when it is through, or cannot be asked any further, which the tally says. @throws AppError `internal.cancelled`.
 */
export async function refreshConnection(
  parts: RefreshParts,
  connection: StoredConnection,
  job: RefreshJob,
): Promise<void> {
  try {
    await parts.accounts.use(connection, (account) => refreshAll(parts, account, job));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal.cancelled') throw error;
    job.tally.stopped(connection.name, error);
  }
}

async function refreshAll({ store, clock }: RefreshParts, account: VendorAccount, job: RefreshJob): Promise<void> {
  const { connection, module } = account;
  const { ids, signal, tally } = job;
  const observer = { requestSent: () => undefined, waiting: (untilMs: number | null) => tally.waiting(untilMs) };
  const inquiring = {
    store,
    connection,
    ask: askThrough({ store, clock }, account, { signal, observer }),
    nowMs: () => clock.nowMs(),
  };
  /** What the key may not ask is asked once, not for each indicator. */
  const denied = new Set<string>();
  for (let at = 0; at < ids.length; at += batchSize) {
    const details = await store.read('indicators.details', { ids: ids.slice(at, at + batchSize) });
    for (const detail of details) {
      const subject = await readSubject(store, connection, detail);
      for (const inquiry of inquiriesFor(module, subject)) {
        signal.throwIfAborted();
        if (!denied.has(inquiry.id)) await askOne(inquiring, { inquiry, subject, tally, denied });
      }
      tally.step();
    }
  }
}

interface OneQuestion {
  readonly inquiry: ReturnType<typeof inquiriesFor>[number];
  readonly subject: Subject;
  readonly tally: RefreshTally;
  readonly denied: Set<string>;
}

/** @throws AppError that concerns the connection as a whole. */
async function askOne(inquiring: Inquiring, { inquiry, subject, tally, denied }: OneQuestion): Promise<void> {
  try {
    const { answer, changed } = await inquire(inquiring, inquiry, subject);
    tally.answered({ isUnknown: answer === null, changed });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal.cancelled') throw error;
    const { type, value } = subject;
    tally.failed({ connection: inquiring.connection.name, type, value, title: inquiry.title }, error);
    if (error.code === 'vendor.forbidden') denied.add(inquiry.id);
    if (isLasting(error)) throw error;
  }
}
