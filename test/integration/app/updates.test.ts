import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdatePolicy } from '#shared/model/update.ts';
import { goodCertificate, serverKey, testAuthority } from '../../security/support/certificates.ts';
import { type ScriptedServer, startHttps, startProxy } from '../../security/support/servers.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import {
  installerBytes,
  installerName,
  makeReleaseKey,
  makeStatement,
  signLine,
  sourceAt,
} from '../../support/release.ts';

const key = makeReleaseKey();
const statement = makeStatement();
const servers: ScriptedServer[] = [];
let releases: ScriptedServer;
let policy: UpdatePolicy;
let app: TestApp;

const answer: RequestListener = (request, response) => {
  if (request.url?.endsWith('.json') === true) response.end(statement);
  else if (request.url?.endsWith('.sig') === true) response.end(signLine(statement, key));
  else response.end(installerBytes);
};

beforeEach(async () => {
  releases = await during(startHttps({ cert: goodCertificate, key: serverKey }, answer));
  policy = { kind: 'none' };
  app = openTestApp({
    updates: {
      source: sourceAt(releases.origin, key),
      policy: { path: '/etc/sightline/policy.json', read: async () => policy },
    },
  });
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

async function call(method: string, input: unknown): Promise<Record<string, unknown>> {
  return JSON.parse(await app.dispatch(JSON.stringify({ id: 1, method, input })));
}

describe('the way to a new version', () => {
  it('is through proxy and authorities of the settings', async () => {
    const { network } = app.services;
    expect(await call('updates.look', null)).toMatchObject({ ok: false, error: { code: 'network.tls' } });
    await network.addAuthorities(testAuthority, null);
    const proxy = await during(
      startProxy((socket) => {
        const upstream = connect(releases.port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.pipe(upstream).pipe(socket);
        });
        upstream.on('error', () => socket.destroy());
        socket.on('close', () => upstream.destroy());
      }),
    );
    const origin = `http://127.0.0.1:${proxy.port}`;
    await network.setProxy({ mode: 'manual', origin, bypass: [], includesLoopback: true });
    expect(await call('updates.look', null)).toMatchObject({ ok: true, value: { latest: { version: '9.0.0' } } });
    expect(proxy.seen.join()).toContain(`CONNECT 127.0.0.1:${releases.port}`);
  });

  it('ends in a file where main was told to put it, and in no other', async () => {
    await app.services.network.addAuthorities(testAuthority, null);
    expect(await call('updates.download', { name: installerName })).toMatchObject({
      error: { code: 'state.notFound' },
    });
    await call('updates.look', null);
    expect(await call('updates.download', { name: 'other.bin' })).toMatchObject({ error: { code: 'state.notFound' } });
    expect(app.saved).toEqual([]);
    expect(await call('updates.download', { name: installerName })).toMatchObject({ ok: true });
    expect(readFileSync(app.saved[0] ?? '')).toEqual(installerBytes);
  });
});

describe('nobody is asked', () => {
  it('by a program that starts and was told nothing', async () => {
    await app.services.network.addAuthorities(testAuthority, null);
    await app.start();
    await app.services.dailyLook.lookIfDue();
    expect(releases.seen).toEqual([]);
    expect((await app.services.updates.status()).mode).toBe('manual');
  });

  it('with the setting off, and again with the policy off, though the setting is daily', async () => {
    await app.services.network.addAuthorities(testAuthority, null);
    await app.services.settings.set({ updates: 'off' });
    await app.services.dailyLook.lookIfDue();
    expect(await call('updates.look', null)).toMatchObject({ error: { code: 'update.off' } });
    await app.services.settings.set({ updates: 'daily' });
    policy = { kind: 'ceiling', mode: 'off' };
    await app.services.dailyLook.lookIfDue();
    expect(await call('updates.look', null)).toMatchObject({ error: { code: 'update.off' } });
    expect(releases.seen).toEqual([]);
  });

  it('but once a day, where the setting is daily; the window is told, and nothing is brought', async () => {
    await app.services.network.addAuthorities(testAuthority, null);
    await app.services.settings.set({ updates: 'daily' });
    const told: string[] = [];
    app.onEvent((text) => told.push(text));
    await app.services.dailyLook.lookIfDue();
    await app.services.dailyLook.lookIfDue();
    expect(releases.seen.map((text) => text.split('\n')[0])).toEqual([
      'GET /sightline/release.json',
      'GET /sightline/release.json.sig',
    ]);
    expect(told.filter((text) => text.includes('updates.'))).toEqual([
      JSON.stringify({ event: 'updates.found', payload: { version: '9.0.0' } }),
    ]);
  });
});
