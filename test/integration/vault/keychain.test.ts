import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateBus, startPrivateKeyring } from '../../support/keyring/private-keyring.ts';
import { startVaultProcess, type VaultProcess } from '../../support/keyring/vault-process.ts';

const id = 'connection-1';
const fields = { apiKey: 'canary-Ä-"quoted"-\\', applicationKey: 'x'.repeat(40) };

function unavailable(message: RegExp, suggestion: RegExp) {
  return {
    error: expect.objectContaining({
      code: 'credential.storeUnavailable',
      message: expect.stringMatching(message),
      suggestion: expect.stringMatching(suggestion),
    }),
  };
}

const locked = unavailable(/locked/, /Unlock/);
const noService = unavailable(/No keychain service/, /gnome-keyring/);
const noBus = unavailable(/no D-Bus session/, /memory for this run/);
const silent = unavailable(/not answered for 10 seconds/, /prompt/);

let keyring: PrivateKeyring;
let vault: VaultProcess;

afterEach(async () => {
  vault.kill();
  await keyring.stop();
});

describe('with an unlocked keyring', () => {
  beforeEach(async () => {
    keyring = await startPrivateKeyring();
    vault = startVaultProcess(keyring.environment);
  });

  test('a secret is saved, read, replaced and deleted', async () => {
    expect(await vault.ask({ do: 'probe' })).toEqual({
      value: { usable: true, explanation: 'The keychain is ready.' },
    });
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: null });
    expect(await vault.ask({ do: 'set', id, fields })).toEqual({ value: null });
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: fields });
    expect(await vault.ask({ do: 'rawGet', id })).toEqual({ value: JSON.stringify(fields) });
    expect(await vault.ask({ do: 'set', id, fields: { apiKey: 'second' } })).toEqual({ value: null });
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: { apiKey: 'second' } });
    expect(await vault.ask({ do: 'delete', id })).toEqual({ value: null });
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: null });
    expect(await vault.ask({ do: 'delete', id })).toEqual({ value: null });
    expect(await vault.end(0)).toEqual({ status: 0, signal: null });
  });

  test('the largest secret comes back whole', async () => {
    const large = { apiKey: 'ß'.repeat((2_400 - '{"apiKey":""}'.length) / 2) };
    expect(await vault.ask({ do: 'set', id, fields: large })).toEqual({ value: null });
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: large });
  });

  test('locked: every call says so, nothing is lost, and logging in again heals it', async () => {
    await vault.ask({ do: 'set', id, fields });
    await keyring.lock();
    expect(await vault.ask({ do: 'get', id })).toEqual(locked);
    expect(await vault.ask({ do: 'set', id, fields: { apiKey: 'other' } })).toEqual(locked);
    expect(await vault.ask({ do: 'delete', id })).toEqual(unavailable(/may still be there/, /Unlock/));
    expect(await vault.ask({ do: 'probe' })).toEqual({
      value: { usable: false, explanation: expect.stringMatching(/locked.*Unlock/) },
    });
    await keyring.killService();
    await keyring.startService();
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: fields });
  });

  test('an item deleted outside is absent, not an error of the keychain', async () => {
    await vault.ask({ do: 'set', id, fields });
    const other = startVaultProcess(keyring.environment);
    expect(await other.ask({ do: 'rawDelete', id })).toEqual({ value: true });
    await other.end(0);
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: null });
  });

  test.each(['not JSON', '[]', '{}', '{"apiKey":7}', '"text"', 'null'])(
    'an item replaced outside by %s is named as replaced',
    async (text) => {
      await vault.ask({ do: 'set', id, fields });
      await vault.ask({ do: 'rawSet', id, text });
      const answer = await vault.ask({ do: 'get', id });
      expect(answer.error).toMatchObject({ code: 'credential.missing', suggestion: 'Enter the secret again.' });
      expect(answer.error?.message).not.toContain(text);
    },
  );

  test('an item replaced outside by another secret is that secret', async () => {
    await vault.ask({ do: 'set', id, fields });
    await vault.ask({ do: 'rawSet', id, text: '{"apiKey":"rotated"}' });
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: { apiKey: 'rotated' } });
  });

  test('stopped: calls end in time, later ones fail at once, and it works again when the service goes on', async () => {
    await vault.ask({ do: 'set', id, fields });
    keyring.pause();
    expect(await vault.ask({ do: 'get', id })).toEqual(silent);
    const atOnceMs = 5_000;
    expect(await vault.ask({ do: 'get', id }, atOnceMs)).toEqual(silent);
    expect(await vault.ask({ do: 'set', id, fields: { apiKey: 'other' } }, atOnceMs)).toEqual(silent);
    keyring.resume();
    await expect.poll(() => vault.ask({ do: 'get', id }), { timeout: 60_000 }).toEqual({ value: fields });
  });

  test('stopped: the process still ends, with its own status', async () => {
    keyring.pause();
    expect(await vault.ask({ do: 'set', id, fields })).toEqual(silent);
    expect(await vault.end(3)).toEqual({ status: 3, signal: null });
  });

  test('killed under way: named state, no crash, and the secret is there after a restart', async () => {
    await vault.ask({ do: 'set', id, fields });
    await keyring.killService();
    expect(await vault.ask({ do: 'get', id })).toEqual(noService);
    expect(await vault.ask({ do: 'set', id, fields })).toEqual(noService);
    expect(await vault.ask({ do: 'delete', id })).toEqual(noService);
    await keyring.startService();
    expect(await vault.ask({ do: 'get', id })).toEqual({ value: fields });
  });

  test('the bus is killed under way: named state, no crash', async () => {
    await vault.ask({ do: 'set', id, fields });
    await keyring.killBus();
    expect(await vault.ask({ do: 'get', id })).toEqual(noBus);
    expect(await vault.ask({ do: 'probe' })).toEqual({
      value: { usable: false, explanation: expect.stringContaining('no D-Bus session') },
    });
    expect(await vault.end(0)).toEqual({ status: 0, signal: null });
  });
});

describe('without a keyring', () => {
  beforeEach(async () => {
    keyring = await startPrivateBus();
  });

  test('no service on the bus: named state for every call', async () => {
    vault = startVaultProcess(keyring.environment);
    expect(await vault.ask({ do: 'get', id })).toEqual(noService);
    expect(await vault.ask({ do: 'set', id, fields })).toEqual(noService);
    expect(await vault.ask({ do: 'delete', id })).toEqual(noService);
    expect(await vault.ask({ do: 'probe' })).toEqual({
      value: { usable: false, explanation: expect.stringContaining('No keychain service') },
    });
  });

  test.each([
    ['no address', undefined],
    ['an address where nothing listens', 'unix:path=/nonexistent/bus'],
    ['an address that is none', 'nonsense'],
  ])('no bus, %s: named state for every call', async (_name, address) => {
    vault = startVaultProcess({ ...keyring.environment, DBUS_SESSION_BUS_ADDRESS: address });
    expect(await vault.ask({ do: 'get', id })).toEqual(noBus);
    expect(await vault.ask({ do: 'set', id, fields })).toEqual(noBus);
    expect(await vault.ask({ do: 'delete', id })).toEqual(noBus);
    expect(await vault.ask({ do: 'probe' })).toEqual({
      value: { usable: false, explanation: expect.stringContaining('no D-Bus session') },
    });
  });
});
