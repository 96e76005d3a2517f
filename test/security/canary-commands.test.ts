/** Every command of the table, with secrets of every vendor in the keychain and with vendors that repeat what they were sent. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '#main/shell/cli/program.ts';
import { runCommandLine } from '#main/shell/cli/run.ts';
import { vendors } from '#main/vendors/registry.ts';
import { defaultMemberCid } from '../emulators/crowdstrike/options.ts';
import type { Fault } from '../emulators/kit/faults.ts';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { type VendorId, vendorIds } from '../integration/app/four-vendors.ts';
import { parseLines } from '../support/cli.ts';
import { createCliDouble } from '../support/cli-double.ts';
import { FakeKeychain } from '../support/fake-keychain.ts';
import { openTestApp, type TestApp } from '../support/open-test-app.ts';
import { testAuthority } from './support/certificates.ts';

/** A command as somebody would type it. The first words name it in the table. */
interface Run {
  readonly command: string;
  readonly words?: readonly string[];
  readonly stdin?: string | object;
  /** Default 0. */
  readonly status?: number;
}

/** The proxy's password is a secret as well. */
const proxyPassword = 'proxy-canary-8f3a91';

let emulators: AllEmulators;
/** Holds the data folder and, beside it, what the commands write elsewhere. */
let root: string;
let app: TestApp;
const keychain = new FakeKeychain();
const ran = new Set<string>();
const printed: string[] = [];
/** A value that Datadog tells of. */
let seen = '';

beforeAll(async () => {
  emulators = await startAllEmulators({ size: 120, seed: 5 });
  root = mkdtempSync(join(tmpdir(), 'sightline-canary-'));
  mkdirSync(join(root, 'files'));
  app = openApp();
});

afterAll(async () => {
  await app.stop();
  await emulators.stop();
  rmSync(root, { recursive: true });
});

const openApp = (): TestApp => openTestApp({ folder: join(root, 'data'), keychain, isImpatient: true });
const file = (name: string): string => join(root, 'files', name);

/** Falcon's client opens a child tenant, so that every field of every vendor has a canary. */
function secretsOf(vendor: VendorId): Readonly<Record<string, string>> {
  const { secrets } = emulators[vendor];
  return vendor === 'crowdstrike' ? { ...secrets, memberCid: defaultMemberCid } : secrets;
}

const allSecrets = (): Readonly<Record<string, object>> =>
  Object.fromEntries(vendorIds.map((vendor) => [vendor, secretsOf(vendor)]));

/** Each secret, and each token that was got with one, in the forms in which it could be written down. */
function forms(): readonly string[] {
  const tokens = emulators.crowdstrike.requests.flatMap(
    ({ headers }) => /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? [],
  );
  const secrets = vendorIds.flatMap((vendor) => Object.values(secretsOf(vendor)));
  return [...secrets, proxyPassword, ...new Set(tokens)].flatMap((secret) => {
    const bytes = Buffer.from(secret);
    return [secret, encodeURIComponent(secret), bytes.toString('base64').replaceAll('=', ''), bytes.toString('hex')];
  });
}

const findSecrets = (text: string): readonly string[] => forms().filter((form) => text.includes(form));

interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line as its process does; nothing that it prints may hold a secret. */
async function tell(command: string, words: readonly string[], stdin: string | object): Promise<Printed> {
  const text = typeof stdin === 'string' ? stdin : JSON.stringify(stdin);
  const context = { ...createCliDouble({ stdin: text, app: async () => app }), logger: app.logger };
  const status = await runCommandLine(context, [...command.split(' '), ...words], '0.0.0-test');
  const [stdout, stderr] = [context.out(), context.err()];
  printed.push(stdout, stderr);
  expect(findSecrets(stdout), `stdout of ${command}`).toEqual([]);
  expect(findSecrets(stderr), `stderr of ${command}`).toEqual([]);
  return { status, stdout, stderr };
}

async function run({ command, words = [], stdin = '', status = 0 }: Run): Promise<Printed> {
  const result = await tell(command, words, stdin);
  ran.add(command);
  if (result.status !== status) expect.unreachable(`${command} ended with ${result.status}: ${result.stderr}`);
  return result;
}

/** Runs it while vendors answer wrongly: it may end as it likes. */
const runDisturbed = (command: string, words: readonly string[], stdin: string | object = ''): Promise<Printed> =>
  tell(command, words, stdin);

