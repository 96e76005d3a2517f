import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { MethodInput, MethodName, MethodOutput } from '#shared/contract/methods.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { OperationChoice } from '#shared/model/operation.ts';
import type { OutboxDiff, OutboxState, TenantWordsRead, WriteChoice } from '#shared/model/outbox.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** Queued changes in the order of sending, and how many stand where. */
export function useOutbox(
  states: readonly OutboxState[] | null,
  limit: number,
): UseQueryResult<MethodOutput<'outbox.list'>> {
  return useAnswer({
    name: 'outbox.list',
    input: { states: states === null ? null : [...states], offset: 0, limit },
    key: keys.outbox(states, limit),
    keepPrevious: true,
  });
}

/** What one change does, field by field. */
export function useOutboxDiff(id: number): UseQueryResult<OutboxDiff[]> {
  return useAnswer({ name: 'outbox.diff', input: { ids: [id] }, key: keys.outboxDiff(id) });
}

/** The words a connection's tenant knows; null before they were read. */
export function useTenantWords(id: ConnectionId | undefined): UseQueryResult<TenantWordsRead | null> {
  // Never asked without an id.
  const input = { id: id ?? '' } as MethodInput<'outbox.words'>;
  return useAnswer({ name: 'outbox.words', input, key: keys.words(id ?? ''), enabled: id !== undefined });
}

/** What can be queued, at all connections, and what speaks against it. */
export function useWrites(): UseQueryResult<WriteChoice[]> {
  return useAnswer({ name: 'outbox.writes', input: null, key: keys.writes });
}

/** What the vendor of a connection can do beside syncing, and what its key was refused. */
export function useOperations(id: ConnectionId): UseQueryResult<OperationChoice[]> {
  return useAnswer({ name: 'operations.list', input: { id }, key: keys.operations(id) });
}

type Command<Name extends MethodName> = UseMutationResult<MethodOutput<Name>, Error, MethodInput<Name>>;

/** What can be done with queued changes. */
export interface OutboxCommands {
  readonly send: Command<'outbox.send'>;
  readonly drop: Command<'outbox.drop'>;
  readonly rebase: Command<'outbox.rebase'>;
  readonly move: Command<'outbox.move'>;
  readonly edit: Command<'outbox.edit'>;
}

/** See {@link OutboxCommands}. */
export function useOutboxCommands(): OutboxCommands {
  return {
    send: useCommand('outbox.send', ['outbox']),
    drop: useCommand('outbox.drop', ['outbox']),
    rebase: useCommand('outbox.rebase', ['outbox']),
    move: useCommand('outbox.move', ['outbox']),
    edit: useCommand('outbox.edit', ['outbox']),
  };
}

/** Queues a write for indicators of the cache. */
export function useQueueSelection(): Command<'outbox.queueSelection'> {
  return useCommand('outbox.queueSelection', ['outbox']);
}

/** Reads the tenant's words from the vendor. */
export function useRefreshWords(): Command<'outbox.refreshWords'> {
  return useCommand('outbox.refreshWords', ['connections']);
}

/** Asks the vendor what a write by filter would concern. */
export function useCountMatches(): Command<'outbox.countMatches'> {
  return useCommand('outbox.countMatches', []);
}

/** Takes queued changes back that were not touched since. */
export function useUndoQueueing(): Command<'outbox.takeBack'> {
  return useCommand('outbox.takeBack', ['outbox']);
}

/** Queues a write as typed. */
export function useQueueWrite(): Command<'outbox.queue'> {
  return useCommand('outbox.queue', ['outbox']);
}

/** The right was granted at the vendor: what needs it is offered again. */
export function useForgetRefusal(): Command<'operations.forgetRefusal'> {
  return useCommand('operations.forgetRefusal', ['connections']);
}

/** Calls a vendor now. */
export function useRunOperation(): Command<'operations.run'> {
  return useCommand('operations.run', []);
}
