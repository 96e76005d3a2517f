import { afterEach, describe, expect, it } from 'vitest';
import { virustotal } from '#main/vendors/virustotal/index.ts';
import type { VirustotalEmulator } from '../../emulators/virustotal/index.ts';
import { startVirustotalEmulator } from '../../emulators/virustotal/index.ts';
import type { VirustotalOptions } from '../../emulators/virustotal/options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openVendorAccount, type VendorAccount } from '../../support/vendor-account.ts';

const stream = '/api/v3/ioc_stream';
const day = 86_400_000;

let vt: VirustotalEmulator;
let account: VendorAccount;
let clock: FakeClock;

async function open(options: VirustotalOptions = {}, streamOptions: Record<string, string | number | boolean> = {}) {
  vt = await startVirustotalEmulator({ size: 600, engines: 8, ...options });
  clock = new FakeClock();
  account = await openVendorAccount(virustotal, {
    url: vt.url,
    secrets: vt.secrets,
    options: { ioc_stream: streamOptions },
    clock,
  });
}

afterEach(async () => {
  await account.close();
  await vt.stop();
});

function held() {
  return [...vt.holdings()[0].records()];
}

function pages() {
  return vt.requests.filter(({ path, status }) => path === stream && status === 200);
}

async function observations() {
  return (await account.indicators()).reduce((sum, { observations: count }) => sum + count, 0);
}

function advance(durationMs: number) {
  vt.clock.advance(durationMs);
  clock.advance(durationMs);
}

