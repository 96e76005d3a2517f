import { beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#main/ports/secret.ts';
import {
  type CredentialService,
  createCredentialService,
  type SecretOwner,
} from '#main/services/credential-service.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import { connectionIdSchema } from '#shared/model/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const id = connectionIdSchema.parse('c-0123456789abcdef');

/** What the table of saved secrets says of the one connection. */
let saved: SecretOwner['savedSecret'];
let keychain: FakeKeychain;
let memory: FakeKeychain;
let logger: MemoryLogger;
let credentials: CredentialService;

const owner = (): SecretOwner => ({ id, name: 'Acme', vendor: 'acme', savedSecret: saved });

beforeEach(() => {
  saved = null;
  keychain = new FakeKeychain();
  memory = new FakeKeychain();
  logger = new MemoryLogger();
  const store = new ScriptedStore({
    writes: {
      'connections.secretSaved': ({ fields, atMs }) => {
        saved = fields === null ? null : { fields, savedAtMs: atMs };
        return null;
      },
    },
  });
  const vendors = createVendorCatalogue(async () => [fakeVendor()]);
  credentials = createCredentialService({ store, keychain, memory, vendors, clock: new FakeClock(), logger });
});

async function reveal(): Promise<Record<string, string>> {
  const fields = await credentials.resolve(owner());
  return Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, secret.reveal()]));
}

describe('a secret in the keychain', () => {
  it('is handed out again, and the log knows it from the moment it came in', async () => {
    await credentials.save(owner(), { apiKey: ' key-1 ' }, 'keychain');
    expect(logger.learnt.map((secret) => secret.reveal())).toEqual(['key-1']);
    expect(saved?.fields).toEqual(['apiKey']);
    expect(credentials.placeOf(owner())).toBe('keychain');
    expect(await reveal()).toEqual({ apiKey: 'key-1' });
  });

  it('is wrapped', async () => {
    await credentials.save(owner(), { apiKey: 'key-1' }, 'keychain');
    const fields = await credentials.resolve(owner());
    expect(fields['apiKey']).toBeInstanceOf(Secret);
    expect(JSON.stringify(fields)).not.toContain('key-1');
  });

  it('stays what it was when a new one cannot be saved', async () => {
    await credentials.save(owner(), { apiKey: 'key-1' }, 'keychain');
    const before = saved;
    keychain.state = 'locked';
    await expect(credentials.save(owner(), { apiKey: 'key-2', tenant: 't' }, 'keychain')).rejects.toMatchObject({
      code: 'credential.storeUnavailable',
    });
    expect(saved).toEqual(before);
    keychain.state = 'open';
    expect(await reveal()).toEqual({ apiKey: 'key-1' });
  });

  it('is gone after clearing, at both ends', async () => {
    await credentials.save(owner(), { apiKey: 'key-1' }, 'keychain');
    await credentials.clear(owner());
    expect(keychain.items.size).toBe(0);
    expect(saved).toBeNull();
    await expect(credentials.resolve(owner())).rejects.toMatchObject({ code: 'credential.missing' });
  });

  it('is still said to be there when it could not be removed', async () => {
    await credentials.save(owner(), { apiKey: 'key-1' }, 'keychain');
    keychain.state = 'locked';
    await expect(credentials.clear(owner())).rejects.toMatchObject({ code: 'credential.storeUnavailable' });
    expect(saved?.fields).toEqual(['apiKey']);
  });
});

describe('a keychain that gives nothing although the secret was saved', () => {
  beforeEach(() => credentials.save(owner(), { apiKey: 'key-1' }, 'keychain'));

  it('is locked when it cannot be written to either', async () => {
    keychain.state = 'locked';
    await expect(credentials.resolve(owner())).rejects.toMatchObject({
      code: 'credential.storeUnavailable',
      message: 'The keychain is locked.',
      retryable: true,
    });
  });

  it('has lost it when it can be written to; nothing is overwritten', async () => {
    keychain.items.clear();
    await expect(credentials.resolve(owner())).rejects.toMatchObject({ code: 'credential.missing' });
    expect(keychain.calls.set).toBe(1);
    expect(saved?.fields).toEqual(['apiKey']);
  });

  it('holds another entry when a field is missing', async () => {
    keychain.items.set(id, { tenant: 'somebody else' });
    await expect(credentials.resolve(owner())).rejects.toMatchObject({
      code: 'credential.missing',
      message: expect.stringContaining('apiKey'),
    });
  });
});

describe('a secret in memory', () => {
  it('goes before the one in the keychain and leaves it untouched', async () => {
    await credentials.save(owner(), { apiKey: 'key-1' }, 'keychain');
    await credentials.save(owner(), { apiKey: 'key-2' }, 'memory');
    expect(credentials.placeOf(owner())).toBe('memory');
    expect(await reveal()).toEqual({ apiKey: 'key-2' });
    expect(keychain.items.get(id)).toEqual({ apiKey: 'key-1' });
  });

  it('needs no keychain at all, neither to come nor to go', async () => {
    keychain.state = 'locked';
    await credentials.save(owner(), { apiKey: 'key-1' }, 'memory');
    expect(await reveal()).toEqual({ apiKey: 'key-1' });
    await credentials.clear(owner());
    expect(credentials.placeOf(owner())).toBeNull();
    expect(keychain.calls).toEqual({ get: 0, set: 0, delete: 0, probe: 0 });
  });

  it('ends when one is saved in the keychain', async () => {
    await credentials.save(owner(), { apiKey: 'key-1' }, 'memory');
    await credentials.save(owner(), { apiKey: 'key-2' }, 'keychain');
    expect(credentials.placeOf(owner())).toBe('keychain');
    expect(await reveal()).toEqual({ apiKey: 'key-2' });
  });
});

it('asks the keychain nothing for a connection that never had a secret', async () => {
  await expect(credentials.resolve(owner())).rejects.toMatchObject({
    code: 'credential.missing',
    // Shown in the window too, which has no flags.
    suggestion: expect.not.stringContaining('--'),
  });
  expect(keychain.calls.get).toBe(0);
});
