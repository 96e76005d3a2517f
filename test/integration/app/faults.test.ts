import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncRun } from '#shared/model/connection.ts';
import type { Fault, FaultWhen } from '../../emulators/kit/faults.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { connectAll, holdingsOf, startVendors, syncAll, troubles, type VendorId, vendorIds } from './four-vendors.ts';

/** Where each vendor's records come from; tokens and the like are left alone. */
const recordPaths: Readonly<Record<VendorId, string>> = {
  crowdstrike: '/iocs/combined/indicator/v1',
  datadog: '/security/siem/ioc-explorer',
  threatgrid: '/iocs/feeds/',
  virustotal: '/ioc_stream',
};

/** Long, and in order at both ends: only who parses the whole of it sees that it is no JSON. */
const brokenInside: Fault = { kind: 'malformedJson', text: `{"data":["${'a'.repeat(20_000)}",,]}` };

let emulators: AllEmulators;
let app: TestApp;

beforeEach(async () => {
  emulators = await startVendors(300);
  app = openTestApp({ isImpatient: true });
  await connectAll(app, emulators);
});

afterEach(async () => {
  await app.remove();
  await emulators.stop();
});

/** Scripts the same fault at all four vendors. */
function spoilAll(fault: Fault, when: Omit<FaultWhen, 'path'> = {}): void {
  for (const vendor of vendorIds) {
    emulators[vendor].faults.add({ when: { ...when, path: recordPaths[vendor] }, fault });
  }
}

/** Distinct `status code` of the runs of one vendor. */
function outcomeOf(runs: readonly SyncRun[], vendor: VendorId): readonly string[] {
  const own = runs.filter(({ connection }) => connection === vendor);
  return [...new Set(own.map(({ status, error }) => `${status} ${error?.code ?? '-'}`))].toSorted();
}

/** Requests for records that a vendor got. */
function recordRequests(vendor: VendorId): number {
  return emulators[vendor].requests.filter(({ path }) => path.includes(recordPaths[vendor])).length;
}

describe('a fault that passes is ridden out', () => {
  it.each<[string, Fault]>([
    ['a 502 with HTML', { kind: 'htmlError', status: 502 }],
    ['a 503 with HTML', { kind: 'htmlError', status: 503 }],
    ['a 429 that says when', { kind: 'rateLimited', retryAfterSeconds: 1 }],
    ['a truncated answer', { kind: 'truncated' }],
    ['a reset connection', { kind: 'reset' }],
    ['an answer that breaks off', { kind: 'reset', afterBytes: 100 }],
    ['a body that is no JSON', { kind: 'malformedJson' }],
    ['a long body that is no JSON', brokenInside],
  ])('%s', async (_name, fault) => {
    spoilAll(fault, { nth: 2 });
    expect(troubles(await syncAll(app))).toEqual([]);
  });
});

describe('a fault that stays ends each run with its reason', () => {
  it.each<[string, Fault, string]>([
    ['5xx', { kind: 'htmlError', status: 503 }, 'incomplete vendor.unavailable'],
    ['429 for an hour', { kind: 'rateLimited', retryAfterSeconds: 3_600 }, 'incomplete vendor.rateLimited'],
    ['truncated answers', { kind: 'truncated', quietly: true }, 'failed vendor.badResponse'],
    ['a captive portal', { kind: 'html200' }, 'failed vendor.badResponse'],
    ['empty answers', { kind: 'emptyBody' }, 'failed vendor.badResponse'],
    ['long answers that are no JSON', brokenInside, 'failed vendor.badResponse'],
    ['another media type', { kind: 'wrongContentType', contentType: 'text/html' }, 'failed vendor.badResponse'],
    ['a gzip bomb', { kind: 'gzipBomb' }, 'failed vendor.badResponse'],
  ])('%s', async (_name, fault, outcome) => {
    spoilAll(fault);
    const runs = await syncAll(app);
    for (const vendor of vendorIds) expect(outcomeOf(runs, vendor), vendor).toEqual([outcome]);
    expect(runs.reduce((sum, { stored }) => sum + stored, 0)).toBe(0);
  });
});

it('stops a connection after one try when its key is refused, and keeps the key', async () => {
  spoilAll({ kind: 'expiredToken' });
  const runs = await syncAll(app);
  for (const vendor of vendorIds) {
    expect(outcomeOf(runs, vendor), vendor).toEqual(['failed credential.rejected']);
    // A bearer token is renewed once; a key cannot be.
    expect(recordRequests(vendor), vendor).toBe(vendor === 'crowdstrike' ? 2 : 1);
  }
  expect(app.keychain.items.size).toBe(4);
});