describe('a walk of the IoC stream', () => {
  it('stores every notification, one indicator per object', async () => {
    await open();
    const { length } = held();
    const run = await account.sync();
    expect(run).toMatchObject({
      status: 'complete',
      expected: length,
      received: length,
      stored: length,
      rejected: 0,
      error: null,
    });
    expect(run.requests).toBe(Math.ceil(length / 40));
    expect(await observations()).toBe(length);
    expect(await account.indicators()).toHaveLength(new Set(held().map(({ id }) => id)).size);
  });

  it('names itself and is given assessments for it', async () => {
    await open();
    await account.sync();
    expect(pages().every(({ headers }) => headers['x-tool'] === 'sightline')).toBe(true);
    const item = held().find(({ type }) => type === 'domain');
    const detail = await account.detail('domain', item?.id ?? '');
    expect(detail?.observationList[0]?.vendorScore).toMatch(/^\d+ \(VERDICT_[A-Z]+\)$/);
  });

  it('relates the hashes of a file', async () => {
    await open();
    await account.sync();
    const item = held().find(({ type, attributes }) => type === 'file' && attributes?.['md5'] !== undefined);
    const detail = await account.detail('sha256', item?.id ?? '');
    expect(detail?.relations.map(({ kind, type }) => `${kind} ${type}`).sort()).toEqual([
      'same_file md5',
      'same_file sha1',
    ]);
  });

  it('asks only for what is newer the next time, and stores nothing when there is nothing', async () => {
    await open();
    await account.sync();
    const before = pages().length;
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', expected: 0, received: 0, stored: 0, requests: 1 });
    expect(pages()[before]?.query.get('filter')).toBe('date:2026-11-20T11:59:00+');
  });

  it('meets what is new since, also another notification about a known object', async () => {
    await open();
    await account.sync();
    const known = held().find(({ type }) => type === 'domain')?.id ?? '';
    const count = (await account.detail('domain', known))?.observations ?? 0;
    advance(3_600_000);
    vt.add(50);
    vt.repeat(known);
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', received: 51, stored: 51, expected: 51 });
    expect((await account.detail('domain', known))?.observations).toBe(count + 1);
    expect(await observations()).toBe(held().length);
  });

  it('goes by the vendor’s clock when ours is wrong', async () => {
    await open();
    clock.advance(400 * day);
    await account.sync();
    vt.add(3);
    vt.clock.advance(1_000);
    expect(await account.sync()).toMatchObject({ status: 'complete', received: 3, stored: 3 });
    expect(account.notices).toContainEqual(expect.stringContaining('clock'));
  });

  it('is complete when notifications arrive while it walks', async () => {
    await open();
    vt.faults.add({ when: { path: stream, everyNth: 2 }, fault: { kind: 'insertDuring', count: 3 } });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', error: null, received: held().length });
    expect(run.expected).toBe(run.received);
  });

  it('is complete when notifications are put in behind it, and meets them the next time', async () => {
    await open();
    const [oldest] = held().sort(
      (a, b) => a.context_attributes.notification_date - b.context_attributes.notification_date,
    );
    vt.faults.add({
      when: { path: stream, nth: 3 },
      fault: {
        kind: 'custom',
        run({ answer }) {
          vt.add(2, oldest?.context_attributes.notification_date);
          return answer();
        },
      },
    });
    expect(await account.sync()).toMatchObject({ status: 'complete', received: held().length - 2 });
    expect(await account.sync()).toMatchObject({ status: 'complete', received: held().length });
    expect(await observations()).toBe(held().length);
  });

  it('is complete when notifications vanish, and calls nothing gone for that', async () => {
    await open();
    await account.sync();
    const before = held().length;
    advance(10 * day);
    expect(held().length).toBeLessThan(before);
    const run = await account.sync({ full: true });
    expect(run).toMatchObject({ status: 'complete', received: held().length });
    expect(await observations()).toBe(before);
    expect((await account.indicators()).some(({ flags }) => flags.includes('gone'))).toBe(false);
  });

  it('says what may have been lost after a week without it', async () => {
    await open();
    await account.sync();
    advance(8 * day);
    expect(await account.sync()).toMatchObject({ status: 'complete', error: { code: 'sync.possibleLoss' } });
  });

  it('folds URLs that were known by their id only into the URLs', async () => {
    await open({}, { descriptors_only: true });
    await account.sync();
    const byId = (await account.indicators()).filter(({ value }) => value.startsWith('vt-url:'));
    expect(byId.length).toBeGreaterThan(0);
    await account.setOptions({ ioc_stream: {} });
    expect(await account.sync({ full: true })).toMatchObject({ status: 'complete' });
    const after = await account.indicators();
    expect(after.filter(({ value }) => value.startsWith('vt-url:'))).toEqual([]);
    expect(after.filter(({ type }) => type === 'url')).toHaveLength(
      new Set(
        held()
          .filter(({ type }) => type === 'url')
          .map(({ id }) => id),
      ).size,
    );
    expect(await observations()).toBe(held().length);
    const url = held().find(({ type }) => type === 'url');
    const byAlias = await account.detail('other', `vt-url:${url?.id}`);
    expect(byAlias).toMatchObject({ type: 'url', value: url?.attributes?.['url'] });
  });

  it('takes the vendor’s own parameters', async () => {
    await open({}, { filter: 'origin:hunting entity_type:file', limit: 7 });
    const expected = held().filter(
      ({ type, context_attributes }) => type === 'file' && context_attributes.origin === 'hunting',
    );
    expect(await account.sync()).toMatchObject({ status: 'complete', received: expected.length });
    expect(pages()[0]?.query.get('limit')).toBe('7');
  });

  it('does not mind a capped count', async () => {
    await open({ size: 6_000, countCap: 1_000 });
    const { length } = held();
    expect(length).toBeGreaterThan(1_000);
    expect(await account.sync()).toMatchObject({ status: 'complete', expected: null, received: length });
  });
});

