import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { HttpClient } from '#main/ports/ports.ts';
import { createConnectionTester } from '#main/services/connection-tester.ts';
import { wrapSecretFields } from '#main/services/secret-fields.ts';
import { crowdstrike } from '#main/vendors/crowdstrike/index.ts';
import { datadog } from '#main/vendors/datadog/index.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import { threatgrid } from '#main/vendors/threatgrid/index.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { virustotal } from '#main/vendors/virustotal/index.ts';
import { type ConnectionTest, connectionTestSchema } from '#shared/contract/schemas.ts';
import { startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { startDatadogEmulator } from '../../emulators/datadog/index.ts';
import type { ServedEmulator } from '../../emulators/kit/emulator.ts';
import { startThreatgridEmulator } from '../../emulators/threatgrid/index.ts';
import { startVirustotalEmulator } from '../../emulators/virustotal/index.ts';
import {
  expiredCertificate,
  goodCertificate,
  otherHostCertificate,
  selfSignedCertificate,
  serverKey,
  testAuthority,
} from '../../security/support/certificates.ts';
import { type ScriptedServer, startHttp, startHttps, startProxy, startRaw } from '../../security/support/servers.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestLogger } from '../../support/store.ts';

const emulatorNow = Date.parse('2026-11-20T12:00:00Z');
const cleanUps: (() => Promise<void>)[] = [];
let folder = '';
let trusting: NodeJS.ProcessEnv = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-findings-'));
  const file = join(folder, 'authority.pem');
  writeFileSync(file, testAuthority);
  trusting = { NODE_EXTRA_CA_CERTS: file };
});

afterAll(() => rmSync(folder, { recursive: true }));

afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
});

async function during<Running extends { stop(): Promise<void> }>(starting: Promise<Running>): Promise<Running> {
  const running = await starting;
  cleanUps.push(() => running.stop());
  return running;
}

interface Account {
  readonly baseUrl: string | null;
  readonly site?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly nowMs?: number;
  /** Stands for the network between us and the vendor's own hosts. */
  readonly http?: HttpClient;
}

const someSecrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  datadog: { apiKey: 'key', applicationKey: 'key' },
  crowdstrike: { clientId: 'a'.repeat(32), clientSecret: 'b'.repeat(40) },
  threatgrid: { apiKey: 'key' },
  virustotal: { apiKey: 'key' },
};

async function test(module: VendorModule, account: Account): Promise<ConnectionTest> {
  const limits = { connectMs: 5_000, headersMs: 5_000 };
  const http = account.http ?? createUndiciHttpClient({ environment: account.environment ?? {}, limits });
  cleanUps.push(() => http.close());
  const clock = new FakeClock(account.nowMs ?? emulatorNow);
  const logger = new TestLogger();
  const budgets = createBudgets({ clock, logger }, undefined);
  const tester = createConnectionTester({
    openSession: createOpenSession({ http: () => http, clock, logger }, budgets),
    clock,
  });
  const tested = await tester.test({
    module,
    connectionId: null,
    place: { site: account.site ?? null, baseUrl: account.baseUrl },
    options: {},
    resolve: async () => wrapSecretFields(account.secrets ?? someSecrets[module.id] ?? {}),
  });
  return connectionTestSchema.parse(tested);
}

/** The one finding of a failed test, which also has to be what the message says. */
function onlyFinding(tested: ConnectionTest) {
  expect(tested.findings).toHaveLength(1);
  const [finding] = tested.findings;
  expect(tested.message).toContain(finding?.problem);
  expect(finding?.nextStep).toMatch(/^[A-Z].*\.$/);
  return finding;
}

function serve(cert: string): Promise<ScriptedServer> {
  return during(startHttps({ cert, key: serverKey }, (_request, response) => response.end('{}')));
}

describe('a connection test names what is wrong with TLS', () => {
  it.each([
    ['an unknown authority', goodCertificate, false, 'tlsUnknownAuthority', /not trusted here/],
    ['a self-signed certificate', selfSignedCertificate, true, 'tlsUnknownAuthority', /signed by itself/],
    ['an expired certificate', expiredCertificate, true, 'tlsExpired', /has expired/],
    ['a certificate for another host', otherHostCertificate, true, 'tlsWrongHost', /for another host/],
  ])('%s', async (_name, certificate, isTrusted, kind, words) => {
    const { origin } = await serve(certificate);
    const tested = await test(threatgrid, { baseUrl: origin, environment: isTrusted ? trusting : {} });
    expect(tested).toMatchObject({ ok: false, code: 'network.tls' });
    expect(onlyFinding(tested)).toMatchObject({ kind, problem: expect.stringMatching(words) });
  });

  it('a host without TLS', async () => {
    const plain = await during(startHttp((_request, response) => response.end('{}')));
    const tested = await test(threatgrid, { baseUrl: plain.origin.replace('http:', 'https:') });
    expect(onlyFinding(tested)).toMatchObject({ kind: 'tlsProtocol' });
  });
});

