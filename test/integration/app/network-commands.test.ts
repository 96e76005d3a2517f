import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { serverKey, testAuthority } from '../../security/support/certificates.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';
import { spoilNetworkSettings } from '../../support/spoil-settings.ts';

let datadog: DatadogEmulator;
let commands: CommandApp;
let folder: string;

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 20 });
  commands = await openCommandApp([datadog]);
  folder = mkdtempSync(join(tmpdir(), 'sightline-network-'));
});

afterAll(async () => {
  await commands.app.remove();
  await datadog.stop();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('shows and sets the proxy; a login comes from standard input and is not shown', async () => {
  expect(await commands.run(['network'])).toMatchObject({
    status: 0,
    out: expect.stringContaining('Proxy: as the system'),
  });
  const set = ['network', 'proxy', 'proxy.corp.example:3128', '--bypass', '127.0.0.1,10.0.0.0/8', '--login-stdin'];
  const { status, out } = await commands.run(set, '{"user":"ada","password":"canary-5512"}');
  expect({ status, out }).toEqual({
    status: 0,
    out: 'Proxy: http://proxy.corp.example:3128, but not for 127.0.0.1 10.0.0.0/8, with a login of the keychain\nTrusted: the authorities of the system\n',
  });
  const asJson = JSON.parse((await commands.run(['network', '--json'])).out);
  expect(asJson).toEqual({
    proxy: {
      mode: 'manual',
      origin: 'http://proxy.corp.example:3128',
      bypass: ['127.0.0.1', '10.0.0.0/8'],
      includesLoopback: false,
    },
    hasProxyLogin: true,
    systemProxy: null,
    authorities: [],
  });
  expect((await commands.run(['network', 'proxy', 'none', '--forget-login'])).out).toContain('Proxy: none');
  expect((await commands.run(['network', '--json'])).out).toContain('"hasProxyLogin":false');
});

it.each([
  ['a login in the address', ['network', 'proxy', 'http://ada:canary-91@proxy.example']],
  ['another scheme', ['network', 'proxy', 'socks5://proxy.example']],
  ['a file that is not there', ['network', 'trust', '/no/such/file.pem']],
])('refuses %s', async (_name, argv) => {
  const { status, err } = await commands.run(argv);
  expect(status).toBe(2);
  expect(err).not.toContain('canary-91');
});

it('trusts a PEM file for a connection, lists it, and takes it back', async () => {
  const trusted = await commands.run(['network', 'trust', file('ca.pem', testAuthority), '--connection', 'datadog']);
  expect(trusted).toMatchObject({ status: 0, err: '1 added, 1 in all.\n' });
  const { authorities } = JSON.parse((await commands.run(['network', '--json'])).out);
  expect(authorities).toMatchObject([{ subject: 'CN=Sightline test authority', connection: 'datadog' }]);
  expect((await commands.run(['network'])).out).toContain(authorities[0].fingerprint);
  expect((await commands.run(['network', 'distrust', authorities[0].fingerprint])).status).toBe(1);
  const distrust = ['network', 'distrust', authorities[0].fingerprint, '--connection', 'datadog'];
  expect((await commands.run(distrust)).status).toBe(0);
  const withKey = await commands.run(['network', 'trust', file('both.pem', `${testAuthority}${serverKey}`)]);
  expect(withKey).toMatchObject({ status: 2, err: expect.stringContaining('private key') });
});

it('tells what is left of the vendor’s limit, in the list and in doctor', async () => {
  expect((await commands.run(['sync'])).status).toBe(0);
  const { out } = await commands.run(['connections', '--budgets', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    connection: 'datadog',
    limit: 6_000,
    remaining: expect.any(Number),
    resetAt: expect.stringMatching(/Z$/),
    waitingUntil: null,
    quotas: [],
  });
  expect((await commands.run(['connections', '--budgets'])).out).toMatch(/^NAME +LIMIT +LEFT .*\ndatadog +6000 /);
  const doctor = await commands.run(['doctor']);
  expect(doctor.out).toMatch(/^ok {5}connection datadog: works\. \d+ of 6000 requests left\.$/m);
  expect((await commands.run(['doctor', '--offline'])).out).not.toContain('connection');
});

it('has doctor look at the network settings', async () => {
  const doctor = async () => (await commands.run(['doctor', '--offline'])).out;
  expect(await doctor()).toMatch(/^ok {5}network {4}goes through no proxy; trusts the authorities of the system$/m);
  await spoilNetworkSettings(commands.app.folder);
  expect(await doctor()).toMatch(/^FAULT {2}network {4}The network settings cannot be read by this version\. Set/m);
  await commands.run(['network', 'proxy', 'none']);
  expect(await doctor()).toMatch(/^ok {5}network /m);
});
