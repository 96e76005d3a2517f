import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exporters } from '#main/exporters/registry.ts';
import { vendors } from '#main/vendors/registry.ts';
import { defaultMemberCid } from '../../emulators/crowdstrike/options.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { type CommandResult, secretsText, startCommand } from './cli-process.ts';
import { connectAll, startVendors, syncAll, type VendorId, vendorIds } from './four-vendors.ts';

/** The emulators' own secrets are the canaries: nothing else in a run looks like them. */
let emulators: AllEmulators;
let app: TestApp;
let command: CommandResult;
let processFacts: string;
/** What the commands printed that tell of the machine and the cache. */
let told: string;

/** Falcon's client opens a child tenant, so that every field of every vendor has a canary. */
function withMember(all: AllEmulators): AllEmulators {
  const { crowdstrike } = all;
  return { ...all, crowdstrike: { ...crowdstrike, secrets: { ...crowdstrike.secrets, memberCid: defaultMemberCid } } };
}

/** Each secret, and each token that was got with one, in the forms in which it could be written down. */
function forms(): readonly string[] {
  const secrets = vendorIds.flatMap((vendor) => Object.values(emulators[vendor].secrets));
  const tokens = emulators.crowdstrike.requests.flatMap(
    ({ headers }) => /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? [],
  );
  return [...secrets, ...new Set(tokens)].flatMap((secret) => {
    const base64 = Buffer.from(secret).toString('base64').replaceAll('=', '');
    return [secret, encodeURIComponent(secret), base64, Buffer.from(secret).toString('hex')];
  });
}

function findSecrets(text: string): readonly string[] {
  return forms().filter((form) => text.includes(form));
}

beforeAll(async () => {
  emulators = withMember(await startVendors(300));
  app = openTestApp({ isImpatient: true });
  await connectAll(app, emulators);
  await useEverything();
  await app.stop();
  const running = startCommand(app.folder, ['sync', '--full', '--json', '--secrets-stdin'], secretsText(emulators));
  processFacts = await readProcessFacts(running.child.pid ?? 0);
  command = await running.finished;
  await crash();
  told = await tell();
});

afterAll(async () => {
  await app.remove();
  await emulators.stop();
});

/** Syncs with and without faults, with a wrong key, tests, exports: whatever could write a secret down. */
async function useEverything(): Promise<void> {
  const { connections, search } = app.services;
  /** A vendor that repeats what it was sent, as some do in their error messages. */
  const echo = (vendor: VendorId): string => JSON.stringify({ errors: Object.values(emulators[vendor].secrets) });
  for (const vendor of vendorIds) {
    const { faults } = emulators[vendor];
    faults.add({ when: { nth: 3 }, fault: { kind: 'reset' } });
    faults.add({
      when: { nth: 5 },
      fault: { kind: 'status', status: 400, text: echo(vendor), contentType: 'application/json' },
    });
  }
  await syncAll(app);
  for (const vendor of vendorIds) emulators[vendor].faults.clear();
  await syncAll(app);
  for (const vendor of vendorIds) {
    const { faults } = emulators[vendor];
    faults.add({ fault: { kind: 'status', status: 401, text: echo(vendor), contentType: 'application/json' } });
  }
  for (const { id } of await connections.list()) await connections.test(id);
  await syncAll(app);
  for (const vendor of vendorIds) emulators[vendor].faults.clear();
  expect((await search.count('')).value).toBeGreaterThan(50);
  await writeEverything();
}

/** A case of records of all vendors in every format, one of a query, a backup, and the diagnostics of all that went wrong. */
async function writeEverything(): Promise<void> {
  const { cases, care, diagnostics, exports } = app.services;
  const { number } = await cases.create({ title: 'Canary' });
  await cases.addIndicators(number, { selection: { query: '' }, role: 'unknown', comment: null });
  for (const { id, scopes, choices } of exporters) {
    for (const kind of scopes) {
      const request = {
        format: id,
        scope: kind === 'case' ? { case: number } : { query: '' },
        tlp: null,
        defang: choices.includes('defang'),
        includeRaw: choices.includes('raw'),
      };
      const prepared = await exports.prepare(request);
      await exports.writeTo(prepared, join(app.folder, `${kind}-${prepared.fileName}`));
    }
  }
  await care.backUp(join(app.folder, 'canary.backup'));
  const { id } = await diagnostics.collect();
  await diagnostics.save(id, join(app.folder, 'diagnostics.json'));
}