describe('a connection test names what is wrong with the proxy', () => {
  it('unreachable', async () => {
    const gone = await startProxy((socket) => socket.end());
    await gone.stop();
    const environment = { https_proxy: `http://127.0.0.1:${gone.port}` };
    const finding = onlyFinding(await test(virustotal, { baseUrl: null, environment }));
    expect(finding).toMatchObject({
      kind: 'proxyUnreachable',
      problem: expect.stringContaining(`127.0.0.1:${gone.port}`),
    });
  });

  it.each([
    [407, 'proxyAuthentication', /user name and password/],
    [403, 'proxyRefused', /let this host through/],
  ])('status %i', async (status, kind, step) => {
    const proxy = await during(startProxy((socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)));
    const environment = { https_proxy: `http://127.0.0.1:${proxy.port}` };
    const finding = onlyFinding(await test(virustotal, { baseUrl: null, environment }));
    expect(finding).toMatchObject({ kind, nextStep: expect.stringMatching(step) });
  });

  it('an address that is none', async () => {
    const finding = onlyFinding(await test(virustotal, { baseUrl: null, environment: { HTTPS_PROXY: 'http://[' } }));
    expect(finding).toMatchObject({ kind: 'proxyInvalid' });
  });
});

describe('a connection test names what is wrong with the network', () => {
  it('a host that does not exist', async () => {
    const finding = onlyFinding(await test(threatgrid, { baseUrl: 'https://appliance.invalid' }));
    expect(finding).toMatchObject({ kind: 'hostNotFound', problem: expect.stringContaining('appliance.invalid') });
  });

  it('a port that refuses', async () => {
    const gone = await startHttp((_request, response) => response.end());
    await gone.stop();
    expect(onlyFinding(await test(threatgrid, { baseUrl: gone.origin }))).toMatchObject({ kind: 'blocked' });
  });

  it('a connection that is cut', async () => {
    const cutting = await during(startRaw((socket) => socket.destroy()));
    expect(onlyFinding(await test(threatgrid, { baseUrl: cutting.origin }))).toMatchObject({ kind: 'brokenOff' });
  });

  it.each([200, 403])('a page of a filter or a sign-in, status %i', async (status) => {
    const filter = await during(
      startHttp((_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>No</h1>')),
    );
    const tested = await test(datadog, { baseUrl: filter.origin, nowMs: Date.now() });
    expect(tested.code).toBe('vendor.badResponse');
    expect(onlyFinding(tested)).toMatchObject({ kind: 'blocked', problem: expect.stringContaining('web page') });
  });
});

describe('a connection test names what is wrong with the clock', () => {
  it.each([
    ['behind', -12, '12 minutes behind'],
    ['ahead', 180, '3 hours ahead of'],
  ])('%s, though the connection works', async (_name, minutes, words) => {
    const emulator = await during(startDatadogEmulator({ size: 10 }));
    const nowMs = emulatorNow + minutes * 60_000;
    const tested = await test(datadog, { baseUrl: emulator.url, secrets: emulator.secrets, nowMs });
    expect(tested.ok).toBe(true);
    expect(onlyFinding(tested)).toMatchObject({
      kind: 'clockSkew',
      severity: 'warning',
      problem: expect.stringContaining(words),
      nextStep: expect.stringContaining('NTP'),
    });
  });

  it('beside a refused token call', async () => {
    const emulator = await during(startCrowdstrikeEmulator({ size: 10 }));
    const nowMs = emulatorNow - 7 * 60_000;
    const { findings } = await test(crowdstrike, { baseUrl: emulator.url, nowMs });
    expect(findings.map(({ kind }) => kind)).toEqual(['keyRejected', 'clockSkew']);
  });
});

describe('a connection test names what is wrong with the key', () => {
  it('Datadog: an API key that is unknown at this site', async () => {
    const emulator = await during(startDatadogEmulator({ size: 10 }));
    const secrets = { ...emulator.secrets, apiKey: 'another' };
    const finding = onlyFinding(await test(datadog, { baseUrl: emulator.url, secrets }));
    expect(finding).toMatchObject({
      kind: 'keyRejected',
      problem: expect.stringContaining('does not know the API key'),
    });
    expect(finding?.nextStep).toContain('address bar');
  });

  it('Datadog: an application key beside a good API key', async () => {
    const emulator = await during(startDatadogEmulator({ size: 10 }));
    const secrets = { ...emulator.secrets, applicationKey: 'another' };
    const finding = onlyFinding(await test(datadog, { baseUrl: emulator.url, secrets }));
    expect(finding).toMatchObject({
      kind: 'keyRejected',
      problem: expect.stringContaining('refuses the application key'),
    });
  });

  it('Datadog: a missing right', async () => {
    const emulator = await during(startDatadogEmulator({ size: 10 }));
    const text = '{"errors":[{"title":"Forbidden"}]}';
    emulator.faults.add({ fault: { kind: 'status', status: 403, text, contentType: 'application/vnd.api+json' } });
    const finding = onlyFinding(await test(datadog, { baseUrl: emulator.url, secrets: emulator.secrets }));
    expect(finding).toMatchObject({
      kind: 'missingScope',
      nextStep: 'The key needs: security_monitoring_signals_read.',
    });
  });

  it('Falcon: a missing scope', async () => {
    const emulator = await during(startCrowdstrikeEmulator({ size: 10, scopes: { read: false } }));
    const tested = await test(crowdstrike, { baseUrl: null, secrets: emulator.secrets, http: atEmulator(emulator) });
    expect(onlyFinding(tested)).toMatchObject({
      kind: 'missingScope',
      nextStep: 'The key needs: IOC Management: Read.',
    });
  });

  it('Falcon: an id or secret that is unknown', async () => {
    const emulator = await during(startCrowdstrikeEmulator({ size: 10 }));
    const finding = onlyFinding(await test(crowdstrike, { baseUrl: emulator.url }));
    expect(finding).toMatchObject({ kind: 'keyRejected', nextStep: expect.stringContaining('reset or deleted') });
  });

  it('Falcon: an address that is not on the allow-list', async () => {
    const emulator = await during(startCrowdstrikeEmulator({ size: 10, isAddressAllowed: false }));
    const finding = onlyFinding(await test(crowdstrike, { baseUrl: emulator.url, secrets: emulator.secrets }));
    expect(finding).toMatchObject({ kind: 'addressNotAllowed', nextStep: expect.stringContaining('allow-list') });
  });

  it('Falcon: another region, with a base URL: the right site is named', async () => {
    const emulator = await during(startCrowdstrikeEmulator({ size: 10, region: 'eu-1' }));
    const tested = await test(crowdstrike, { baseUrl: emulator.url, secrets: emulator.secrets });
    expect(tested.ok).toBe(true);
    expect(onlyFinding(tested)).toMatchObject({
      kind: 'wrongSite',
      severity: 'warning',
      problem: expect.stringContaining('eu-1'),
      nextStep: 'Connect it with the site eu-1, without a base URL.',
    });
  });

  it('Falcon: another region than the chosen one is followed and named', async () => {
    const emulator = await during(startCrowdstrikeEmulator({ size: 10, region: 'eu-1' }));
    const http = atEmulator(emulator);
    const tested = await test(crowdstrike, { baseUrl: null, site: 'us-2', secrets: emulator.secrets, http });
    expect(tested.ok).toBe(true);
    expect(onlyFinding(tested)).toMatchObject({
      kind: 'wrongSite',
      problem: expect.stringContaining('lives in eu-1, not in us-2'),
      nextStep: 'Set the site of this connection to eu-1.',
    });
  });

  it('Threat Grid: a key that is unknown', async () => {
    const emulator = await during(startThreatgridEmulator({ size: 10 }));
    const finding = onlyFinding(await test(threatgrid, { baseUrl: emulator.url }));
    expect(finding).toMatchObject({ kind: 'keyRejected', nextStep: expect.stringContaining('Check the site too') });
  });

  it('VirusTotal: a key that is unknown', async () => {
    const emulator = await during(startVirustotalEmulator({ size: 10 }));
    expect(onlyFinding(await test(virustotal, { baseUrl: emulator.url }))).toMatchObject({ kind: 'keyRejected' });
  });

  it('VirusTotal: a key whose user is not active any more', async () => {
    const emulator = await during(startVirustotalEmulator({ size: 10, isActive: false }));
    const finding = onlyFinding(await test(virustotal, { baseUrl: emulator.url, secrets: emulator.secrets }));
    expect(finding).toMatchObject({ kind: 'keyExpired', nextStep: expect.stringContaining('new key') });
  });

  it('VirusTotal: a licence without the stream', async () => {
    const emulator = await during(startVirustotalEmulator({ size: 10, isLicensed: false }));
    const finding = onlyFinding(await test(virustotal, { baseUrl: emulator.url, secrets: emulator.secrets }));
    expect(finding).toMatchObject({ kind: 'missingScope', nextStep: expect.stringContaining('licence') });
  });

  it('a good one has no finding', async () => {
    const emulator = await during(startVirustotalEmulator({ size: 10 }));
    const tested = await test(virustotal, { baseUrl: emulator.url, secrets: emulator.secrets });
    expect(tested).toMatchObject({ ok: true, findings: [] });
  });
});

/** The real client, led to an emulator wherever it is sent: all that the vendor's own hosts are replaced by. */
function atEmulator(emulator: ServedEmulator): HttpClient {
  const http = createUndiciHttpClient({ environment: {} });
  return { send: (request) => http.send({ ...request, origin: emulator.url }), close: () => http.close() };
}