/** The commands that do something, as `case note`. */
function leavesOf(command: Command, path: readonly string[] = []): readonly string[] {
  const inner = command.commands.filter((one) => one.name() !== 'help');
  const own = inner.length === 0 || hasAction(command) ? [path.join(' ')] : [];
  return [...own, ...inner.flatMap((one) => leavesOf(one, [...path, one.name()]))].filter((name) => name !== '');
}

/** Commander keeps it to itself: `network` shows the settings and has commands below it. */
const hasAction = (command: Command): boolean => Reflect.get(command, '_actionHandler') !== null;

/** The bytes of every file below the data folder and beside it, those of packed ones as they are unpacked too. */
function readFolders(): ReadonlyMap<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const bytes = readFileSync(join(parentPath, name));
      const isPacked = bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
      const parts = [bytes, ...(isPacked ? Object.values(unzipSync(bytes)) : [])];
      return [join(parentPath, name), parts.map((part) => Buffer.from(part).toString('latin1')).join('\n')];
    }),
  );
}

function write(name: string, text: string): string {
  writeFileSync(file(name), text);
  return file(name);
}

/** One reading call of each vendor. */
const calls: Readonly<Record<VendorId, readonly string[]>> = {
  crowdstrike: ['indicator_combined_v1', '--input', '{"limit":2}'],
  datadog: ['ValidateApiKey'],
  threatgrid: ['whoami'],
  virustotal: ['ioc_stream_list', '--input', '{"limit":2}'],
};

async function connectAll(): Promise<void> {
  for (const vendor of vendorIds) {
    const words = [
      vendor,
      '--name',
      vendor,
      '--base-url',
      emulators[vendor].url,
      '--secrets-stdin',
      '--test',
      '--json',
    ];
    await run({ command: 'connect', words, stdin: secretsOf(vendor) });
  }
  await run({ command: 'sync' });
  await run({ command: 'sync', words: ['--full', '--json', '--secrets-stdin'], stdin: allSecrets() });
}

/** The values of one type, as `search` prints them. */
async function valuesOf(query: string): Promise<readonly string[]> {
  const { stdout } = await run({ command: 'search', words: [query, '--json', '--limit', '5'] });
  return parseLines(stdout).map(({ value }) => String(value));
}

async function askTheCache(value: string): Promise<void> {
  await run({ command: 'connections' });
  await run({ command: 'connections', words: ['--json'] });
  await run({ command: 'connections', words: ['--budgets', '--json'] });
  await run({ command: 'search', words: ['', '--facets'] });
  await run({ command: 'query' });
  await run({ command: 'show', words: [value] });
  await run({ command: 'show', words: [value, '--json'] });
  await run({ command: 'searches save', words: ['all', 'type:ipv4'] });
  await run({ command: 'searches list', words: ['--json'] });
  await run({ command: 'searches run', words: ['all', '--json'] });
  await run({ command: 'searches remove', words: ['all'] });
  await run({ command: 'lookup', words: [write('mail.txt', `seen: ${value}`), '--json'] });
  await run({ command: 'runs' });
  await run({ command: 'runs', words: ['--json'] });
  await run({ command: 'sources overlap' });
  await run({ command: 'sources checks', words: ['--json'] });
  await run({ command: 'sources schedule', words: ['crowdstrike', '2h'] });
  await run({ command: 'retention', words: ['crowdstrike', '180', '--dry-run'] });
  await run({ command: 'retention', words: ['crowdstrike', '3650', '--now'] });
}

async function work(value: string): Promise<void> {
  await run({ command: 'triage', words: ['vendor:datadog', '--state', 'reviewed', '--note', 'looked at', '--push'] });
  await run({ command: 'tag add', words: [value, '--tag', 'mine'] });
  await run({ command: 'tag list', words: ['--json'] });
  await run({ command: 'tag remove', words: [value, '--tag', 'mine'] });
  const list = { name: 'Ours', description: 'd', version: 1, type: 'hostname', list: ['ours.example'] };
  const listFile = write('list.json', JSON.stringify({ ...list, matching_attributes: ['domain'] }));
  await run({ command: 'lists import', words: [listFile] });
  const lists = parseLines((await run({ command: 'lists list', words: ['--json'] })).stdout);
  await run({ command: 'lists remove', words: [String(lists.find(({ title }) => title === 'Ours')?.['name'])] });
  await run({ command: 'lists allow', words: ['allowed.example', '--reason', 'ours'] });
  const { stdout } = await run({ command: 'lists allowed', words: ['--json'] });
  await run({ command: 'lists disallow', words: [String(parseLines(stdout)[0]?.['id'])] });
  const values = write('values.csv', 'value\n203.0.113.77\n');
  await run({ command: 'import', words: [values, '--column', 'value=value', '--save-mapping', 'plain'] });
  await run({ command: 'mappings list' });
  await run({ command: 'mappings remove', words: ['plain'] });
}

