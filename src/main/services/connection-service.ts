import { randomBytes } from 'node:crypto';
import type { Clock } from '#main/ports/ports.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { ConnectionTest, VendorDescription } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import { type Connection, retentionDaysSchema, type StreamOptions } from '#shared/model/connection.ts';
import { type ConnectionId, connectionIdSchema, connectionNameSchema } from '#shared/model/ids.ts';
import { syncEveryMinutesSchema } from '#shared/model/schedule.ts';
import { foldName } from '#shared/text/fold-name.ts';
import { checkOptions } from './connection-options.ts';
import { parseBaseUrl, parseSite } from './connection-place.ts';
import { createConnectionTester } from './connection-tester.ts';
import { viewConnection } from './connection-view.ts';
import type { CredentialService, SecretPlace } from './credential-service.ts';
import { describeVendor } from './describe-vendor.ts';
import type { NetworkService } from './network/network-service.ts';
import { readPem } from './network/read-pem.ts';
import type { StoredConnection } from './ports/store/connections.ts';
import type { Store } from './ports/store.ts';
import type { OpenSession } from './ports/vendor-session.ts';
import { countDue, dueBefore, type ForgetWatch, forgetDue } from './retention.ts';
import { forgetDenials } from './rights.ts';
import type { ScheduleService } from './schedule/schedule-service.ts';
import { parseSecretInput, wrapSecretFields } from './secret-fields.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** A connection as typed; site, base URL and options are checked here. */
export interface NewConnection {
  readonly name: string;
  readonly vendor: string;
  readonly site: string | null;
  readonly baseUrl: string | null;
  readonly options: StreamOptions;
  readonly secret: Readonly<Record<string, string>> | null;
  readonly keepSecretIn: SecretPlace;
  /** Text of PEM files that are trusted for this connection (an appliance with a certificate of its own). */
  readonly authorities?: string | undefined;
}

/** What of a connection can be changed; an absent part stays. */
export interface ConnectionChange {
  readonly name?: string | undefined;
  readonly site?: string | null | undefined;
  readonly baseUrl?: string | null | undefined;
  readonly options?: StreamOptions | undefined;
  /** Days, whole ones from 1; null: for good. */
  readonly retentionDays?: number | null | undefined;
  /** Whole minutes; null: it is not synced by itself. */
  readonly syncEveryMinutes?: number | null | undefined;
}

/** The vendor accounts. */
export interface ConnectionService {
  listVendors(): Promise<readonly VendorDescription[]>;
  /** By name, in alphabetical order. */
  list(): Promise<readonly Connection[]>;
  /** By id, or by name without regard to case. @throws AppError `state.notFound`. */
  find(idOrName: string): Promise<StoredConnection>;
  /** Everything of {@link ConnectionService.add} that can be said before a secret is there. Errors as there. */
  check(input: Omit<NewConnection, 'secret' | 'keepSecretIn'>): Promise<void>;
  /** @throws AppError `input.invalid`, `state.conflict` (name taken), `credential.storeUnavailable`; nothing is stored then. */
  add(input: NewConnection): Promise<Connection>;
  update(id: ConnectionId, change: ConnectionChange): Promise<Connection>;
  /** Stops its sync, removes its secret, then itself; the cache stays unless `purge`. */
  remove(id: ConnectionId, purge: boolean): Promise<void>;
  /** How many of its records a retention of so many days would delete now. @throws AppError `input.invalid`. */
  countDue(id: ConnectionId, days: number): Promise<number>;
  /**
   * Deletes what its retention says is due, as each complete sync does.
   * @returns how many records went. @throws AppError `internal.cancelled` once the watch's signal ended it.
   */
  forgetDue(id: ConnectionId, watch?: ForgetWatch): Promise<number>;
  setSecret(id: ConnectionId, secret: Readonly<Record<string, string>>, place: SecretPlace): Promise<Connection>;
  clearSecret(id: ConnectionId): Promise<Connection>;
  /** Tests what is stored; the outcome is a value, also when it is bad. */
  test(id: ConnectionId): Promise<ConnectionTest>;
  /** Tests what is typed; stores nothing. @throws AppError `input.invalid`. */
  tryOut(input: NewConnection): Promise<ConnectionTest>;
  vaultStatus(): Promise<{
    readonly keychain: { readonly usable: boolean; readonly explanation: string };
    readonly memoryOnly: readonly string[];
  }>;
}

