import type { VendorModule } from '#main/vendors/vendor.ts';
import type { Connection, ConnectionState, SyncRun } from '#shared/model/connection.ts';
import { importVendor } from '#shared/model/vocabulary.ts';
import { activeStreams } from './active-streams.ts';
import type { SecretPlace } from './credential-service.ts';
import type { StoredConnection } from './ports/store/connections.ts';
import { findPossibleLoss } from './sync/run-outcome.ts';

/** What is known beside the stored row. */
export interface ConnectionFacts {
  /** Undefined when this build does not know the vendor. */
  readonly module: VendorModule | undefined;
  readonly secretPlace: SecretPlace | null;
  readonly isSyncing: boolean;
  readonly nowMs: number;
}

/** A connection as windows and commands show it; pure. */
export function viewConnection(stored: StoredConnection, facts: ConnectionFacts): Connection {
  const active = facts.module === undefined ? [] : activeStreams(facts.module, stored.options);
  const streams = active.map((stream) => stream.id);
  return {
    id: stored.id,
    name: stored.name,
    vendor: stored.vendor,
    site: stored.site,
    baseUrl: stored.baseUrl,
    hasSecret: facts.secretPlace !== null,
    secretKeptIn: facts.secretPlace,
    streams,
    options: stored.options,
    retentionDays: stored.retentionDays,
    syncEveryMinutes: stored.syncEveryMinutes,
    lastCompleteAtMs: stored.lastCompleteAtMs,
    state: stateOf(stored, facts, streams),
    possibleLoss: lossOf(stored, facts),
    createdAtMs: stored.createdAtMs,
  };
}

/** What a run found, or what the next one would find: the gap grows while nobody syncs. */
function lossOf({ latestRuns, lastCompleteAtMs }: StoredConnection, { module, nowMs }: ConnectionFacts): string | null {
  const told = latestRuns.find(({ error }) => error?.code === 'sync.possibleLoss')?.error;
  const memories = (module?.streams ?? []).flatMap(({ memoryMs }) => memoryMs ?? []);
  const memoryMs = memories.length === 0 ? null : Math.min(...memories);
  const coming = findPossibleLoss({ lastCompleteAtMs, startedAtMs: nowMs, memoryMs });
  return (coming ?? told)?.message ?? null;
}

/** The worst of the streams' latest runs; a stream that has not run yet counts as incomplete beside others that have. */
function stateOf(stored: StoredConnection, facts: ConnectionFacts, streams: readonly string[]): ConnectionState {
  if (facts.isSyncing || stored.latestRuns.some((run) => run.status === 'running')) return 'syncing';
  // A file is whole, and there is nobody to ask.
  if (stored.vendor === importVendor) return 'complete';
  if (facts.secretPlace === null) return 'noSecret';
  const latest = stored.latestRuns.filter((run) => streams.includes(run.stream));
  if (latest.length === 0) return 'never';
  if (latest.some((run) => run.status === 'failed')) return 'failed';
  return isComplete(latest, streams) ? 'complete' : 'incomplete';
}

/** Whether the latest run of each of these streams was complete. */
export function isComplete(latestRuns: readonly SyncRun[], streams: readonly string[]): boolean {
  return streams.every((id) => latestRuns.some((run) => run.stream === id && run.status === 'complete'));
}
