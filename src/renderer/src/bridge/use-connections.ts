import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { ConnectionTest } from '#shared/contract/schemas.ts';
import type { Connection, RejectedRecord, SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { refresh } from './refresh.ts';
import { useAnswer, useCommand } from './use-answer.ts';

const runLimit = 200;
const rejectedLimit = 100;

/** All vendor accounts, without their secrets. */
export function useConnections(): UseQueryResult<Connection[]> {
  return useAnswer({ name: 'connections.list', input: null, key: keys.connections });
}

/** The last sync runs of one connection, or of all, newest first. */
export function useRuns(connectionId: ConnectionId | null): UseQueryResult<SyncRun[]> {
  return useAnswer({ name: 'runs.list', input: { connectionId, limit: runLimit }, key: keys.runs(connectionId) });
}

/** The records a run could not read, with reasons. */
export function useRejectedRecords(runId: number): UseQueryResult<RejectedRecord[]> {
  return useAnswer({ name: 'runs.rejected', input: { runId, limit: rejectedLimit }, key: keys.rejected(runId) });
}

/** How many records of a connection a retention of so many days would delete now; null days: not asked. */
export function useDueRecords(
  id: ConnectionId,
  days: number | null,
  /** Asked again so often, ms: while records go. */
  everyMs?: number,
): UseQueryResult<MethodOutput<'connections.countDue'>> {
  return useAnswer({
    name: 'connections.countDue',
    input: { id, days: days ?? 1 },
    key: keys.dueRecords(id, days),
    enabled: days !== null,
    ...(everyMs === undefined ? {} : { everyMs }),
  });
}

/** Deletes what is due of a connection. */
export interface ForgetDue {
  readonly run: UseMutationResult<MethodOutput<'connections.forgetDue'>, Error, MethodInput<'connections.forgetDue'>>;
  /** Ends it soon; it then fails with `internal.cancelled`, which says how many went. */
  readonly stop: () => void;
}

/** See {@link ForgetDue}. */
export function useForgetDue(): ForgetDue {
  const client = useClient();
  const cache = useQueryClient();
  const running = useRef<AbortController | null>(null);
  const run = useMutation({
    mutationFn: (input: MethodInput<'connections.forgetDue'>) => {
      const controller = new AbortController();
      running.current = controller;
      return client.call('connections.forgetDue', input, { signal: controller.signal });
    },
    // Also when it was stopped: what went until then is gone.
    onSettled: () => refresh(cache, ['connections', 'indicators']),
  });
  return { run, stop: () => running.current?.abort() };
}

/** What can be done with connections and their secrets. */
export interface ConnectionCommands {
  readonly add: UseMutationResult<Connection, Error, MethodInput<'connections.add'>>;
  readonly update: UseMutationResult<Connection, Error, MethodInput<'connections.update'>>;
  readonly remove: UseMutationResult<null, Error, MethodInput<'connections.remove'>>;
  readonly test: UseMutationResult<ConnectionTest, Error, MethodInput<'connections.test'>>;
  readonly tryOut: UseMutationResult<ConnectionTest, Error, MethodInput<'connections.tryOut'>>;
  readonly setSecret: UseMutationResult<MethodOutput<'credentials.set'>, Error, MethodInput<'credentials.set'>>;
  readonly clearSecret: UseMutationResult<MethodOutput<'credentials.clear'>, Error, MethodInput<'credentials.clear'>>;
}

/** See {@link ConnectionCommands}. */
export function useConnectionCommands(): ConnectionCommands {
  return {
    add: useCommand('connections.add', ['connections', 'settings']),
    update: useCommand('connections.update', ['connections']),
    remove: useCommand('connections.remove', ['connections', 'settings', 'indicators']),
    test: useCommand('connections.test', []),
    tryOut: useCommand('connections.tryOut', []),
    setSecret: useCommand('credentials.set', ['connections', 'settings']),
    clearSecret: useCommand('credentials.clear', ['connections', 'settings']),
  };
}
