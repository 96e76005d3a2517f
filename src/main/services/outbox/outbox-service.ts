import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import {
  type Matches,
  type OutboxCounts,
  type OutboxDiff,
  type OutboxItem,
  type OutboxLine,
  type OutboxState,
  openOutboxStates,
  type SendOutcome,
  type TenantWordsRead,
  type WriteChoice,
} from '#shared/model/outbox.ts';
import { findOperation, parseOperationInput } from '../operations/operation-input.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { OutboxFilter } from '../ports/store/outbox.ts';
import type { Store } from '../ports/store.ts';
import type { SearchService, Selection } from '../search-service.ts';
import type { SettingsService } from '../settings-service.ts';
import { sign } from '../signature.ts';
import type { VendorAccounts } from '../vendor-accounts.ts';
import { countMatches } from './count-matches.ts';
import { diffItem, viewLine } from './diff-item.ts';
import { findPush } from './find-push.ts';
import { listWrites } from './list-writes.ts';
import { planItems, type QueuedWrite, refuseForeignWords } from './queue-change.ts';
import { planSelection, type SelectionWrite } from './queue-selection.ts';
import { readNames } from './read-names.ts';
import { sendAll } from './send-all.ts';
import { readAndSaveWords, readWords } from './tenant-words.ts';

/** Changes for vendors: queued offline, looked at as a diff, sent on an explicit act only. */
export interface OutboxService {
  /**
   * Queues a write of a connection, by id or name: one change per row or id.
   * @returns the ids of the changes. @throws AppError `input.invalid`, `state.notFound`.
   */
  queue(connection: string, write: QueuedWrite): Promise<readonly number[]>;
  /** Queues what `fields` of a write mean for indicators of the cache. @throws AppError as {@link OutboxService.queue}. */
  queueSelection(
    connection: string,
    request: SelectionWrite,
  ): Promise<{ readonly queued: readonly number[]; readonly skipped: number }>;
  /**
   * Queues the analyst's decisions on indicators at every connection that takes decisions, where its record says otherwise.
   * @returns how many.
   */
  queueTriage(selection: Selection): Promise<number>;
  /** In the order of sending. */
  list(filter?: Partial<OutboxFilter>): Promise<readonly OutboxItem[]>;
  /** A page of the list, and how many changes stand where. */
  page(window: {
    readonly states: readonly OutboxState[] | null;
    readonly offset: number;
    readonly limit: number;
  }): Promise<{ readonly lines: readonly OutboxLine[]; readonly counts: OutboxCounts }>;
  /** What changes would do, field by field. @throws AppError `state.notFound`. */
  diff(ids: readonly number[] | null): Promise<readonly OutboxDiff[]>;
  /** Replaces what a change does. @throws AppError `input.invalid`, `state.notFound`, `state.conflict` (sent already). */
  edit(id: number, input: unknown): Promise<void>;
  /** Before another one, or to the end. @throws AppError `state.notFound`. */
  move(id: number, beforeId: number | null): Promise<void>;
  drop(ids: readonly number[]): Promise<{ readonly dropped: number }>;
  /** Takes queueing back: what was edited, tried or sent since stays, and is counted as `kept` as long as it is there. */
  takeBack(ids: readonly number[]): Promise<{ readonly dropped: number; readonly kept: number }>;
  /** Of a conflict: the change shall be made upon what the vendor holds now. @returns how many were taken up again. */
  rebase(ids: readonly number[]): Promise<{ readonly rebased: number }>;
  /** Sends now; null means all that is open. @throws AppError `internal.cancelled`, unless something else stopped it too. */
  send(ids: readonly number[] | null, signal: AbortSignal): Promise<SendOutcome>;
  /** What can be queued, at all connections, and what speaks against it. */
  writes(): Promise<readonly WriteChoice[]>;
  /** Whether a write concerns whatever a filter finds. @throws AppError `input.invalid`, `state.notFound`. */
  isByFilter(connection: string, write: QueuedWrite): Promise<boolean>;
  /** Asks the vendor what a write by filter would concern now. @throws AppError as a call does, `input.invalid`. */
  countMatches(connection: string, write: QueuedWrite, signal: AbortSignal): Promise<Matches>;
  /** The tenant's words as last read; null before that. */
  words(connection: string): Promise<TenantWordsRead | null>;
  /** Reads the tenant's words from the vendor. @throws AppError as a call does. */
  refreshWords(connection: string, signal: AbortSignal): Promise<TenantWordsRead | null>;
}

export interface OutboxServiceParts {
  readonly store: Store;
  readonly search: Pick<SearchService, 'resolve'>;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly accounts: VendorAccounts;
  readonly clock: Clock;
  readonly connections: { find(idOrName: string): Promise<StoredConnection> };
}

