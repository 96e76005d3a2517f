import type { ScheduleFacts } from '#main/domain/schedule.ts';
import type { Clock } from '#main/ports/ports.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { ConnectionBudget } from '#shared/model/rate-budget.ts';
import { activeStreams } from '../active-streams.ts';
import { isOfThisComputer, placeOf } from '../connection-place.ts';
import type { CredentialService } from '../credential-service.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { SyncService } from '../sync/sync-service.ts';

/** What this process remembers of a connection. */
export interface Remembered {
  /** When it was last tried, on the monotonic clock. */
  triedAtMs?: number;
  /** Runs up to this id count for nothing: what refused them was mended. `now`: up to the newest there is. */
  mendedThrough?: number | 'now';
}

export interface FactSources {
  readonly credentials: Pick<CredentialService, 'placeOf'>;
  readonly sync: Pick<SyncService, 'isSyncing'>;
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  /** Whether this computer is in any network. */
  readonly hasNetwork: () => boolean;
}

/** Gathers what decides about one connection. */
export function readFacts(
  sources: FactSources,
  connection: StoredConnection,
  known: { readonly module: VendorModule; readonly budget: ConnectionBudget | undefined; readonly memory: Remembered },
): ScheduleFacts {
  const { module, budget, memory } = known;
  const { latestRuns, syncEveryMinutes } = connection;
  const starts = latestRuns.map((run) => run.startedAtMs);
  return {
    everyMs: syncEveryMinutes === null ? null : syncEveryMinutes * 60_000,
    hasSecret: sources.credentials.placeOf(connection) !== null,
    isDenied: isDenied(connection, module, memory),
    isRunning: sources.sync.isSyncing(connection.id),
    lastStartedAtMs: starts.length === 0 ? null : Math.max(...starts),
    sinceTryMs: memory.triedAtMs === undefined ? null : sources.clock.monotonicMs() - memory.triedAtMs,
    heldUntilMs: heldUntil(budget),
    isReachable: sources.hasNetwork() || isOfThisComputer(placeOf(module, connection).origin),
  };
}

/** A key or a right was refused, and since then neither was another key saved nor anything else done about it. */
function isDenied(
  { latestRuns, savedSecret, options }: StoredConnection,
  module: VendorModule,
  memory: Remembered,
): boolean {
  if (memory.mendedThrough === 'now') memory.mendedThrough = Math.max(0, ...latestRuns.map(({ id }) => id));
  const mendedThrough = memory.mendedThrough ?? 0;
  const active = new Set(activeStreams(module, options).map(({ id }) => id));
  return latestRuns.some(
    ({ id, stream, startedAtMs, error }) =>
      active.has(stream) &&
      error !== null &&
      ['credential.rejected', 'credential.missing', 'vendor.forbidden'].includes(error.code) &&
      id > mendedThrough &&
      startedAtMs >= (savedSecret?.savedAtMs ?? 0),
  );
}

/** A limit that is used up, or a vendor that asked to wait. */
function heldUntil(budget: ConnectionBudget | undefined): number | null {
  if (budget === undefined) return null;
  const { remaining, resetAtMs, waitingUntilMs, quotas } = budget;
  const usedUp = quotas.filter(({ limit, used }) => limit !== null && used >= limit);
  const moments = [waitingUntilMs, remaining === 0 ? resetAtMs : null, ...usedUp.map((quota) => quota.resetAtMs)];
  const known = moments.filter((atMs) => atMs !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Keeps what is remembered by connection. */
export class Memory {
  readonly #of = new Map<ConnectionId, Remembered>();

  of(id: ConnectionId): Remembered {
    const known = this.#of.get(id) ?? {};
    this.#of.set(id, known);
    return known;
  }
}