describe('a walk that is disturbed', () => {
  it('goes on with the same filter and the saved cursor', async () => {
    await open({ bindsCursors: true });
    await account.sync();
    advance(7_200_000);
    vt.add(150);
    vt.faults.add({
      when: { path: stream, nth: 3 },
      fault: { kind: 'status', status: 400, text: '{}', contentType: 'application/json' },
    });
    const before = vt.requests.length;
    expect(await account.sync()).toMatchObject({
      status: 'failed',
      received: 80,
      error: { code: 'vendor.badResponse' },
    });
    expect(await account.sync()).toMatchObject({ status: 'complete', received: 150, expected: 150, requests: 2 });
    const asked = vt.requests.slice(before).map(({ query }) => query);
    expect(new Set(asked.map((query) => query.get('filter'))).size).toBe(1);
    expect(asked[3]?.get('cursor')).toBe(asked[2]?.get('cursor'));
    expect(await observations()).toBe(held().length);
  });

  it('waits for a quota as long as it is told', async () => {
    await open();
    vt.faults.add({ when: { path: stream, nth: 2 }, fault: { kind: 'rateLimited', retryAfterSeconds: 20 } });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'complete', received: held().length });
    expect(run.waitedMs).toBeGreaterThanOrEqual(20_000);
  });

  it('waits a minute when it is not told', async () => {
    await open();
    vt.faults.add({ when: { path: stream, nth: 2 }, fault: { kind: 'rateLimited', withoutHint: true } });
    const run = await account.sync();
    expect(run.status).toBe('complete');
    expect(run.waitedMs).toBeGreaterThanOrEqual(60_000);
  });

  it('does not wait for hours: the run is incomplete and goes on the next time', async () => {
    await open();
    const remove = vt.faults.add({
      when: { path: stream, matches: ({ query }) => query.has('cursor') },
      fault: { kind: 'rateLimited', retryAfterSeconds: 36_000 },
    });
    const run = await account.sync();
    expect(run).toMatchObject({
      status: 'incomplete',
      received: 40,
      requests: 2,
      error: { code: 'vendor.rateLimited' },
    });
    expect(run.waitedMs).toBeLessThan(1_000);
    remove();
    expect(await account.sync()).toMatchObject({ status: 'complete', received: held().length });
  });

  it('gives up within minutes when the quota stays used up without a word', async () => {
    await open();
    vt.faults.add({
      when: { path: stream, matches: ({ query }) => query.has('cursor') },
      fault: { kind: 'rateLimited', withoutHint: true },
    });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'incomplete', error: { code: 'vendor.rateLimited' } });
    expect(run.waitedMs).toBeLessThan(6 * 60_000);
  });

  it('treats an error inside a 200 as one', async () => {
    await open();
    const value = { error: { code: 'UserNotActiveError', message: 'Not active' } };
    vt.faults.add({
      when: { path: stream, nth: 2 },
      fault: { kind: 'custom', run: () => ({ status: 200, contentType: 'application/json', value }) },
    });
    expect(await account.sync()).toMatchObject({
      status: 'failed',
      received: 40,
      error: { code: 'credential.rejected' },
    });
  });

  it.each([
    [{ isActive: false }, 'credential.rejected'],
    [{ isLicensed: false }, 'vendor.forbidden'],
  ])('by %j ends after one request with %s', async (options, code) => {
    await open(options);
    expect(await account.sync()).toMatchObject({ status: 'failed', requests: 1, error: { code } });
  });

  it('puts a bad item aside with its reason', async () => {
    await open();
    vt.faults.add({ when: { path: stream, nth: 2 }, fault: { kind: 'malformedRecord', index: 5 } });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'incomplete', rejected: 1, received: held().length });
    expect(await account.rejected(run)).toHaveLength(1);
  });

  it('is broken off when the vendor repeats a cursor', async () => {
    await open();
    vt.faults.add({
      when: { path: stream, matches: ({ query }) => query.has('cursor') },
      fault: {
        kind: 'custom',
        async run({ request, answer }) {
          const reply = await answer();
          const page = reply.value as { meta: object };
          return { ...reply, value: { ...page, meta: { ...page.meta, cursor: request.query.get('cursor') } } };
        },
      },
    });
    const run = await account.sync();
    expect(run).toMatchObject({ status: 'incomplete', requests: 2 });
    expect(run.error?.message).toContain('same cursor');
  });
});
