import { afterEach, describe, expect, it } from 'vitest';
import { crowdstrike } from '#main/vendors/crowdstrike/index.ts';
import type { CrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import type { CrowdstrikeOptions } from '../../emulators/crowdstrike/options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openVendorAccount, type VendorAccount } from '../../support/vendor-account.ts';

const search = '/iocs/combined/indicator/v1';
const pageSize = 100;

let falcon: CrowdstrikeEmulator;
let account: VendorAccount;
let clock: FakeClock;

async function open(options: CrowdstrikeOptions = {}, streamOptions: Record<string, string | number | boolean> = {}) {
  falcon = await startCrowdstrikeEmulator({ size: 2_000, ...options });
  clock = new FakeClock();
  account = await openVendorAccount(crowdstrike, {
    url: falcon.url,
    secrets: falcon.secrets,
    options: { indicators: { limit: pageSize, ...streamOptions } },
    clock,
  });
}

afterEach(async () => {
  await account.close();
  await falcon.stop();
});

function held() {
  return [...falcon.holdings()[0].records()];
}

function searches() {
  return falcon.requests.filter(({ path, status }) => path === search && status === 200);
}

async function observations() {
  return (await account.indicators()).reduce((sum, { observations: count }) => sum + count, 0);
}

function firstLive() {
  const found = held().find(({ deleted, expired }) => !deleted && !expired);
  if (found === undefined) throw new Error('The emulator holds no live record.');
  return found;
}

describe('a walk of the custom IOCs', () => {
  it('stores all that the account holds, deleted records as gone', async () => {
    await open();
    const run = await account.sync();
    const records = held();
    expect(run).toMatchObject({
      status: 'complete',
      expected: records.length,
      received: records.length,
      stored: records.length,
      rejected: 0,
      error: null,
    });
    expect(await observations()).toBe(records.length);
    const gone = (await account.indicators()).filter(({ flags }) => flags.includes('gone'));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.map(({ value }) => value).sort()).toEqual(
      records
        .filter(({ deleted }) => deleted)
        .map(({ value }) => value)
        .sort(),
    );
  });

  it('never asks by offset, and sorts by the last change', async () => {
    await open();
    await account.sync();
    for (const { query } of searches()) {
      expect(query.has('offset')).toBe(false);
      expect(query.get('sort')).toBe('modified_on.asc');
      expect(query.get('filter')).toMatch(/^deleted:(true|false)$/);
    }
    expect(searches().length).toBeGreaterThan(4);
  });

  it('stores nothing the second time, and asks only for what changed since', async () => {
    await open();
    await account.sync();
    const before = searches().length;
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', stored: 0 });
    expect(run.expected).toBe(run.received);
    expect(run.received).toBeLessThan(held().length / 4);
    const filters = searches()
      .slice(before)
      .map(({ query }) => query.get('filter'));
    expect(filters.map((filter) => filter?.replace(/'.*'/, "'…'"))).toEqual([
      "deleted:false+modified_on:>='…'",
      "deleted:true+modified_on:>='…'",
    ]);
  });

  it('finds changes, deletions, restorations and new records', async () => {
    await open();
    await account.sync();
    falcon.clock.advance(3_600_000);
    clock.advance(3_600_000);
    const [changed, removed] = held().filter(({ deleted, expired, type }) => !deleted && !expired && type === 'domain');
    const restored = held().find(({ deleted, type }) => deleted && type === 'domain');
    if (changed === undefined || removed === undefined || restored === undefined) throw new Error('too few records');
    falcon.change(changed.id, { severity: 'critical', action: 'detect' });
    falcon.remove(removed.id);
    falcon.change(restored.id, { deleted: false });
    const [added] = falcon.add(1);
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', stored: 4 });
    expect(await account.detail('domain', changed.value)).toMatchObject({ severity: 'critical', score: 95 });
    expect((await account.detail('domain', removed.value))?.flags).toContain('gone');
    expect((await account.detail('domain', restored.value))?.flags).not.toContain('gone');
    expect((await account.indicators()).some(({ value }) => value === added?.value)).toBe(true);
  });

  it('is complete when records appear, change and vanish while it walks', async () => {
    await open();
    const victims = held()
      .filter(({ deleted }) => !deleted)
      .slice(0, 30);
    const isSearch = { path: search };
    falcon.faults.add({ when: { ...isSearch, nth: 2 }, fault: { kind: 'insertDuring', count: 7 } });
    falcon.faults.add({
      when: { ...isSearch, nth: 3 },
      fault: {
        kind: 'custom',
        run({ answer }) {
          for (const { id } of victims.slice(0, 20)) falcon.remove(id);
          for (const { id } of victims.slice(20)) falcon.change(id, { description: 'changed meanwhile' });
          return answer();
        },
      },
    });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', error: null, received: held().length });
    expect(run.expected).toBe(run.received);
    const gone = (await account.indicators()).filter(({ flags }) => flags.includes('gone'));
    expect(gone).toHaveLength(held().filter(({ deleted }) => deleted).length);
  });

  it('counts a record once that is deleted between the passes', async () => {
    await open();
    const { id } = firstLive();
    falcon.faults.add({
      when: { path: search, matches: ({ query }) => query.get('filter') === 'deleted:true', times: 1 },
      fault: {
        kind: 'custom',
        run({ answer }) {
          falcon.remove(id);
          return answer();
        },
      },
    });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', expected: held().length, received: held().length });
  });

  it('marks what a full walk does not meet any more as gone', async () => {
    await open();
    await account.sync();
    const { id, value, type } = firstLive();
    // The vendor purges one for good: it leaves it out of every answer.
    falcon.faults.add({
      when: { path: search },
      fault: {
        kind: 'custom',
        async run({ answer }) {
          const reply = await answer();
          const page = structuredClone(reply.value) as {
            meta: { pagination: { total: number } };
            resources: { id: string; deleted: boolean }[];
          };
          const kept = page.resources.filter((record) => record.id !== id);
          page.meta.pagination.total -= page.resources.some(({ deleted }) => !deleted) ? 1 : 0;
          return { ...reply, value: { ...page, resources: kept } };
        },
      },
    });
    expect(await account.sync({ full: true })).toMatchObject({ status: 'complete', stored: 0 });
    const detail = (await account.indicators()).find((found) => found.value === value);
    expect(detail?.flags, type).toContain('gone');
  });

  it('narrows by the user’s filter, within brackets, and calls nothing gone then', async () => {
    await open();
    await account.sync();
    const options = { filter: "type:'domain',type:'ipv4'", limit: 50 };
    await account.setOptions({ indicators: options });
    const run = await account.sync({ full: true });
    const records = held().filter(({ type }) => type === 'domain' || type === 'ipv4');
    expect(run).toMatchObject({ status: 'complete', received: records.length, stored: 0 });
    const gone = (await account.indicators()).filter(({ flags }) => flags.includes('gone'));
    expect(gone).toHaveLength(held().filter(({ deleted }) => deleted).length);
    expect(searches().at(-1)?.query.get('filter')).toBe("deleted:true+(type:'domain',type:'ipv4')");
  });
});