/** A command that ends without a chance to tidy up, in the middle of its requests. */
async function crash(): Promise<void> {
  const count = (): number => vendorIds.reduce((sum, vendor) => sum + emulators[vendor].requests.length, 0);
  const before = count();
  const running = startCommand(app.folder, ['sync', '--full', '--secrets-stdin'], secretsText(emulators));
  while (count() < before + 6 && running.child.exitCode === null) await delay(2);
  running.child.kill('SIGKILL');
  expect((await running.finished).status).toBeNull();
}

/** What the commands print that tell of the machine and the cache, after the crash. */
async function tell(): Promise<string> {
  const commands = [
    ['doctor'],
    ['doctor', '--json'],
    ['connections', '--json'],
    ['runs', '--json'],
    ['audit', 'verify'],
  ];
  const texts: string[] = [];
  for (const words of commands) {
    const { stdout, stderr } = await startCommand(app.folder, words).finished;
    expect(stdout.length, words.join(' ')).toBeGreaterThan(0);
    texts.push(stdout, stderr);
  }
  return texts.join('\n');
}

/** Arguments and environment of a running process, where the system shows them. */
async function readProcessFacts(pid: number): Promise<string> {
  if (process.platform !== 'linux') return '';
  // The child has to have started; its arguments are there from the first moment.
  return ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')).join('\0');
}

/** The bytes of a file, those of a packed one with its members as they are unpacked. */
function contentsOf(path: string): string {
  const bytes = readFileSync(path);
  const members = bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? Object.values(unzipSync(bytes)) : [];
  return [bytes, ...members].map((part) => Buffer.from(part).toString('latin1')).join('\n');
}

it('has canaries to look for, and finds one where it is', () => {
  const fields = vendorIds.flatMap((vendor) => Object.keys(emulators[vendor].secrets));
  const known = vendors.flatMap(({ credentialFields }) => credentialFields.map(({ name }) => name));
  expect(fields.toSorted()).toEqual(known.toSorted());
  expect(forms().length).toBeGreaterThan(4 * fields.length);
  // It was sent, so it could have been written down.
  const bodies = emulators.crowdstrike.requests.map(({ body }) => body);
  expect(bodies.filter((body) => body.includes(`member_cid=${defaultMemberCid}`))).not.toEqual([]);
  expect(findSecrets(`x${Object.values(emulators.datadog.secrets)[0]}y`)).not.toEqual([]);
});

it('leaves no secret in the data folder: database, write-ahead log, logs, exports, backup, diagnostics, after a crash', () => {
  const files = readdirSync(app.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['sightline.db', 'sightline.log', 'canary.backup', 'diagnostics.json']),
  );
  expect(files.length).toBeGreaterThan(exporters.length + 4);
  for (const { parentPath, name } of files) {
    expect(findSecrets(contentsOf(join(parentPath, name))), name).toEqual([]);
  }
});

it('prints no secret', () => {
  expect(command.stdout).toContain('"finished"');
  expect(findSecrets(command.stdout + command.stderr)).toEqual([]);
  expect(findSecrets(told)).toEqual([]);
});

it('passes no secret in arguments or environment', () => {
  if (process.platform === 'linux') expect(processFacts).toContain('SIGHTLINE_HOME');
  expect(findSecrets(processFacts)).toEqual([]);
});

it('puts no secret into a URL', () => {
  for (const vendor of vendorIds) {
    const { requests } = emulators[vendor];
    expect(requests.length).toBeGreaterThan(5);
    for (const { path, query } of requests) expect(findSecrets(`${path}?${query}`), path).toEqual([]);
  }
});
