import { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId, IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import {
  mostRefreshed,
  type RefreshOutcome,
  type RefreshProgress,
  type VendorCard,
} from '#shared/model/vendor-detail.ts';
import { importVendor } from '#shared/model/vocabulary.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { SearchService, Selection } from '../search-service.ts';
import { answerName, inquiriesFor, nameSubject } from './inquire.ts';
import { type RefreshParts, refreshConnection } from './refresh-connection.ts';
import { createRefreshTally } from './refresh-tally.ts';

export interface RefreshRequest {
  readonly selection: Selection;
  /** Null: every connection that can be asked about single indicators. */
  readonly connectionIds: readonly ConnectionId[] | null;
}

/** What vendors say of single indicators when they are asked, kept for when there is no network. */
export interface DetailsService {
  /** What each connection can be asked about an indicator, with its last answer; never touches the network. */
  cards(id: IndicatorId): Promise<readonly VendorCard[]>;
  /**
   * Asks now, connections side by side; records of the cache that turn out to be different are updated as by a sync.
   * @throws AppError `input.invalid`, `input.tooLarge`, `internal.cancelled`: what came until then is kept.
   */
  refresh(request: RefreshRequest, signal?: AbortSignal): Promise<RefreshOutcome>;
  /** Ends what is being refreshed. */
  cancel(): void;
  /** Told a few times a second, and at the end. @returns a function that ends the subscription. */
  onProgress(listener: (progress: RefreshProgress) => void): () => void;
}

export interface DetailsServiceParts extends RefreshParts {
  readonly search: Pick<SearchService, 'resolve' | 'detail'>;
}

/** Use cases around single questions to vendors. */
export function createDetailsService(parts: DetailsServiceParts): DetailsService {
  const { store, search } = parts;
  const running = new Set<AbortController>();
  const listeners = new Set<(progress: RefreshProgress) => void>();

  return {
    async cards(id) {
      const detail = await search.detail({ id });
      if (detail === null) return [];
      const connections = await store.read('connections.list', null);
      return (await Promise.all(connections.map((connection) => readCards(parts, connection, detail)))).flat();
    },
    async refresh(request, outside) {
      const connections = await chooseConnections(parts, request.connectionIds);
      const ids = await search.resolve(request.selection);
      if (ids.length > mostRefreshed) {
        throw new AppError('input.tooLarge', `At most ${mostRefreshed} indicators are refreshed at a time.`, {
          suggestion: 'For more, sync the connections.',
        });
      }
      const stop = new AbortController();
      const signal = outside === undefined ? stop.signal : AbortSignal.any([stop.signal, outside]);
      running.add(stop);
      const tally = createRefreshTally(parts.clock, {
        total: ids.length * connections.length,
        tell: (progress) => {
          for (const listener of listeners) listener(progress);
        },
      });
      try {
        const job = { ids, signal, tally };
        const ends = await Promise.allSettled(connections.map((one) => refreshConnection(parts, one, job)));
        if (signal.aborted)
          throw new AppError('internal.cancelled', 'Cancelled; what was answered until then is kept.');
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        return tally.outcome;
      } finally {
        running.delete(stop);
        tally.end();
      }
    },
    cancel() {
      for (const stop of running) stop.abort();
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @throws AppError `input.invalid` when a connection that was named can be asked nothing. */
async function chooseConnections(
  { store, accounts }: DetailsServiceParts,
  wanted: readonly ConnectionId[] | null,
): Promise<readonly StoredConnection[]> {
  const all = await store.read('connections.list', null);
  const chosen: StoredConnection[] = [];
  for (const connection of all) {
    if (wanted !== null && !wanted.includes(connection.id)) continue;
    // An imported file, or a vendor of another build: when everything is meant, it must not stop the others.
    if (wanted === null && (await accounts.findModule(connection)) === undefined) continue;
    if (connection.vendor === importVendor) {
      throw new AppError('input.invalid', `${connection.name} is a file that was imported: it cannot be asked.`);
    }
    const { inquiries = [], displayName } = await accounts.moduleOf(connection);
    if (inquiries.length > 0) chosen.push(connection);
    else if (wanted !== null) {
      throw new AppError('input.invalid', `${displayName} cannot be asked about single indicators.`, {
        suggestion: `Sync ${connection.name} instead.`,
      });
    }
  }
  if (chosen.length > 0) return chosen;
  throw new AppError('input.invalid', 'There is no connection that can be asked about single indicators.');
}

async function readCards(
  { store, accounts }: DetailsServiceParts,
  connection: StoredConnection,
  detail: IndicatorDetail,
): Promise<readonly VendorCard[]> {
  const module = await accounts.findModule(connection);
  // A vendor of another build was asked by that build; its records are shown all the same.
  if (module === undefined) return [];
  if (module.inquiries === undefined) return [];
  const subject = nameSubject(connection, detail);
  return Promise.all(
    inquiriesFor(module, subject).map(async (inquiry): Promise<VendorCard> => {
      const kept = await store.read('answers.get', answerName(connection, inquiry, subject));
      const answer: unknown = kept === null ? null : JSON.parse(kept.answer);
      return {
        connectionId: connection.id,
        connection: connection.name,
        vendor: connection.vendor,
        inquiry: inquiry.id,
        title: inquiry.title,
        fetchedAtMs: kept?.fetchedAtMs ?? null,
        detail: answer === null ? null : inquiry.describe(answer),
      };
    }),
  );
}