describe('a walk that is disturbed', () => {
  it('goes on after a token has expired, with a new one', async () => {
    await open();
    falcon.faults.add({
      when: { path: search, nth: 3 },
      fault: {
        kind: 'custom',
        run({ answer }) {
          falcon.revokeTokens();
          return answer();
        },
      },
    });
    expect(await account.sync()).toMatchObject({ status: 'complete', received: held().length });
    expect(falcon.requests.filter(({ path }) => path === '/oauth2/token')).toHaveLength(2);
  });

  it('ends as failed, with one renewal only, when no token is accepted', async () => {
    await open();
    falcon.faults.add({ when: { path: search }, fault: { kind: 'expiredToken' } });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'failed', error: { code: 'credential.rejected' } });
    expect(falcon.requests.filter(({ path }) => path === search)).toHaveLength(2);
  });

  it('waits as long as a 429 says', async () => {
    await open();
    falcon.faults.add({ when: { path: search, nth: 2 }, fault: { kind: 'rateLimited', retryAfterSeconds: 30 } });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', received: held().length });
    expect(run.waitedMs).toBeGreaterThanOrEqual(30_000);
    expect(run.waitedMs).toBeLessThan(40_000);
  });

  it('treats an error inside a 200 as one, and goes on from the page before it next time', async () => {
    await open();
    const value = { meta: { query_time: 0.1 }, errors: [{ code: 400, message: 'bad things' }], resources: [] };
    falcon.faults.add({
      when: { path: search, nth: 3 },
      fault: { kind: 'custom', run: () => ({ status: 200, contentType: 'application/json', value }) },
    });
    const first = await account.sync();
    expect(first).toMatchObject({ status: 'failed', received: 2 * pageSize, error: { code: 'vendor.badResponse' } });
    expect(first.error?.message).toContain('bad things');
    const before = searches().length;
    const second = await account.sync();
    expect(second).toMatchObject({ status: 'complete', received: held().length, expected: held().length });
    expect(searches()[before]?.query.get('after')).not.toBeNull();
    expect(second.stored).toBe(held().length - 2 * pageSize);
  });

  it('puts a bad record aside with its reason and calls the run incomplete', async () => {
    await open();
    falcon.faults.add({ when: { path: search, nth: 2 }, fault: { kind: 'malformedRecord', index: 3 } });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'incomplete', rejected: 1, received: held().length });
    const [rejected] = await account.rejected(run);
    expect(rejected?.reason).toBe('id is missing.');
  });

  it('calls a pass short whose pages end before its total, and starts over from the old mark', async () => {
    await open();
    falcon.faults.add({
      when: { path: search, nth: 3 },
      fault: {
        kind: 'custom',
        async run({ answer }) {
          const reply = await answer();
          return { ...reply, value: { ...(reply.value as object), resources: [] } };
        },
      },
    });
    const run = await account.sync();
    expect(run.status).toBe('incomplete');
    expect(run.expected).toBeGreaterThan(run.received);
    const again = await account.sync();
    expect(again).toMatchObject({ status: 'complete', received: held().length });
    expect(await observations()).toBe(held().length);
  });

  it('says that a secret is wrong, and that an address is not let in', async () => {
    await open({ isAddressAllowed: false });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'failed', requests: 1, error: { code: 'vendor.forbidden' } });
    expect(run.error?.message).toContain('allow-list');
  });

  it('gives the token back', async () => {
    await open();
    await account.sync();
    expect(falcon.requests.at(-1)).toMatchObject({ method: 'POST', path: '/oauth2/revoke', status: 200 });
  });
});