async function workOnCase(value: string): Promise<void> {
  const number = 'CASE-0001';
  await run({ command: 'case create', words: ['--title', 'Canary'] });
  await run({ command: 'case add', words: [number, 'type:ipv4'] });
  await run({ command: 'case note', words: [number, '--text', 'a note'] });
  await run({ command: 'case task', words: [number, '--text', 'a task'] });
  await run({ command: 'case pin', words: [number, '1'] });
  await run({ command: 'case evidence', words: [number, value, '--note', '1'] });
  await run({ command: 'case event', words: [number, '--at', '2026-11-20', '--text', 'it began'] });
  await run({ command: 'case file', words: [number, file('mail.txt')] });
  await run({ command: 'case unpin', words: [number, '1'] });
  await run({ command: 'case update', words: [number, '--status', 'in_progress', '--tlp', 'green'] });
  await run({ command: 'case show', words: [number, '--json'] });
  await run({ command: 'case list' });
  await run({ command: 'case bundle', words: [number, '--out', file('case.zip')] });
  await run({ command: 'case open-bundle', words: [file('case.zip'), '--json'] });
  await run({ command: 'case remove', words: [number, value] });
  await run({ command: 'case close', words: [number, '--verdict', 'benign', '--summary', 'done'] });
  await run({ command: 'export', words: [number, '--format', 'json', '--raw', '--out', file('case.json')] });
  await run({ command: 'export', words: [number, '--format', 'docx', '--out', file('case.docx')] });
  await run({ command: 'audit list', words: ['--json'] });
  await run({ command: 'audit verify' });
}

async function talkToVendors(value: string): Promise<void> {
  await run({ command: 'refresh', words: [value, '--json'] });
  for (const vendor of vendorIds) {
    await run({ command: 'vendor', words: [vendor] });
    await run({ command: 'vendor', words: [vendor, ...calls[vendor], '--json'] });
  }
  for (const domain of ['a.example', 'b.example', 'c.example']) await queue(domain);
  await run({ command: 'outbox list', words: ['--json'] });
  const first = await queue('d.example');
  await run({ command: 'outbox edit', words: [first, '--input', createInput('e.example')] });
  await run({ command: 'outbox move', words: [first] });
  await run({ command: 'outbox diff', words: ['--json'] });
  await run({ command: 'outbox words', words: ['crowdstrike', '--refresh'] });
  await run({ command: 'outbox rebase', words: [first], status: 1 });
  await run({ command: 'outbox drop', words: [first] });
  await run({ command: 'outbox send', words: ['--all', '--yes', '--json'] });
}

const createInput = (value: string): string =>
  JSON.stringify({
    indicators: [
      { type: 'domain', value, action: 'detect', severity: 'high', platforms: ['windows'], applied_globally: true },
    ],
  });

/** @returns the number of the last change in the outbox. */
async function queue(value: string): Promise<string> {
  const words = ['crowdstrike', 'indicator_create_v1', '--input', createInput(value), '--queue'];
  await run({ command: 'vendor', words });
  const { stdout } = await run({ command: 'outbox list', words: ['--json'] });
  return String(Math.max(...parseLines(stdout).map(({ id }) => Number(id))));
}

async function lookAfter(): Promise<void> {
  const login = { user: 'ada', password: proxyPassword };
  await run({ command: 'network proxy', words: ['http://127.0.0.1:9', '--login-stdin'], stdin: login });
  await run({ command: 'network trust', words: [write('authority.pem', testAuthority)] });
  const { stdout } = await run({ command: 'network', words: ['--json'] });
  const [{ fingerprint = '' } = {}] = JSON.parse(stdout).authorities;
  await run({ command: 'network distrust', words: [fingerprint] });
  await run({ command: 'doctor', words: ['--json'] });
  await run({ command: 'doctor', words: ['--bundle', file('diagnostics.json')] });
  await run({ command: 'doctor', words: ['--bundle', '-'] });
  await run({ command: 'backup', words: [file('canary.backup')] });
  // These two work on files that nothing has open.
  await app.stop();
  app = openApp();
  await run({ command: 'restore', words: [file('canary.backup')] });
  await run({ command: 'repair' });
}

