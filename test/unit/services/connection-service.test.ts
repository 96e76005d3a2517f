import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ConnectionService,
  createConnectionService,
  type NewConnection,
} from '#main/services/connection-service.ts';
import { createCredentialService } from '#main/services/credential-service.ts';
import { createNetworkService } from '#main/services/network/network-service.ts';
import type { Store } from '#main/services/ports/store.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { connectionSchema } from '#shared/model/connection.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { makeDataFolder, openTestStore, walk } from '../../support/store.ts';
import { findTestStream } from '../../support/store-stream.ts';

const input: NewConnection = {
  name: 'Falcon EU',
  vendor: 'acme',
  site: 'EU',
  baseUrl: null,
  options: {},
  secret: { apiKey: 'key-1' },
  keepSecretIn: 'keychain',
};

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let keychain: FakeKeychain;
let connections: ConnectionService;
let stopped: string[];
let mended: string[];
let logger: MemoryLogger;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder);
  keychain = new FakeKeychain();
  logger = new MemoryLogger();
  stopped = [];
  mended = [];
  const clock = new FakeClock();
  const vendors = createVendorCatalogue(async () => [fakeVendor({ streams: [findTestStream('acme', 'some')] })]);
  const credentials = createCredentialService({ store, keychain, memory: new FakeKeychain(), vendors, clock, logger });
  connections = createConnectionService({
    store,
    credentials,
    vendors,
    clock,
    openSession: async ({ secrets, origin }) => ({
      call: async (_request, _options, use) => {
        if (secrets['apiKey']?.reveal() !== 'key-1') throw new AppError('credential.rejected', `Refused by ${origin}.`);
        return use({ status: 200, headers: {}, body: new Uint8Array() });
      },
      close: async () => undefined,
    }),
    network: createNetworkService({ store, keychain, logger, clock, systemProxy: () => null }),
    schedule: { mended: (id) => void mended.push(id), nudge: () => void mended.push('nudge') },
    sync: {
      isSyncing: () => false,
      stopOne: async (id) => {
        stopped.push(id);
      },
    },
  });
});

afterEach(async () => {
  await store.close();
  data.remove();
});

describe('adding', () => {
  it('stores the connection, and the secret in the keychain', async () => {
    const added = await connections.add(input);
    expect(connectionSchema.parse(added)).toMatchObject({
      name: 'Falcon EU',
      site: 'eu',
      hasSecret: true,
      secretKeptIn: 'keychain',
      streams: ['some'],
      state: 'never',
    });
    expect(keychain.items.get(added.id)).toEqual({ apiKey: 'key-1' });
    expect(await connections.list()).toEqual([added]);
  });

  it('can wait with the secret', async () => {
    expect(await connections.add({ ...input, secret: null })).toMatchObject({ hasSecret: false, state: 'noSecret' });
  });

  it('refuses a name that is taken, without regard to case, and leaves the first one its secret', async () => {
    const first = await connections.add(input);
    await expect(connections.add({ ...input, name: 'FALCON eu', secret: { apiKey: 'key-2' } })).rejects.toMatchObject({
      code: 'state.conflict',
    });
    expect([...keychain.items]).toEqual([[first.id, { apiKey: 'key-1' }]]);
  });

  it('leaves nothing behind when the keychain refuses', async () => {
    keychain.state = 'locked';
    await expect(connections.add(input)).rejects.toMatchObject({ code: 'credential.storeUnavailable' });
    expect(await connections.list()).toEqual([]);
    keychain.state = 'open';
    expect(await connections.add(input)).toMatchObject({ hasSecret: true });
  });

  it.each<[string, Partial<NewConnection>]>([
    ['vendor', { vendor: 'unknown' }],
    ['name', { name: '../x' }],
    ['site', { site: 'mars' }],
    ['base URL', { baseUrl: 'http://elsewhere.example' }],
    ['option', { options: { some: { unknown: 1 } } }],
    ['stream', { options: { other: {} } }],
    ['secret', { secret: { apiKey: 'k' } }],
  ])('refuses a bad %s before anything is stored', async (_what, change) => {
    await expect(connections.add({ ...input, ...change })).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await connections.list()).toEqual([]);
    expect(keychain.items.size).toBe(0);
  });
});

