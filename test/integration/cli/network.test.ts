/** What can be wrong on the way to a vendor and with its answers: told, with the documented status, and nothing lost. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import type { Fault } from '../../emulators/kit/faults.ts';
import { selfSignedCertificate, serverKey } from '../../security/support/certificates.ts';
import { type ScriptedServer, startHttp, startHttps } from '../../security/support/servers.ts';
import { type Cli, type CliResult, createCli, type JsonObject, parseLines } from '../../support/cli.ts';
import { fillCache, readCache, succeed } from './cache.ts';

let datadog: DatadogEmulator;
let cli: Cli;
let before: JsonObject;

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 300, now: Date.now() });
  cli = createCli();
  await fillCache(cli, datadog);
  before = await readCache(cli);
});

afterAll(async () => {
  await cli.remove();
  await datadog.stop();
});

/** All but the connections' state, which tells of the failure. */
async function expectNothingLost(): Promise<void> {
  const { connections: _now, ...kept } = await readCache(cli);
  const { connections: _then, ...were } = before;
  expect(kept).toEqual(were);
}

function sync(...more: readonly string[]): Promise<CliResult> {
  return cli.run(['sync', '--json', '--connection', 'dd', '--secrets-stdin', ...more], {
    stdin: { dd: datadog.secrets },
  });
}

function lastLine({ stdout }: CliResult): JsonObject {
  return parseLines(stdout).at(-1) ?? {};
}

describe('a vendor that answers wrongly', () => {
  afterEach(async () => {
    datadog.faults.clear();
    await expectNothingLost();
  });

  it.each<[string, Fault, string]>([
    ['a captive portal', { kind: 'html200' }, 'vendor.badResponse'],
    [
      'text that is no JSON',
      { kind: 'status', status: 200, text: 'pardon?', contentType: 'text/plain' },
      'vendor.badResponse',
    ],
    ['another media type', { kind: 'wrongContentType', contentType: 'application/octet-stream' }, 'vendor.badResponse'],
    ['an answer of 80 MiB', { kind: 'huge' }, 'vendor.badResponse'],
    ['a gzip bomb', { kind: 'gzipBomb' }, 'vendor.badResponse'],
    ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }, 'vendor.badResponse'],
    ['nothing', { kind: 'emptyBody' }, 'vendor.badResponse'],
    [
      'JSON of another kind',
      { kind: 'status', status: 200, text: '{"hello":1}', contentType: 'application/json' },
      'vendor.badResponse',
    ],
  ])('fails: %s', async (_name, fault, code) => {
    datadog.faults.add({ fault });
    const result = await sync('--full');
    expect(result.status).toBe(1);
    expect(lastLine(result)).toMatchObject({ event: 'finished', status: 'failed', stored: 0, error: { code } });
    const [run] = await cli.json(['runs', '--limit', '1']);
    expect(run).toMatchObject({ connection: 'dd', status: 'failed', error: { code, message: expect.any(String) } });
  });

  it('fails for the key with status 3 when it is wrong, and when it lacks the right', async () => {
    const wrong = { apiKey: 'canary-wrong', applicationKey: 'canary-wrong' };
    const refused = await cli.run(['sync', '--secrets-stdin'], { stdin: { dd: wrong } });
    expect(refused).toMatchObject({ status: 3, stdout: '' });
    expect(refused.stderr).toMatch(/^dd\/indicators {2}failed {6}.*key.*\n1 stream failed\.\n$/i);
    expect(refused.stderr).not.toContain('canary');
    datadog.faults.add({ fault: { kind: 'status', status: 403, text: '{}', contentType: 'application/json' } });
    expect((await sync()).status).toBe(3);
  });

  it('fails with status 3 without a secret, and says where to give it', async () => {
    const called = await cli.run(['vendor', 'dd', 'ValidateApiKey']);
    expect(called.status).toBe(3);
    expect(called.stderr).toMatch(/^sightline: dd has no secret yet\.\n {2}Enter .*\n {2}.*--secrets-stdin\.\n {2}\(/);
    const { status, stderr } = await cli.run(['sync']);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^dd\/indicators {2}failed {6}dd has no secret yet\. .*--secrets-stdin\. \(credential\.missing, in the log as run-\d+\)\n1 stream failed\.\n$/,
    );
  });

  it('is incomplete, with status 4, when a record cannot be read', async () => {
    datadog.faults.add({ when: { times: 1 }, fault: { kind: 'malformedRecord', replacement: { indicator: 7 } } });
    const result = await sync('--full');
    expect(result.status).toBe(4);
    expect(lastLine(result)).toMatchObject({ status: 'incomplete', rejected: 1 });
  });
});