it('finds no secret in what the commands print, and runs every one of them', async () => {
  await connectAll();
  const [value = ''] = await valuesOf('type:ipv4 vendor:datadog');
  seen = value;
  await askTheCache(value);
  await work(value);
  await workOnCase(value);
  await talkToVendors(value);
  await lookAfter();
  await run({ command: 'connect', words: [...(await spareConnection())], stdin: secretsOf('virustotal') });
  await run({ command: 'disconnect', words: ['spare', '--purge'] });
  const program = await createProgram(createCliDouble(), '0.0.0');
  expect([...ran].toSorted()).toEqual(leavesOf(program).toSorted());
});

const spareConnection = async (): Promise<readonly string[]> => [
  'virustotal',
  '--name',
  'spare',
  '--base-url',
  emulators.virustotal.url,
  '--secrets-stdin',
];

/** What the vendor was sent comes back in it, as some vendors do in their error messages. */
const echo = (vendor: VendorId): string => JSON.stringify({ errors: Object.values(secretsOf(vendor)) });

const disturbances: readonly (readonly [name: string, fault: (vendor: VendorId) => Fault])[] = [
  ...[400, 401, 403, 500].map(
    (status) => [`${status} that repeats the key`, (vendor: VendorId) => json(status, echo(vendor))] as const,
  ),
  ['JSON of another kind, with the key in it', (vendor) => json(200, echo(vendor))],
  ['JSON that breaks off behind the key', (vendor) => json(200, echo(vendor).slice(0, -1))],
  ['503 that repeats the key', (vendor) => json(503, echo(vendor))],
  ['a reset in the middle of it', () => ({ kind: 'reset', afterBytes: 40 })],
  [
    'a page with the key in it',
    (vendor) => ({ ...json(200, `<html>${echo(vendor)}</html>`), contentType: 'text/html' }),
  ],
  ['another place with the key in its address', (vendor) => ({ kind: 'redirect', to: addressOf(vendor) })],
];

const json = (status: number, text: string): Fault & { kind: 'status' } => ({
  kind: 'status',
  status,
  text,
  contentType: 'application/json',
});

const addressOf = (vendor: VendorId): string =>
  `http://127.0.0.1:1/?${new URLSearchParams(Object.entries(secretsOf(vendor)))}`;

describe('of vendors that answer wrongly', () => {
  it.each(disturbances)('no command tells a secret: %s', async (_name, faultOf) => {
    for (const vendor of vendorIds) emulators[vendor].faults.add({ fault: faultOf(vendor) });
    try {
      await runDisturbed('sync', ['--full']);
      await runDisturbed('sync', ['--json', '--secrets-stdin'], allSecrets());
      await runDisturbed('doctor', ['--json']);
      await runDisturbed('refresh', [seen, '--json']);
      await runDisturbed('outbox words', ['crowdstrike', '--refresh']);
      await queue('f.example');
      await runDisturbed('outbox send', ['--all', '--yes']);
      for (const vendor of vendorIds) {
        await runDisturbed('vendor', [vendor, ...calls[vendor]]);
        const words = [vendor, '--name', `${vendor} 2`, '--base-url', emulators[vendor].url, '--secrets-stdin'];
        await runDisturbed('connect', [...words, '--test'], secretsOf(vendor));
      }
      expect(vendorIds.filter((vendor) => emulators[vendor].faults.fired === 0)).toEqual([]);
    } finally {
      for (const vendor of vendorIds) emulators[vendor].faults.clear();
    }
  });
});

it('leaves none in any file: database, log, exports, bundles, backups, diagnostics', async () => {
  await run({ command: 'doctor', words: ['--bundle', file('after.json')] });
  await run({ command: 'backup', words: [file('after.backup')] });
  const files = readFolders();
  const names = [...files.keys()].join('\n');
  for (const name of ['sightline.db', 'sightline.log', 'after.json', 'after.backup', 'case.zip', 'case.docx']) {
    expect(names).toContain(name);
  }
  for (const [name, text] of files) expect(findSecrets(text), name).toEqual([]);
});

it('has a canary for every field of every vendor, each was sent, and one is found where it is', () => {
  const fields = vendorIds.flatMap((vendor) => Object.keys(secretsOf(vendor)));
  const known = vendors.flatMap(({ credentialFields }) => credentialFields.map(({ name }) => name));
  expect(fields.toSorted()).toEqual(known.toSorted());
  for (const vendor of vendorIds) {
    const sent = JSON.stringify(
      emulators[vendor].requests.map(({ headers, body }) => [headers, decodeURIComponent(body)]),
    );
    for (const secret of Object.values(secretsOf(vendor))) expect(sent).toContain(secret);
  }
  expect(printed.length).toBeGreaterThan(200);
  expect(findSecrets(`x${proxyPassword}y`)).toEqual([proxyPassword, proxyPassword]);
});