it('stops a connection after one try when it may not read', async () => {
  spoilAll({ kind: 'status', status: 403, text: '{"errors":["Forbidden"]}', contentType: 'application/json' });
  const runs = await syncAll(app);
  for (const vendor of vendorIds) {
    // Datadog answers a key that it does not know with 403 as well.
    const code = vendor === 'datadog' ? 'credential.rejected' : 'vendor.forbidden';
    expect(outcomeOf(runs, vendor), vendor).toEqual([`failed ${code}`]);
    expect(recordRequests(vendor), vendor).toBe(1);
  }
});

it('leaves three vendors running when one is gone', async () => {
  await emulators.datadog.stop();
  const runs = await syncAll(app);
  expect(outcomeOf(runs, 'datadog')).toEqual(['failed network.offline']);
  expect(troubles(runs.filter(({ connection }) => connection !== 'datadog'))).toEqual([]);
});

it('puts one bad record of a good page aside, with its reason, and calls the run incomplete', async () => {
  spoilAll({ kind: 'malformedRecord' }, { nth: 1 });
  const runs = await syncAll(app);
  const held = holdingsOf(emulators);
  for (const vendor of vendorIds) {
    const spoilt = runs.filter(({ connection, rejected }) => connection === vendor && rejected > 0);
    expect(
      spoilt.map(({ status, rejected }) => [status, rejected]),
      vendor,
    ).toEqual([['incomplete', 1]]);
    const [run] = spoilt;
    if (run === undefined) throw new Error('No run has a rejected record.');
    // Datadog's first page is read twice: the second time the record is good, and nobody can tell that it is the same.
    const surplus = vendor === 'datadog' ? 1 : 0;
    expect(run.received, vendor).toBe((held.get(`${vendor}/${run.stream}`) ?? 0) + surplus);
    const [rejected] = await app.services.runs.rejected({ runId: run.id, limit: 10 });
    expect(rejected?.reason.length, vendor).toBeGreaterThan(3);
  }
  // The next sync begins where the spoilt one did, so the record that was bad arrives after all.
  expect(troubles(await syncAll(app))).toEqual([]);
  const total = [...held.values()].reduce((sum, count) => sum + count, 0);
  expect((await app.services.info.statistics()).observations).toBe(total);
});

it('loses nothing when records appear during the walk', async () => {
  spoilAll({ kind: 'insertDuring', count: 3 }, { nth: 2 });
  const first = await syncAll(app);
  const second = await syncAll(app);
  for (const { connection, stream, status, error } of [...first, ...second]) {
    expect(`${connection}/${stream} ${status} ${error?.message}`).toBe(`${connection}/${stream} complete undefined`);
  }
  const held = [...holdingsOf(emulators).values()].reduce((sum, count) => sum + count, 0);
  expect((await app.services.info.statistics()).observations).toBe(held);
});

describe('a redirect', () => {
  let elsewhere: Server;
  let visits: number;

  beforeEach(async () => {
    visits = 0;
    elsewhere = createServer((_request, response) => {
      visits += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise((resolve) => elsewhere.close(resolve)));

  it('is not followed', async () => {
    // A listening TCP server's address is an AddressInfo.
    const { port } = elsewhere.address() as AddressInfo;
    spoilAll({ kind: 'redirect', to: `http://127.0.0.1:${port}/` });
    const runs = await syncAll(app);
    for (const vendor of vendorIds) expect(outcomeOf(runs, vendor), vendor).toEqual(['failed vendor.badResponse']);
    expect(visits).toBe(0);
  });
});

it('can be cancelled, and goes on from there', async () => {
  let arrived = 0;
  for (const vendor of vendorIds) {
    emulators[vendor].faults.add({
      when: {
        matches: () => {
          arrived += 1;
          if (arrived === 12) app.services.sync.cancel(null);
          return false;
        },
      },
      fault: { kind: 'reset' },
    });
  }
  const runs = await syncAll(app);
  expect(runs.some(({ status }) => status === 'cancelled')).toBe(true);
  expect(runs.every(({ status }) => status === 'cancelled' || status === 'complete')).toBe(true);
  expect(troubles(await syncAll(app))).toEqual([]);
  const held = [...holdingsOf(emulators).values()].reduce((sum, count) => sum + count, 0);
  expect((await app.services.info.statistics()).observations).toBe(held);
});