describe('a place that is not the vendor', () => {
  const servers: ScriptedServer[] = [];
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await expectNothingLost();
  });

  async function connectTo(name: string, url: string): Promise<CliResult> {
    await succeed(cli.run(['connect', 'datadog', '--name', name, '--base-url', url, '--without-secret']));
    const stdin = { [name]: datadog.secrets };
    const result = await cli.run(['sync', '--json', '--connection', name, '--secrets-stdin'], { stdin });
    await succeed(cli.run(['disconnect', name]));
    return result;
  }

  it('cannot be reached', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The address of a listening socket on a host and port.
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const result = await connectTo('nobody', `http://127.0.0.1:${port}`);
    expect(result.status).toBe(1);
    expect(lastLine(result)).toMatchObject({ status: 'failed', received: 0, error: { code: 'network.offline' } });
  });

  it('shows a certificate that nobody vouches for', async () => {
    const server = await startHttps({ cert: selfSignedCertificate, key: serverKey }, (_request, response) => {
      response.end('{}');
    });
    servers.push(server);
    const result = await connectTo('unknown', server.origin);
    expect(result.status).toBe(1);
    expect(lastLine(result)).toMatchObject({ status: 'failed', received: 0, error: { code: 'network.tls' } });
    expect(server.seen).toEqual([]);
  });

  it('is some web site', async () => {
    const server = await startHttp((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    });
    servers.push(server);
    const result = await connectTo('website', server.origin);
    expect(result.status).toBe(1);
    expect(lastLine(result)).toMatchObject({ status: 'failed', error: { code: 'vendor.badResponse' } });
    expect(result.stdout).not.toContain('<h1>');
  });

  it('is told by connect --test, step by step', async () => {
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
    });
    servers.push(server);
    const place = ['--name', 'portal', '--base-url', server.origin, '--secrets-stdin', '--test'];
    const tried = await cli.run(['connect', 'datadog', ...place], { stdin: datadog.secrets });
    expect(tried).toMatchObject({ status: 1, stdout: '' });
    expect(tried.stderr).toMatch(
      /^ok {6}Secret at hand: .*\nok {6}Reach .*\nok {6}Secure .*\nFAILED {2}Datadog answers: .*\nsightline: /,
    );
  });
});

describe('one vendor of several', () => {
  it('fails without stopping the others: status 4', async () => {
    const other = await startDatadogEmulator({ size: 100, seed: 3, now: Date.now() });
    const place = ['--name', 'other', '--base-url', other.url, '--without-secret'];
    await succeed(cli.run(['connect', 'datadog', ...place]));
    datadog.faults.add({ fault: { kind: 'html200' } });
    const stdin = { dd: datadog.secrets, other: other.secrets };
    const { status, stdout } = await cli.run(['sync', '--json', '--secrets-stdin'], { stdin });
    datadog.faults.clear();
    await other.stop();
    expect(status).toBe(4);
    const ended = parseLines(stdout).filter(({ event }) => event === 'finished');
    expect(ended.map(({ connection, status: how }) => [connection, how]).toSorted()).toEqual([
      ['dd', 'failed'],
      ['other', 'complete'],
    ]);
  });
});
