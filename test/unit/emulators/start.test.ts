import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startAllEmulators } from '../../emulators/start-all.ts';

const program = fileURLToPath(new URL('../../emulators/start.ts', import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];

function start(...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [program, ...args]);
  children.push(child);
  return child;
}

async function readLines(child: ChildProcessWithoutNullStreams, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

async function exitOf(child: ChildProcessWithoutNullStreams): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, errors };
}

describe('npm run emulators', () => {
  afterEach(() => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  });

  it('prints an address and secrets per vendor, answers, and ends on SIGTERM', async () => {
    const child = start('--json', '--size', '300', '--now', '2026-10-01T00:00:00Z');
    const vendors = (await readLines(child, 4)).map((line) => JSON.parse(line));
    expect(vendors.map(({ vendor }) => vendor)).toEqual(['datadog', 'crowdstrike', 'threatgrid', 'virustotal']);
    expect(vendors.map(({ secrets }) => Object.keys(secrets).slice(0, 2))).toEqual([
      ['apiKey', 'applicationKey'],
      ['clientId', 'clientSecret'],
      ['apiKey'],
      ['apiKey'],
    ]);
    const [datadog] = vendors;
    const answer = await fetch(`${datadog.url}/api/v1/validate`, { headers: { 'DD-API-KEY': datadog.secrets.apiKey } });
    expect(await answer.json()).toEqual({ valid: true });
    // The vendors' present runs on from there, however slow this machine is.
    expect(answer.headers.get('date')).toMatch(/^Thu, 01 Oct 2026 00:/);
    const ended = exitOf(child);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('prints readable lines without --json', async () => {
    const [line] = await readLines(start('--size', '100'), 4);
    expect(line).toMatch(/^datadog +http:\/\/127\.0\.0\.1:\d+ +\{"apiKey":/);
  });

  it.each([
    [['--size', 'many'], /--size takes a whole number/],
    [['--now', 'tomorrow'], /--now takes a date/],
    [['--datadog-port', '70000'], /at most 65535/],
    [['--colour', 'blue'], /--colour/],
  ])('refuses %j with status 2', async (args, message) => {
    const { code, errors } = await exitOf(start(...args));
    expect(code).toBe(2);
    expect(errors).toMatch(message);
  });

  it('ends with status 1 when a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, errors } = await exitOf(start('--virustotal-port', String(port)));
    taken.close();
    expect([code, /EADDRINUSE/.test(errors)]).toEqual([1, true]);
  });
});

describe('the four together', () => {
  it('share their world: many values are known to more than one vendor', async () => {
    const all = await startAllEmulators({ size: 2000 });
    const datadog = new Set([...all.datadog.holdings()[0].records()].map(({ indicator }) => indicator));
    const falcon = [...all.crowdstrike.holdings()[0].records()].map(({ value }) => value);
    const grid = all.threatgrid.holdings({ confidence: '0', severity: '0' }).flatMap(({ records }) => [...records()]);
    const addresses = new Set(grid.map((record) => record['ip'] ?? record['domain'] ?? record['artifact_sha256']));
    const streams = all.virustotal.holdings();
    await all.stop();
    expect(falcon.filter((value) => datadog.has(value)).length).toBeGreaterThan(20);
    expect([...datadog].filter((value) => addresses.has(value)).length).toBeGreaterThan(20);
    expect(streams.map(({ stream }) => stream)).toEqual(['ioc_stream']);
    expect(streams[0]?.count).toBeGreaterThan(300);
  });
});