/** Use cases around queued changes. */
export function createOutboxService(parts: OutboxServiceParts): OutboxService {
  const { store, accounts, connections } = parts;

  async function list(filter: Partial<OutboxFilter> = {}): Promise<readonly OutboxItem[]> {
    return store.read('outbox.list', { connectionId: null, states: null, ids: null, ...filter });
  }

  async function findAll(ids: readonly number[]): Promise<readonly OutboxItem[]> {
    const found = await list({ ids });
    const missing = ids.find((id) => !found.some((item) => item.id === id));
    if (missing !== undefined) throw new AppError('state.notFound', `There is no queued change ${missing}.`);
    return found;
  }

  return {
    async queue(name, write) {
      const connection = await connections.find(name);
      const module = await accounts.moduleOf(connection);
      const items = await planItems(store, { connection, module }, write);
      return store.write('outbox.add', { items, ...(await sign(parts)) });
    },
    async queueSelection(name, request) {
      const connection = await connections.find(name);
      const module = await accounts.moduleOf(connection);
      const { items, skipped } = await planSelection(parts, { connection, module }, request);
      return { queued: await store.write('outbox.add', { items, ...(await sign(parts)) }), skipped };
    },
    async queueTriage(selection) {
      const all = await store.read('connections.list', null);
      let queued = 0;
      for (const connection of all) {
        const module = await accounts.moduleOf(connection);
        const { triageOperation } = module;
        if (triageOperation === undefined) continue;
        const request = { selection, operation: triageOperation, fields: {} };
        const { items } = await planSelection(parts, { connection, module }, request);
        queued += (await store.write('outbox.add', { items, ...(await sign(parts)) })).length;
      }
      return queued;
    },
    list,
    async page(window) {
      const items = await list(window);
      const lines = await Promise.all(items.map(async (item) => viewLine(item, await pushOf(parts, item))));
      return { lines, counts: await store.read('outbox.counts', null) };
    },
    async diff(ids) {
      const items = ids === null ? await list({ states: [...openOutboxStates] }) : await findAll(ids);
      const names = await readNames(store, items);
      return Promise.all(items.map(async (item) => diffItem(await pushOf(parts, item), item, names)));
    },
    async edit(id, input) {
      const [item] = await findAll([id]);
      if (item === undefined) return;
      const push = await pushOf(parts, item);
      const module = await accounts.moduleOf(await connections.find(item.connectionId));
      const change = parseOperationInput(findOperation(module, item.operation), input);
      if (push.split(change).length !== 1) throw new AppError('input.invalid', 'A queued change is about one thing.');
      await refuseForeignWords(store, { id: item.connectionId }, { push, changes: [change] });
      const next = { id, from: ['queued', 'failed', 'conflict'] as const, state: 'queued' as const, reason: null };
      const changed = await store.write('outbox.change', {
        changes: [{ ...next, change: JSON.stringify(change), result: null }],
        ...(await sign(parts)),
      });
      if (changed.length === 0) throw new AppError('state.conflict', 'This change was sent already, or is being sent.');
    },
    async move(id, beforeId) {
      await store.write('outbox.move', { id, beforeId, ...(await sign(parts)) });
    },
    drop: async (ids) => store.write('outbox.drop', { ids, ...(await sign(parts)) }),
    takeBack: async (ids) => store.write('outbox.takeBack', { ids, ...(await sign(parts)) }),
    async rebase(ids) {
      // The store takes up those only that are a conflict still.
      const changes = (await findAll(ids)).map((item) => ({
        id: item.id,
        from: ['conflict'] as const,
        state: 'queued' as const,
        reason: null,
        base: theirsOf(item),
        result: null,
      }));
      const changed = await store.write('outbox.change', { changes, ...(await sign(parts)) });
      return { rebased: changed.length };
    },
    async send(ids, signal) {
      // What failed is sent again only by name: mostly it would fail again.
      const items = ids === null ? await list({ states: ['queued', 'unknown', 'sending'] }) : await findAll(ids);
      return sendAll(parts, items, signal);
    },
    async writes() {
      const all = await store.read('connections.list', null);
      const found = await Promise.all(
        all.map(async (connection) => listWrites(store, { connection, module: await accounts.moduleOf(connection) })),
      );
      return found.flat();
    },
    async isByFilter(name, write) {
      const module = await accounts.moduleOf(await connections.find(name));
      const operation = findOperation(module, write.operation);
      const change = parseOperationInput(operation, write.input);
      return findPush(module, operation.name).isByFilter?.(change) === true;
    },
    async countMatches(name, write, signal) {
      const connection = await connections.find(name);
      return accounts.use(connection, (account) => countMatches(parts, account, { write, signal }));
    },
    async words(name) {
      return readWords(store, await connections.find(name));
    },
    async refreshWords(name, signal) {
      const connection = await connections.find(name);
      return accounts.use(connection, (account) => readAndSaveWords(parts, account, signal));
    },
  };
}

async function pushOf({ accounts }: OutboxServiceParts, item: OutboxItem) {
  return findPush(await accounts.moduleOf({ name: item.connection, vendor: item.vendor }), item.operation);
}

/** The record that the vendor held when the conflict was found, as JSON text. */
function theirsOf({ result }: OutboxItem): string | null {
  const theirs = typeof result === 'object' && result !== null && 'theirs' in result ? result.theirs : null;
  return theirs === null ? null : JSON.stringify(theirs);
}