export interface ConnectionServiceParts {
  readonly store: Store;
  readonly credentials: CredentialService;
  readonly vendors: VendorCatalogue;
  readonly openSession: OpenSession;
  readonly clock: Clock;
  readonly network: Pick<NetworkService, 'addAuthorities' | 'forget'>;
  readonly schedule: Pick<ScheduleService, 'mended' | 'nudge'>;
  readonly sync: {
    isSyncing(id: ConnectionId): boolean;
    /** Resolves when no sync of it runs in this process. */
    stopOne(id: ConnectionId): Promise<void>;
  };
}

/** Use cases around vendor accounts. */
export function createConnectionService(parts: ConnectionServiceParts): ConnectionService {
  const { store, credentials, vendors } = parts;
  const tester = createConnectionTester(parts);

  async function view(stored: StoredConnection): Promise<Connection> {
    const modules = await vendors.list();
    return viewConnection(stored, {
      module: modules.find((module) => module.id === stored.vendor),
      secretPlace: credentials.placeOf(stored),
      isSyncing: parts.sync.isSyncing(stored.id),
      nowMs: parts.clock.nowMs(),
    });
  }

  async function find(idOrName: string): Promise<StoredConnection> {
    const all = await store.read('connections.list', null);
    const found = all.find(({ id, name }) => id === idOrName || foldName(name) === foldName(idOrName));
    if (found !== undefined) return found;
    throw new AppError('state.notFound', 'There is no such connection.', {
      suggestion: all.length === 0 ? 'None is set up yet.' : `One of: ${all.map(({ name }) => name).join(', ')}.`,
    });
  }

  async function refuseTakenName(name: string, except: ConnectionId | null): Promise<void> {
    const all = await store.read('connections.list', null);
    if (all.some((other) => other.id !== except && foldName(other.name) === foldName(name))) {
      throw new AppError('state.conflict', `There is a connection named ${name} already.`);
    }
  }

  return {
    listVendors: async () => (await vendors.list()).map(describeVendor),
    async list() {
      const all = await store.read('connections.list', null);
      return Promise.all(all.toSorted((a, b) => (foldName(a.name) < foldName(b.name) ? -1 : 1)).map(view));
    },
    find,
    async check(input) {
      const { name } = readNewConnection(await vendors.find(input.vendor), input);
      await refuseTakenName(name, null);
    },
    async add(input) {
      const module = await vendors.find(input.vendor);
      const row = { ...readNewConnection(module, input), createdAtMs: parts.clock.nowMs() };
      if (input.secret !== null) parseSecretInput(module, input.secret);
      if (input.authorities !== undefined) readPem(input.authorities);
      await refuseTakenName(row.name, null);
      await store.write('connections.add', row);
      if (input.authorities !== undefined) await parts.network.addAuthorities(input.authorities, row.id);
      if (input.secret !== null) await saveFirstSecret(parts, row, input);
      return view(await find(row.id));
    },
    async update(id, change) {
      const stored = await find(id);
      const checked = await readChange(() => vendors.find(stored.vendor), change);
      if (checked.name !== undefined) await refuseTakenName(checked.name, id);
      const write = (): Promise<null> => store.write('connections.update', { id, ...checked });
      const { name: _name, retentionDays: _days, syncEveryMinutes, ...what } = checked;
      // What a sync asks for must not change under its feet.
      await (Object.keys(what).length === 0 ? write() : whileAtRest(parts, id, write));
      if (syncEveryMinutes !== undefined) parts.schedule.nudge();
      return view(await find(id));
    },
    async remove(id, purge) {
      const stored = await find(id);
      await whileAtRest(parts, id, async () => {
        await credentials.clear(stored);
        await parts.network.forget(id);
        await store.write('connections.remove', { id, purge, atMs: parts.clock.nowMs() });
      });
    },
    async countDue(id, days) {
      const { id: known } = await find(id);
      return countDue(store, known, dueBefore(parts.clock.nowMs(), parseDays(days)));
    },
    async forgetDue(id, watch) {
      const { retentionDays } = await find(id);
      if (retentionDays === null) return 0;
      const beforeMs = dueBefore(parts.clock.nowMs(), retentionDays);
      return whileAtRest(parts, id, () => forgetDue(store, id, beforeMs, watch));
    },
    async setSecret(id, secret, place) {
      const stored = await find(id);
      await credentials.save(stored, secret, place);
      await forgetDenials(store, id, await vendors.find(stored.vendor));
      parts.schedule.mended(id);
      return view(await find(id));
    },
    async clearSecret(id) {
      await credentials.clear(await find(id));
      return view(await find(id));
    },
    async test(id) {
      const stored = await find(id);
      const module = await vendors.find(stored.vendor);
      const result = await tester.test({
        module,
        connectionId: stored.id,
        place: stored,
        options: stored.options,
        resolve: () => credentials.resolve(stored),
      });
      // Perhaps the right was granted at the vendor.
      if (result.ok) parts.schedule.mended(id);
      return result;
    },
    async tryOut(input) {
      const module = await vendors.find(input.vendor);
      const row = readNewConnection(module, input);
      const secrets = wrapSecretFields(parseSecretInput(module, input.secret ?? {}));
      credentials.learn(secrets);
      return tester.test({
        module,
        connectionId: null,
        place: row,
        options: row.options,
        authorities: input.authorities === undefined ? [] : readPem(input.authorities).map(({ pem }) => pem),
        resolve: () => Promise.resolve(secrets),
      });
    },
    async vaultStatus() {
      const all = await store.read('connections.list', null);
      const memoryOnly = all.filter((stored) => credentials.placeOf(stored) === 'memory').map(({ name }) => name);
      return { keychain: await credentials.probe(), memoryOnly };
    },
  };
}