describe('finding', () => {
  it('goes by id and by name without regard to case', async () => {
    const { id } = await connections.add(input);
    expect((await connections.find(id)).id).toBe(id);
    expect((await connections.find('falcon eu')).id).toBe(id);
    const zurich = await connections.add({ ...input, name: 'Zu\u0308rich' });
    expect(zurich.name).toBe('Z\u00FCrich');
    expect((await connections.find('ZU\u0308RICH')).id).toBe(zurich.id);
    expect((await connections.find('z\u00FCrich')).id).toBe(zurich.id);
  });

  it('names those there are when there is none', async () => {
    await connections.add(input);
    await expect(connections.find('Datadog')).rejects.toMatchObject({
      code: 'state.notFound',
      suggestion: 'One of: Falcon EU.',
    });
  });
});

describe('changing', () => {
  it('keeps what is not named', async () => {
    const { id } = await connections.add(input);
    expect(await connections.update(id, { name: 'Falcon US', site: null })).toMatchObject({
      id,
      name: 'Falcon US',
      site: null,
      hasSecret: true,
    });
  });

  it('stops the sync only when what is asked for changes', async () => {
    const { id } = await connections.add(input);
    await connections.update(id, { name: 'Other' });
    expect(stopped).toEqual([]);
    await connections.update(id, { baseUrl: 'http://127.0.0.1:8080' });
    expect(stopped).toEqual([id]);
  });

  it('refuses the name of another one and takes its own again', async () => {
    const { id } = await connections.add(input);
    await connections.add({ ...input, name: 'Other' });
    await expect(connections.update(id, { name: 'other' })).rejects.toMatchObject({ code: 'state.conflict' });
    expect(await connections.update(id, { name: 'FALCON EU' })).toMatchObject({ name: 'FALCON EU' });
  });
});

describe('removing', () => {
  it('takes the secret along', async () => {
    const { id } = await connections.add(input);
    await connections.remove(id, false);
    expect(await connections.list()).toEqual([]);
    expect(keychain.items.size).toBe(0);
    expect(stopped).toEqual([id]);
  });

  it('does not happen while another process syncs it', async () => {
    const { id } = await connections.add(input);
    const lease = await store.leaseConnection(id);
    await expect(connections.remove(id, false)).rejects.toMatchObject({ code: 'state.conflict' });
    expect(keychain.items.size).toBe(1);
    await lease.release();
  });

  it('does not happen when the secret would stay behind', async () => {
    const { id } = await connections.add(input);
    keychain.state = 'locked';
    await expect(connections.remove(id, false)).rejects.toMatchObject({ code: 'credential.storeUnavailable' });
    expect(await connections.list()).toHaveLength(1);
  });
});

describe('testing', () => {
  it('uses the stored secret', async () => {
    const { id } = await connections.add(input);
    expect(await connections.test(id)).toMatchObject({ ok: true });
    await connections.setSecret(id, { apiKey: 'key-2' }, 'memory');
    expect(await connections.test(id)).toMatchObject({ ok: false, code: 'credential.rejected' });
  });

  it('of what is typed stores nothing, and the log knows the secret', async () => {
    const bad = { ...input, secret: { apiKey: 'key-2' }, baseUrl: 'http://127.0.0.1:1' };
    expect(await connections.tryOut(bad)).toMatchObject({
      ok: false,
      message: expect.stringContaining('Refused by http://127.0.0.1:1.'),
    });
    expect(await connections.list()).toEqual([]);
    expect(keychain.calls.set).toBe(0);
    expect(logger.learnt.map((secret) => secret.reveal())).toEqual(['key-2']);
  });
});

describe('the state of a connection', () => {
  it('follows its latest runs', async () => {
    const { id } = await connections.add(input);
    const state = async (): Promise<string | undefined> => (await connections.list())[0]?.state;
    expect(await state()).toBe('never');
    await walk(store, [{ records: [] }], { connectionId: id, stream: 'some' });
    expect(await state()).toBe('complete');
    expect((await connections.list())[0]?.lastCompleteAtMs).not.toBeNull();
    const { runId } = await store.write('runs.start', {
      connectionId: id,
      stream: 'some',
      atMs: 3_000,
      restart: false,
    });
    const outcome = { finishedAtMs: 3_001, expected: null, requests: 1, waitedMs: 0 };
    const error = { code: 'network.offline', message: 'No route.' };
    await store.write('runs.finish', { runId, run: { ...outcome, status: 'failed', error } });
    expect(await state()).toBe('failed');
    await connections.clearSecret(id);
    expect(await state()).toBe('noSecret');
  });
});

it('tells which secrets are in memory only', async () => {
  await connections.add({ ...input, keepSecretIn: 'memory' });
  await connections.add({ ...input, name: 'Other' });
  expect(await connections.vaultStatus()).toEqual({
    keychain: { usable: true, explanation: 'The keychain works.' },
    memoryOnly: ['Falcon EU'],
  });
});
