import type { Connection, SyncRun } from '../model/connection.ts';
import { tracedReason } from '../model/run-reference.ts';
import { publicMoment } from './moment.ts';

/** A line of `connections --json`. */
export function publicConnection(connection: Connection) {
  return {
    name: connection.name,
    vendor: connection.vendor,
    site: connection.site,
    baseUrl: connection.baseUrl,
    hasSecret: connection.hasSecret,
    streams: connection.streams,
    options: connection.options,
    lastCompleteAt: publicMoment(connection.lastCompleteAtMs),
    state: connection.state,
  };
}

/** A line of `runs --json`. */
export function publicRun(run: SyncRun) {
  return {
    connection: run.connection,
    stream: run.stream,
    startedAt: publicMoment(run.startedAtMs),
    finishedAt: publicMoment(run.finishedAtMs),
    status: run.status,
    expected: run.expected,
    received: run.received,
    stored: run.stored,
    unchanged: run.unchanged,
    rejected: run.rejected,
    requests: run.requests,
    waitedMs: run.waitedMs,
    error: tracedReason(run),
  };
}
