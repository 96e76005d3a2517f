import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  goodCertificate,
  otherHostCertificate,
  serverKey,
  testAuthority,
} from '../../security/support/certificates.ts';
import { type ScriptedServer, startHttps, startProxy } from '../../security/support/servers.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';

const password = 'canary-proxy-77d1';
let app: TestApp;
const servers: ScriptedServer[] = [];

beforeEach(() => {
  app = openTestApp();
});

afterEach(async () => {
  await app.remove();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function during(starting: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** A Threat Grid appliance that knows its key. */
function startAppliance(cert = goodCertificate): Promise<ScriptedServer> {
  return during(
    startHttps({ cert, key: serverKey }, (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"api_version":3,"id":1,"data":{"login":"jdoe"}}');
    }),
  );
}

/** A proxy that wants a login and leads every tunnel to one server. */
function startAskingProxy(target: ScriptedServer): Promise<ScriptedServer> {
  const wanted = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
  return during(
    startProxy((socket, asked) => {
      if (!asked.includes(wanted)) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const upstream = connect(target.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
    }),
  );
}

function newConnection(baseUrl: string, name = 'appliance') {
  const secret = { apiKey: 'tgk3y7m2q9x4w8r5t6n1p0demo' };
  return { name, vendor: 'threatgrid', site: null, baseUrl, options: {}, secret, keepSecretIn: 'memory' as const };
}

describe('authorities of one’s own', () => {
  it('an appliance is trusted with its PEM file, by its own connection and no other', async () => {
    const { services } = app;
    const { origin } = await startAppliance();
    const typed = newConnection(origin);
    expect((await services.connections.tryOut(typed)).findings[0]?.kind).toBe('tlsUnknownAuthority');
    expect((await services.connections.tryOut({ ...typed, authorities: testAuthority })).ok).toBe(true);
    const own = await services.connections.add({ ...typed, authorities: testAuthority });
    const other = await services.connections.add(newConnection(origin, 'other'));
    expect((await services.connections.test(own.id)).ok).toBe(true);
    expect((await services.connections.test(other.id)).findings[0]?.kind).toBe('tlsUnknownAuthority');

    await services.connections.remove(own.id, false);
    expect((await services.network.get()).authorities).toEqual([]);
  });

  it('one that is trusted for all serves all at once, until it is taken back', async () => {
    const { services } = app;
    const { origin } = await startAppliance();
    const { id } = await services.connections.add(newConnection(origin));
    const { authorities } = await services.network.addAuthorities(testAuthority, null);
    expect(authorities).toMatchObject([{ subject: 'CN=Sightline test authority', connectionId: null }]);
    expect((await services.connections.test(id)).ok).toBe(true);
    await services.network.removeAuthority(authorities[0]?.fingerprint ?? '', null);
    expect((await services.connections.test(id)).findings[0]?.kind).toBe('tlsUnknownAuthority');
  });

  it('a trusted authority does not make another host’s certificate good', async () => {
    const { origin } = await startAppliance(otherHostCertificate);
    const tested = await app.services.connections.tryOut({ ...newConnection(origin), authorities: testAuthority });
    expect(tested.findings[0]?.kind).toBe('tlsWrongHost');
  });
});

describe('a proxy of the settings', () => {
  it('is used with its login, which stands in no file of ours', async () => {
    const { services, folder, keychain } = app;
    const appliance = await startAppliance();
    const proxy = await startAskingProxy(appliance);
    const origin = `http://127.0.0.1:${proxy.port}`;
    await services.network.setProxy({ mode: 'manual', origin, bypass: [], includesLoopback: false });
    await services.network.addAuthorities(testAuthority, null);
    const { id } = await services.connections.add(newConnection('https://api.vendor.test'));
    expect((await services.connections.test(id)).findings[0]?.kind).toBe('proxyAuthentication');

    await services.network.setProxyLogin({ user: 'ada', password });
    expect((await services.connections.test(id)).ok).toBe(true);
    expect(proxy.seen.at(-1)).toContain('CONNECT api.vendor.test:443');
    expect(appliance.seen.join()).not.toContain('roxy-');
    expect(JSON.stringify(await services.network.get())).not.toContain(password);
    await app.stop();
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(password);
    }
    expect(await keychain.get('network-proxy')).not.toBeNull();
  });

  it('is not used for hosts to be asked directly, nor for this machine unless that is wanted', async () => {
    const { services } = app;
    const appliance = await startAppliance();
    const proxy = await startAskingProxy(appliance);
    const settings = { mode: 'manual' as const, origin: `http://127.0.0.1:${proxy.port}`, bypass: ['*.invalid'] };
    await services.network.setProxy({ ...settings, includesLoopback: false });
    await services.network.addAuthorities(testAuthority, null);
    expect((await services.connections.tryOut(newConnection('https://api.vendor.invalid'))).findings[0]?.kind).toBe(
      'hostNotFound',
    );
    expect((await services.connections.tryOut(newConnection(appliance.origin))).ok).toBe(true);
    expect(proxy.seen).toEqual([]);
    await services.network.setProxy({ ...settings, includesLoopback: true });
    const asked = await services.connections.tryOut(newConnection(appliance.origin));
    expect(asked.findings[0]?.kind).toBe('proxyAuthentication');
  });
});
