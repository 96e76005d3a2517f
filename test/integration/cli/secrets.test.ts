/** Where secrets go: from a prompt or a pipe into the keychain, and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';
import { type Cli, type CliResult, createCli, secretsOf } from '../../support/cli.ts';
import { type PrivateKeyring, startPrivateKeyring } from '../../support/keyring/private-keyring.ts';
import { openTerminal, type TerminalSession } from '../../support/terminal.ts';
import { vendorIds } from '../app/four-vendors.ts';
import { succeed } from './cache.ts';

let emulators: AllEmulators;
let keyring: PrivateKeyring;

beforeAll(async () => {
  [emulators, keyring] = await Promise.all([
    startAllEmulators({ size: 200, seed: 5, now: Date.now() }),
    startPrivateKeyring(),
  ]);
});

afterAll(async () => {
  await keyring.stop();
  await emulators.stop();
});

/** A secret in the forms in which it could be written down. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64').replaceAll('=', ''), bytes.toString('hex')];
}

/** The emulators' secrets are the canaries: nothing else looks like them. */
function findSecrets(text: string): readonly string[] {
  const secrets = Object.values(secretsOf(emulators)).flatMap((fields) => Object.values(fields));
  return secrets.flatMap(formsOf).filter((form) => text.includes(form));
}

/** Whatever lies in the data folder and beside it, names included. */
function readFolders(cli: Cli): string {
  const roots = [cli.folder, cli.scratch];
  return roots
    .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
    .map(
      (entry) =>
        join(entry.parentPath, entry.name) +
        (entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'latin1') : ''),
    )
    .join('\n');
}

describe('secrets typed at a terminal', () => {
  let cli: Cli;
  let terminal: TerminalSession | undefined;

  afterEach(async () => {
    terminal?.kill();
    await cli.remove();
  });

  function connect(): TerminalSession {
    cli = createCli({ environment: keyring.environment });
    const args = ['connect', 'datadog', '--name', 'dd', '--base-url', emulators.datadog.url, '--test'];
    terminal = openTerminal(args, { ...keyring.environment, SIGHTLINE_HOME: cli.folder });
    return terminal;
  }

  it('are not shown, and a sync can use them', async () => {
    const { apiKey = '', applicationKey = '' } = emulators.datadog.secrets;
    const session = connect();
    await session.until('API key: ');
    session.type(`${apiKey}\r`);
    await session.until('pplication key: ');
    session.type(`${applicationKey}\r`);
    expect(await session.ended).toEqual({ status: 0 });
    expect(session.screen()).toContain('dd is connected to Datadog.');
    expect(findSecrets(session.screen())).toEqual([]);
    expect(await cli.run(['sync'])).toMatchObject({ status: 0 });
    expect(findSecrets(readFolders(cli))).toEqual([]);
  });

  it('can be called off with Ctrl-C: nothing is stored', async () => {
    const session = connect();
    await session.until('API key: ');
    session.type('\u0003');
    expect(await session.ended).toEqual({ status: 1 });
    expect(session.screen()).toContain('sightline: Cancelled: nothing was stored.');
    expect(await cli.json(['connections'])).toEqual([]);
  });

  it('are not asked for when the rest is wrong', async () => {
    cli = createCli();
    const args = ['connect', 'datadog', '--name', 'dd', '--base-url', 'https://host/path'];
    terminal = openTerminal(args, { SIGHTLINE_HOME: cli.folder });
    expect(await terminal.ended).toEqual({ status: 2 });
    expect(terminal.screen()).not.toContain('API key');
  });
});

describe('the secrets of all four vendors', () => {
  let cli: Cli;
  const outputs: CliResult[] = [];
  let facts = '';

  beforeAll(async () => {
    cli = createCli({ environment: keyring.environment });
    for (const vendor of vendorIds) {
      const place = ['--name', vendor, '--base-url', emulators[vendor].url, '--secrets-stdin', '--test', '--json'];
      outputs.push(await succeed(cli.run(['connect', vendor, ...place], { stdin: emulators[vendor].secrets })));
    }
    outputs.push(await succeed(cli.run(['sync', '--json'])));
    await watch(['sync', '--full']);
    await watch(['sync', '--full', '--json', '--secrets-stdin'], secretsOf(emulators));
    // A vendor that repeats what it was sent, as some do in their error messages.
    for (const vendor of vendorIds) {
      const text = JSON.stringify({ errors: Object.values(emulators[vendor].secrets) });
      const status = vendor === 'datadog' ? 403 : 400;
      emulators[vendor].faults.add({ fault: { kind: 'status', status, text, contentType: 'application/json' } });
    }
    outputs.push(await cli.run(['sync', '--full']));
    for (const vendor of vendorIds) emulators[vendor].faults.clear();
    for (const args of [
      ['doctor'],
      ['connections', '--json'],
      ['runs', '--json'],
      ['search', '', '--json'],
      ['facets'],
    ]) {
      outputs.push(await cli.run(args));
    }
    outputs.push(await cli.run(['export', '', '--format', 'json', '--raw', '--yes', '--out', 'all.json']));
  });

  afterAll(() => cli.remove());

  /** Runs a command and notes arguments and environment of its processes, while requests are under way. */
  async function watch(args: readonly string[], stdin: object | string = ''): Promise<void> {
    const running = cli.start(args, { stdin });
    emulators.datadog.faults.add({
      when: { times: 1 },
      fault: {
        kind: 'custom',
        run({ answer }) {
          facts += readProcess(running.process.pid ?? 0);
          return answer();
        },
      },
    });
    outputs.push(await running.ended);
  }

  /** Of the process, its children (the keychain's) and what the system shows of them. */
  function readProcess(pid: number): string {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return [pid, ...children]
      .flatMap((one) => ['cmdline', 'environ', 'comm'].map((name) => readFileSync(`/proc/${one}/${name}`, 'latin1')))
      .join('\n');
  }

  it('were used, and are found where they are', () => {
    expect(outputs.slice(0, 7).map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(findSecrets(`x${emulators.datadog.secrets['apiKey']}y`)).not.toEqual([]);
    expect(facts).toContain('sync');
  });

  it('are in no file of the data folder, no log and no export', () => {
    const text = readFolders(cli);
    for (const name of ['sightline.db', 'sightline.log', 'all.json']) expect(text).toContain(name);
    expect(findSecrets(text)).toEqual([]);
  });

  it('are not printed', () => {
    expect(findSecrets(outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n'))).toEqual([]);
  });

  it('are in no argument and no environment, of children neither', () => {
    expect(facts.match(/SIGHTLINE_HOME=/g)?.length).toBeGreaterThanOrEqual(2);
    expect(findSecrets(facts)).toEqual([]);
  });

  it('are in no URL, and each vendor got its own only', () => {
    for (const vendor of vendorIds) {
      const { requests } = emulators[vendor];
      expect(requests.length).toBeGreaterThan(3);
      for (const { path, query } of requests)
        expect(findSecrets(`${path}?${decodeURIComponent(String(query))}`)).toEqual([]);
      const own = Object.values(emulators[vendor].secrets).flatMap(formsOf);
      const sent = findSecrets(JSON.stringify(requests.map(({ headers, body }) => [headers, body])));
      expect(sent.length).toBeGreaterThan(0);
      expect(sent.filter((secret) => !own.includes(secret))).toEqual([]);
    }
  });
});
