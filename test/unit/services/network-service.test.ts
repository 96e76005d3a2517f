import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNetworkService, type NetworkService } from '#main/services/network/network-service.ts';
import type { Store } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { connectionIdSchema } from '#shared/model/ids.ts';
import type { ProxySettings } from '#shared/model/network.ts';
import { goodCertificate, testAuthority } from '../../security/support/certificates.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { makeDataFolder, openTestStore } from '../../support/store.ts';

const proxy: ProxySettings = { mode: 'none', origin: null, bypass: [], includesLoopback: false };
const connectionId = connectionIdSchema.parse('c-1111111111111111');

const nowMs = Date.UTC(2026, 10, 29);
let systemProxy: string | null = null;
let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let network: NetworkService;

const open = (over: Pick<Store, 'read' | 'write'> = store): NetworkService =>
  createNetworkService({
    store: over,
    keychain: new FakeKeychain(),
    logger: new MemoryLogger(),
    clock: { nowMs: () => nowMs },
    systemProxy: () => systemProxy,
  });
const save = (value: string) => store.write('settings.set', { name: 'network', value });
const saved = async () => (await store.read('settings.get', null))['network'] ?? '';

beforeEach(async () => {
  systemProxy = null;
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder);
  network = open();
});
afterEach(async () => {
  await store.close();
  data.remove();
});

it('keeps every change of several at once', async () => {
  await Promise.all([
    network.addAuthorities(testAuthority, null),
    network.addAuthorities(goodCertificate, null),
    network.setProxy(proxy),
  ]);
  const { authorities, proxy: kept } = await network.get();
  expect(authorities).toHaveLength(2);
  expect(kept.mode).toBe('none');
});

it('refuses a certificate whose end is no date, and keeps nothing of it', async () => {
  const endless = testAuthority.replace('DzIxMjYxMDI4', 'Dz1e999xMDI4');
  expect(endless).not.toBe(testAuthority);
  await expect(network.addAuthorities(endless, null)).rejects.toMatchObject({
    code: 'input.invalid',
    message: 'One of the certificates in this file cannot be read.',
  });
  expect((await network.get()).authorities).toEqual([]);
});

it('changes nothing when the store cannot be read', async () => {
  await network.addAuthorities(testAuthority, null);
  const before = await saved();
  const failing = open({
    read: async () => {
      throw new AppError('storage.busy', 'Busy.');
    },
    write: (name, input) => store.write(name, input),
  });
  await expect(failing.setProxy(proxy)).rejects.toMatchObject({ code: 'storage.busy' });
  expect(await saved()).toBe(before);
});

it('keeps the trust that can be read of settings that as a whole cannot', async () => {
  await network.addAuthorities(testAuthority, connectionId);
  const later = { ...JSON.parse(await saved()), added: 'by a later version' };
  later.authorities.push({ of: 'another kind' });
  await save(JSON.stringify(later));
  await expect(network.get()).rejects.toMatchObject({ code: 'input.invalid' });
  // A connection can be removed all the same.
  await network.forget(connectionId);
  expect((await network.setProxy(proxy)).authorities).toHaveLength(1);
});

it('takes damaged text for nothing when something new is set', async () => {
  await save('{"proxy":');
  await expect(network.get()).rejects.toMatchObject({ code: 'input.invalid' });
  expect(await network.setProxy(proxy)).toMatchObject({ proxy, authorities: [] });
});

it('takes for a proxy what names a scheme or a port, and no word', async () => {
  const origin = async (text: string) =>
    (await network.setProxy({ ...proxy, mode: 'manual', origin: text })).proxy.origin;
  expect(await origin('http://proxy.example')).toBe('http://proxy.example');
  expect(await origin('https://proxy.example:8443/')).toBe('https://proxy.example:8443');
  expect(await origin('proxy.example:3128')).toBe('http://proxy.example:3128');
  expect(await origin('[::1]:3128')).toBe('http://[::1]:3128');
  for (const text of [
    'off',
    'proxy.example',
    '',
    'ftp://proxy.example',
    'http://',
    'http://a:b@proxy.example',
    'a/b:80',
  ]) {
    await expect(origin(text), text).rejects.toMatchObject({ code: 'input.invalid' });
  }
});

describe('what is wrong with the settings', () => {
  it('is nothing of settings that serve', async () => {
    await network.setProxy({ ...proxy, mode: 'manual', origin: 'http://proxy.example:3128' });
    await network.addAuthorities(testAuthority, null);
    expect(await network.examine()).toEqual([]);
  });

  it('is that this version cannot read them', async () => {
    await save('{"proxy":');
    expect(await network.examine()).toEqual([expect.stringMatching(/cannot be read.*Set the proxy anew/)]);
  });

  it('is each certificate that is over, or is none', async () => {
    await network.addAuthorities(`${testAuthority}${goodCertificate}`, null);
    const kept = JSON.parse(await saved());
    kept.authorities[0].expiresAtMs = nowMs - 1;
    kept.authorities[1].pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    await save(JSON.stringify(kept));
    expect(await network.examine()).toEqual([
      expect.stringMatching(/^The trusted certificate .*expired on 2026-11-28\. Remove it/),
      expect.stringMatching(/^The trusted certificate .*cannot be read\. Remove it/),
    ]);
  });

  it('is a proxy that is none, of the settings or of the system', async () => {
    await network.setProxy({ ...proxy, mode: 'manual', origin: 'http://proxy.example:3128' });
    const kept = JSON.parse(await saved());
    await save(JSON.stringify({ ...kept, proxy: { ...kept.proxy, origin: 'ftp://proxy.example' } }));
    expect(await network.examine()).toEqual([expect.stringMatching(/must read http:.*Set it anew/)]);
    await network.setProxy({ ...proxy, mode: 'system' });
    systemProxy = 'not a valid address';
    expect(await network.examine()).toEqual([expect.stringMatching(/HTTPS_PROXY or HTTP_PROXY/)]);
  });
});

describe('hosts that are asked directly', () => {
  const via = (bypass: readonly string[]): ProxySettings => ({
    ...proxy,
    mode: 'manual',
    origin: 'http://proxy.example:3128',
    bypass: [...bypass],
  });

  it.each([
    '*',
    'host',
    '.corp.example',
    '*.corp.example',
    'host.example:8443',
    '10.0.0.0/8',
    '192.0.2.1',
    '192.0.2.1:80',
    '[2001:db8::1]:443',
    '2001:db8::/32',
  ])('may be %s', async (host) => {
    await network.setProxy(via([host]));
    expect((await network.get()).proxy.bypass).toEqual([host]);
  });

  it.each(['a/b', '10.0.0.0/33', 'host:99999', '[host]', 'a..b', '*host', 'http://host', ':80', '/'])(
    'may not be %s',
    async (host) => {
      await expect(network.setProxy(via([host]))).rejects.toMatchObject({ code: 'input.invalid' });
    },
  );
});
