import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  expiredCertificate,
  goodCertificate,
  otherHostCertificate,
  selfSignedCertificate,
  serverKey,
  testAuthority,
} from './support/certificates.ts';
import { ask, canary, client, during, failureOf, tidyUpAfterEach } from './support/http.ts';
import { type ScriptedServer, startHttp, startHttps, startProxy } from './support/servers.ts';

tidyUpAfterEach();

let folder = '';
let trusting: NodeJS.ProcessEnv = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-tls-'));
  const file = join(folder, 'authority.pem');
  writeFileSync(file, testAuthority);
  trusting = { NODE_EXTRA_CA_CERTS: file };
});

afterAll(() => rmSync(folder, { recursive: true }));

function serve(cert: string, more: object = {}): Promise<ScriptedServer> {
  return during(startHttps({ cert, key: serverKey, ...more }, (_request, response) => response.end('{}')));
}

describe('attack: somebody else answers in the name of the vendor', () => {
  it('a certificate of a trusted authority is accepted', async () => {
    const server = await serve(goodCertificate);
    expect((await ask(client({ environment: trusting }), server.origin)).status).toBe(200);
  });

  it.each([
    ['an unknown authority', () => goodCertificate, () => ({})],
    ['a self-signed certificate', () => selfSignedCertificate, () => trusting],
    ['a certificate for another host', () => otherHostCertificate, () => trusting],
    ['an expired certificate', () => expiredCertificate, () => trusting],
    [
      'an extra authority whose file is missing',
      () => goodCertificate,
      () => ({ NODE_EXTRA_CA_CERTS: '/no/such/file' }),
    ],
  ])('%s is refused and nothing is sent', async (_name, certificate, environment) => {
    const server = await serve(certificate());
    const error = await failureOf(ask(client({ environment: environment() }), server.origin));
    expect(error).toMatchObject({ code: 'network.tls', retryable: false });
    expect(server.seen).toEqual([]);
  });

  it('TLS 1.1 is refused, by us and not only where the system has it off', async () => {
    const ciphers = tls.DEFAULT_CIPHERS;
    onTestFinished(() => {
      tls.DEFAULT_CIPHERS = ciphers;
    });
    tls.DEFAULT_CIPHERS = 'DEFAULT@SECLEVEL=0';
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    const server = await serve(goodCertificate, old);
    const error = await failureOf(ask(client({ environment: trusting }), server.origin));
    expect(error.code).toBe('network.tls');
    expect(server.seen).toEqual([]);
  });

  it('a host that speaks no TLS at all is refused', async () => {
    const server = await during(startHttp((_request, response) => response.end('{}')));
    const error = await failureOf(ask(client(), server.origin.replace('http:', 'https:')));
    expect(error.code).toBe('network.tls');
    expect(server.seen).toEqual([]);
  });

  it('NODE_TLS_REJECT_UNAUTHORIZED=0 stops every call and says why', async () => {
    const server = await serve(selfSignedCertificate);
    const environment = { ...trusting, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const error = await failureOf(ask(client({ environment }), server.origin));
    expect(error.code).toBe('network.tls');
    expect(error.message).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(server.seen).toEqual([]);
  });
});

describe('proxies', () => {
  /** A proxy that opens every tunnel to the same server, or answers with another status. */
  function proxyTo(target: ScriptedServer, status = 200): Promise<ScriptedServer> {
    return during(
      startProxy((socket) => {
        if (status !== 200) {
          socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
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

  it('a tunnel is used for other hosts; its password goes to the proxy only, our secret to the vendor only', async () => {
    const vendor = await serve(goodCertificate);
    const proxy = await proxyTo(vendor);
    const environment = { ...trusting, https_proxy: `http://user:${canary}-proxy@127.0.0.1:${proxy.port}` };
    const answer = await ask(client({ environment }), 'https://api.vendor.test');
    expect(answer.status).toBe(200);
    const basic = Buffer.from(`user:${canary}-proxy`).toString('base64');
    expect(proxy.seen).toHaveLength(1);
    expect(proxy.seen[0]).toContain('CONNECT api.vendor.test:443');
    expect(proxy.seen[0]).toContain(`Basic ${basic}`);
    expect(proxy.seen[0]).not.toContain(`${canary}-header`);
    expect(vendor.seen[0]).toContain(`${canary}-header`);
    expect(vendor.seen[0]).not.toContain(basic);
  });

  it('behind a tunnel the certificate is still checked against the host asked for', async () => {
    const proxy = await proxyTo(await serve(otherHostCertificate));
    const environment = { ...trusting, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const error = await failureOf(ask(client({ environment }), 'https://api.vendor.test'));
    expect(error.code).toBe('network.tls');
  });

  it('this machine is never asked through a proxy', async () => {
    const vendor = await during(startHttp((_request, response) => response.end('{}')));
    const proxy = await proxyTo(vendor);
    const address = `http://127.0.0.1:${proxy.port}`;
    const environment = { HTTPS_PROXY: address, HTTP_PROXY: address, http_proxy: address };
    expect((await ask(client({ environment }), vendor.origin)).status).toBe(200);
    expect(proxy.seen).toEqual([]);
  });

  it('hosts named in NO_PROXY are asked directly', async () => {
    const proxy = await proxyTo(await serve(goodCertificate));
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'vendor.invalid' };
    const error = await failureOf(ask(client({ environment }), 'https://api.vendor.invalid'));
    expect(error.code).toBe('network.offline');
    expect(proxy.seen).toEqual([]);
  });

  it.each([407, 403, 502])('a proxy that answers %i is named as the cause', async (status) => {
    const proxy = await proxyTo(await serve(goodCertificate), status);
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const error = await failureOf(ask(client({ environment }), 'https://api.vendor.test'));
    expect(error.code).toBe('network.offline');
    expect(error.message).toContain(String(status));
  });

  it('a proxy address that is none is refused without its password', async () => {
    const environment = { HTTPS_PROXY: `http://user:${canary}@[` };
    const error = await failureOf(ask(client({ environment }), 'https://api.vendor.test'));
    expect(error.code).toBe('network.offline');
    expect(error.message).toContain('HTTPS_PROXY');
  });
});
