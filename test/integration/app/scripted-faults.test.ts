/** Every scripted fault at every vendor: an honest end, a sound database, and afterwards what an undisturbed sync leaves. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncRun } from '#shared/model/connection.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { openTestApp } from '../../support/open-test-app.ts';
import { projectRoot } from '../../support/project-root.ts';
import { readContents } from './contents.ts';
import { connectAll, startVendors, syncAll, troubles, type VendorId, vendorIds } from './four-vendors.ts';
import { type ScriptedFault, scriptedFaults } from './scripted-faults.ts';

/** Where each vendor's records come from; tokens and the like are left alone. */
const recordPaths: Readonly<Record<VendorId, string>> = {
  crowdstrike: '/iocs/combined/indicator/v1',
  datadog: '/security/siem/ioc-explorer',
  threatgrid: '/iocs/feeds/',
  virustotal: '/ioc_stream',
};

let folder: string;
let emulators: AllEmulators;
let reference: readonly string[];
const keychain = new FakeKeychain();
const open = (place: string) => openTestApp({ folder: join(folder, place), keychain, isImpatient: true });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-faults-'));
  emulators = await startVendors(90);
  const app = open('prepared');
  await connectAll(app, emulators);
  await app.stop();
  cpSync(join(folder, 'prepared'), join(folder, 'reference'), { recursive: true });
  const undisturbed = open('reference');
  expect(troubles(await syncAll(undisturbed))).toEqual([]);
  reference = await readContents(undisturbed);
  await undisturbed.stop();
});

afterAll(async () => {
  await emulators.stop();
  rmSync(folder, { recursive: true, force: true });
});

function script({ fault, when }: ScriptedFault): void {
  for (const vendor of vendorIds) {
    const path = recordPaths[vendor];
    emulators[vendor].faults.add({ when: when === 'once' ? { path, nth: 2 } : { path }, fault });
  }
}

/** Of a vendor's runs the worst: those that were not hit are complete. */
function outcomeOf(runs: readonly SyncRun[], vendor: VendorId): string {
  const own = runs.filter(({ connection }) => connection === vendor);
  const hit = own.find(({ status }) => status !== 'complete') ?? own[0];
  return `${hit?.status} ${hit?.error?.code ?? '-'}`;
}

/** `file: vendor` for each secret that stands in the data folder: database, write-ahead log, log. */
function findSecrets(place: string): readonly string[] {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['sightline.db', 'sightline.log']));
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    return vendorIds
      .filter((vendor) => Object.values(emulators[vendor].secrets).some((secret) => bytes.includes(secret)))
      .map((vendor) => `${name}: ${vendor}`);
  });
}

describe('a fault at the records of all four vendors', () => {
  it.each(scriptedFaults.map((fault) => [fault.name, fault] as const))('%s', async (name, scripted) => {
    const place = `trial ${scriptedFaults.indexOf(scripted)}`;
    cpSync(join(folder, 'prepared'), join(folder, place), { recursive: true });
    const app = open(place);
    try {
      script(scripted);
      const runs = await syncAll(app);
      for (const vendor of vendorIds) {
        const expected = scripted.except?.[vendor] ?? scripted.outcome;
        expect.soft(`${vendor}: ${outcomeOf(runs, vendor)}`).toBe(`${vendor}: ${expected}`);
        // What ended badly says so in words.
        for (const { connection, status, error } of runs) {
          if (connection === vendor && status !== 'complete') expect(error?.message.length, name).toBeGreaterThan(10);
        }
      }
      for (const vendor of vendorIds) emulators[vendor].faults.clear();
      expect(troubles(await syncAll(app))).toEqual([]);
      expect(await readContents(app)).toEqual(reference);
      expect((await app.services.info.statistics({ check: true })).check).toBe('ok');
      await app.stop();
      expect(findSecrets(join(folder, place)), name).toEqual([]);
    } finally {
      for (const vendor of vendorIds) emulators[vendor].faults.clear();
      await app.stop();
      rmSync(join(folder, place), { recursive: true, force: true });
    }
  });
});

it('are forty or more at each vendor, as many as the document says', () => {
  expect(new Set(scriptedFaults.map(({ name }) => name)).size).toBe(scriptedFaults.length);
  expect(scriptedFaults.length).toBeGreaterThanOrEqual(40);
  const document = readFileSync(join(projectRoot, 'docs', 'reliability.md'), 'utf8');
  for (const vendor of vendorIds) expect(document).toContain(`| ${vendor} | ${scriptedFaults.length} |`);
});