/** Stops our own sync of a connection and keeps other processes from starting one. @throws AppError `state.conflict`. */
async function whileAtRest<Result>(
  parts: ConnectionServiceParts,
  id: ConnectionId,
  work: () => Promise<Result>,
): Promise<Result> {
  await parts.sync.stopOne(id);
  const lease = await parts.store.leaseConnection(id);
  try {
    return await work();
  } finally {
    await lease.release();
  }
}

function readNewConnection(
  module: VendorModule,
  input: Omit<NewConnection, 'secret' | 'keepSecretIn'>,
): Pick<StoredConnection, 'id' | 'name' | 'vendor' | 'site' | 'baseUrl' | 'options'> {
  return {
    id: connectionIdSchema.parse(`c-${randomBytes(8).toString('hex')}`),
    name: parseName(input.name),
    vendor: module.id,
    site: input.site === null ? null : parseSite(module, input.site),
    baseUrl: input.baseUrl === null ? null : parseBaseUrl(input.baseUrl),
    options: checkOptions(module, input.options),
  };
}

interface CheckedChange {
  readonly name?: string;
  readonly site?: string | null;
  readonly baseUrl?: string | null;
  readonly options?: StreamOptions;
  readonly retentionDays?: number | null;
  readonly syncEveryMinutes?: number | null;
}

/** Checks what is given and leaves out what is not. @param findModule asked only where the vendor has a word in it: imports have none. */
async function readChange(findModule: () => Promise<VendorModule>, change: ConnectionChange): Promise<CheckedChange> {
  const { name, site, baseUrl, options, retentionDays, syncEveryMinutes } = change;
  return {
    ...(name === undefined ? {} : { name: parseName(name) }),
    ...(site === undefined ? {} : { site: site === null ? null : parseSite(await findModule(), site) }),
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl === null ? null : parseBaseUrl(baseUrl) }),
    ...(options === undefined ? {} : { options: checkOptions(await findModule(), options) }),
    ...(retentionDays === undefined ? {} : { retentionDays: retentionDays === null ? null : parseDays(retentionDays) }),
    ...(syncEveryMinutes === undefined
      ? {}
      : { syncEveryMinutes: syncEveryMinutes === null ? null : parseMinutes(syncEveryMinutes) }),
  };
}

/** @throws AppError `input.invalid`. */
function parseDays(days: number): number {
  return readInput(retentionDaysSchema, days, 'The number of days');
}

/** @throws AppError `input.invalid`. */
function parseMinutes(minutes: number): number {
  return readInput(syncEveryMinutesSchema, minutes, 'The number of minutes');
}

function parseName(text: string): string {
  return readInput(connectionNameSchema, text, "The connection's name");
}

/** A connection whose secret could not be saved is not kept: the user was told that it failed. */
async function saveFirstSecret(
  parts: ConnectionServiceParts,
  row: Pick<StoredConnection, 'id' | 'name' | 'vendor'>,
  input: NewConnection,
): Promise<void> {
  try {
    await parts.credentials.save({ ...row, savedSecret: null }, input.secret ?? {}, input.keepSecretIn);
  } catch (error) {
    await parts.store.write('connections.remove', { id: row.id, purge: true, atMs: parts.clock.nowMs() });
    throw error;
  }
}
