import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { type CommandResult, secretsText, startCommand } from './cli-process.ts';
import { connectAll, startVendors, syncAll, type VendorId, vendorIds } from './four-vendors.ts';

/** The emulators' own secrets are the canaries: nothing else in a run looks like them. */
let emulators: AllEmulators;
let app: TestApp;
let command: CommandResult;
let processFacts: string;

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
  emulators = await startVendors(300);
  app = openTestApp({ isImpatient: true });
  await connectAll(app, emulators);
  await useEverything();
  await app.stop();
  const running = startCommand(app.folder, ['sync', '--full', '--json', '--secrets-stdin'], secretsText(emulators));
  processFacts = await readProcessFacts(running.child.pid ?? 0);
  command = await running.finished;
});

afterAll(async () => {
  await app.remove();
  await emulators.stop();
});

/** Syncs with and without faults, with a wrong key, tests, exports: whatever could write a secret down. */
async function useEverything(): Promise<void> {
  const { connections, exports, search } = app.services;
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
  for (const format of ['html', 'json', 'csv']) {
    const scope = { query: '' };
    const prepared = await exports.prepare({ format, scope, tlp: null, defang: true, includeRaw: format === 'json' });
    await exports.writeTo(prepared, join(app.folder, prepared.fileName));
  }
}

/** Arguments and environment of a running process, where the system shows them. */
async function readProcessFacts(pid: number): Promise<string> {
  if (process.platform !== 'linux') return '';
  // The child has to have started; its arguments are there from the first moment.
  return ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')).join('\0');
}

it('has canaries to look for, and finds one where it is', () => {
  expect(forms().length).toBeGreaterThanOrEqual(4 * 6);
  expect(findSecrets(`x${Object.values(emulators.datadog.secrets)[0]}y`)).not.toEqual([]);
});

it('leaves no secret in the data folder: database, write-ahead log, logs, exports', () => {
  const files = readdirSync(app.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['sightline.db', 'sightline.log']));
  for (const { parentPath, name } of files) {
    expect(findSecrets(readFileSync(join(parentPath, name), 'latin1')), name).toEqual([]);
  }
});

it('prints no secret', () => {
  expect(command.stdout).toContain('"finished"');
  expect(findSecrets(command.stdout + command.stderr)).toEqual([]);
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
