/** Single questions to the vendors: asked now, kept for when there is no network, told to the cached records. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { RefreshProgress, VendorCard } from '#shared/model/vendor-detail.ts';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';
import { parseLines } from '../../support/cli.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';

let emulators: AllEmulators;
let commands: CommandApp;

beforeEach(async () => {
  emulators = await startAllEmulators({ size: 120 });
  const { datadog, crowdstrike, threatgrid, virustotal } = emulators;
  commands = await openCommandApp([datadog, crowdstrike, threatgrid, virustotal]);
  await sync();
});
afterEach(async () => {
  await commands.app.remove();
  await emulators.stop();
});

/** As Falcon says that a key lacks a right. */
const denied = {
  kind: 'status',
  status: 403,
  text: '{"errors":[{"code":403,"message":"access denied, authorization failed"}]}',
  contentType: 'application/json',
} as const;
const sync = () =>
  commands.app.services.sync.run({ connectionIds: null, streams: ['indicators', 'ioc_stream'], full: true });
const details = () => commands.app.services.details;
const search = () => commands.app.services.search;

/** The first indicator that a query finds. */
async function find(query: string): Promise<IndicatorId> {
  const [found] = await search().search({ query, offset: 0, limit: 1 });
  return found?.id ?? expect.unreachable(`Nothing is found by ${query}`);
}
const refresh = (id: IndicatorId, vendor: string) =>
  details().refresh({ selection: { ids: [id] }, connectionIds: [commands.ids[vendor] ?? expect.unreachable()] });
const cardsOf = async (id: IndicatorId, vendor: string): Promise<readonly VendorCard[]> =>
  (await details().cards(id)).filter((card) => card.vendor === vendor);
const recordOf = async (id: IndicatorId, vendor: string) =>
  (await search().detail({ id }))?.observationList.find((one) => one.vendor === vendor) ?? expect.unreachable();
const live = () => [...emulators.crowdstrike.holdings()[0].records()].filter(({ deleted }) => !deleted);

describe('Datadog', () => {
  it('tells the context and the whole triage history of one indicator, and keeps it', async () => {
    const id = await find('connection:datadog');
    const { vendorKey } = await recordOf(id, 'datadog');
    for (let round = 0; round < 120; round += 1) emulators.datadog.triage(vendorKey, 'reviewed');
    expect(await cardsOf(id, 'datadog')).toMatchObject([{ fetchedAtMs: null, detail: null }]);
    expect(await refresh(id, 'datadog')).toMatchObject({ asked: 1, answered: 1, failed: 0, stopped: [] });
    await emulators.datadog.stop();
    const [card] = await cardsOf(id, 'datadog');
    expect(card).toMatchObject({ inquiry: 'indicator', fetchedAtMs: expect.any(Number) });
    const history = card?.detail?.sections.find(({ title }) => title === 'Triage at Datadog');
    expect(history?.table?.rows.length).toBeGreaterThanOrEqual(120);
  });

  it('brings the cached record up to date as a sync would, with its earlier state', async () => {
    const id = await find('connection:datadog');
    const before = await recordOf(id, 'datadog');
    emulators.datadog.change(before.vendorKey, { score: 97, tags: ['refreshed'] });
    expect(await refresh(id, 'datadog')).toMatchObject({ changed: 1 });
    const after = await recordOf(id, 'datadog');
    expect(after).toMatchObject({ score: 97, tags: ['refreshed'], versions: before.versions + 1 });
    // What the record says is what the list says: nothing of the next sync is news.
    expect(await refresh(id, 'datadog')).toMatchObject({ answered: 1, changed: 0 });
    await sync();
    expect(await recordOf(id, 'datadog')).toMatchObject({ versions: after.versions, score: 97 });
  });

  it('marks a record as gone that the explorer no longer shows', async () => {
    const id = await find('connection:datadog');
    const { vendorKey } = await recordOf(id, 'datadog');
    emulators.datadog.remove(vendorKey);
    expect(await refresh(id, 'datadog')).toMatchObject({ answered: 1, unknown: 1, changed: 1 });
    expect((await recordOf(id, 'datadog')).goneAtMs).not.toBeNull();
    expect(await cardsOf(id, 'datadog')).toMatchObject([{ fetchedAtMs: expect.any(Number), detail: null }]);
  });
});

describe('Falcon', () => {
  /** An indicator that some host has seen. */
  async function findSeen(): Promise<IndicatorId> {
    for (const { type, value } of live()) {
      const id = await find(`connection:crowdstrike value:"${value}"`);
      await refresh(id, 'crowdstrike');
      const estate = (await cardsOf(id, 'crowdstrike')).find(({ inquiry }) => inquiry === 'estate')?.detail?.estate;
      if (type !== 'sha1' && (estate?.hosts.length ?? 0) > 0) return id;
    }
    return expect.unreachable('No host has seen anything.');
  }

  it('tells the record, and the hosts and processes that touched it', async () => {
    const id = await findSeen();
    await emulators.crowdstrike.stop();
    const [record, estate] = await cardsOf(id, 'crowdstrike');
    expect(record).toMatchObject({ inquiry: 'record', detail: { sections: [{ title: null }] } });
    const seen = estate?.detail?.estate;
    expect(seen?.hostCount).toBeGreaterThan(0);
    const processes = seen?.hosts.flatMap((host) => host.processes ?? []) ?? [];
    expect(processes[0]).toMatchObject({
      fileName: expect.stringContaining('\\Device\\'),
      commandLine: expect.stringContaining('C:\\'),
      startedAtMs: expect.any(Number),
    });
  });

  it('takes over a change and a deletion', async () => {
    const [one, two] = live();
    const [first, second] = [await find(`value:"${one?.value}"`), await find(`value:"${two?.value}"`)];
    emulators.crowdstrike.clock.advance(60_000);
    emulators.crowdstrike.change(one?.id ?? '', { severity: 'critical', action: 'detect' });
    emulators.crowdstrike.remove(two?.id ?? '');
    await refresh(first, 'crowdstrike');
    await refresh(second, 'crowdstrike');
    expect(await recordOf(first, 'crowdstrike')).toMatchObject({ severity: 'critical', score: 95 });
    expect((await recordOf(second, 'crowdstrike')).goneAtMs).not.toBeNull();
  });

  it('shows what it may read when the details of processes are refused', async () => {
    const id = await findSeen();
    emulators.crowdstrike.faults.add({
      when: { path: '/processes/entities/' },
      fault: denied,
    });
    expect(await refresh(id, 'crowdstrike')).toMatchObject({ answered: 2, failed: 0 });
    const [, estate] = await cardsOf(id, 'crowdstrike');
    expect(estate?.detail?.estate?.remarks).toContainEqual(expect.stringContaining('IOCs (Indicators of Compromise)'));
    // What was refused here is not offered among the calls either, until it goes through.
    const deniedCalls = async () =>
      (await commands.app.services.operations.list('crowdstrike')).flatMap(({ name, denied: why }) =>
        why === null ? [] : [name],
      );
    expect(await deniedCalls()).toEqual(['entities_processes', 'DevicesCount', 'DevicesRanOn', 'ProcessesRanOn']);
    emulators.crowdstrike.faults.clear();
    await refresh(id, 'crowdstrike');
    expect(await deniedCalls()).toEqual([]);
  });
});

describe('VirusTotal', () => {
  it('tells what it knows of an object, and what the notification says of it follows', async () => {
    const id = await find('connection:virustotal type:domain');
    const before = await recordOf(id, 'virustotal');
    const { value = '' } = (await search().detail({ id })) ?? {};
    expect(await refresh(id, 'virustotal')).toMatchObject({ answered: 1, failed: 0 });
    const [card] = await cardsOf(id, 'virustotal');
    expect(card?.detail?.sections[0]?.fields).toContainEqual(
      expect.objectContaining({ name: 'Engines', text: expect.stringMatching(/^\d+ of \d+ flag it$/) }),
    );
    const after = await recordOf(id, 'virustotal');
    expect(after).toMatchObject({ vendorKey: before.vendorKey, firstSeenMs: before.firstSeenMs });
    expect(JSON.parse(await search().raw(after.id))).toMatchObject({
      id: value,
      context_attributes: { notification_id: after.vendorKey },
    });
  });
});

describe('many', () => {
  it('asks each connection, tells how far it is, and says what failed in words', async () => {
    const told: RefreshProgress[] = [];
    details().onProgress((progress) => told.push(progress));
    emulators.crowdstrike.faults.add({
      when: { path: '/iocs/aggregates/' },
      fault: denied,
    });
    const outcome = await details().refresh({ selection: { query: 'connection:crowdstrike' }, connectionIds: null });
    expect(outcome.answered).toBeGreaterThan(50);
    expect(outcome.stopped).toEqual([]);
    // Asked once: the next indicator would fare no better.
    expect(outcome).toMatchObject({ failed: 1, failures: [{ code: 'vendor.forbidden', connection: 'crowdstrike' }] });
    const last = told.at(-1);
    expect(last).toMatchObject({ isRunning: false, done: last?.total });
    expect(last?.done).toBeGreaterThan(0);
  });

  it('is ended on request, and keeps what came', async () => {
    details().onProgress(({ isRunning }) => {
      if (isRunning && emulators.virustotal.requests.some(({ path }) => path.includes('/domains/'))) details().cancel();
    });
    const request = { selection: { query: 'connection:virustotal type:domain' }, connectionIds: null };
    await expect(details().refresh(request)).rejects.toMatchObject({ code: 'internal.cancelled' });
  });

  it('stops a connection that cannot be reached, and goes on with the others', async () => {
    await emulators.virustotal.stop();
    const id = await find('connection:datadog');
    const outcome = await details().refresh({ selection: { ids: [id] }, connectionIds: null });
    expect(outcome.stopped).toMatchObject([{ connection: 'virustotal', code: expect.stringMatching(/^network\./) }]);
    expect(outcome.answered).toBeGreaterThan(0);
  });

  it('refuses too many, and a connection that can be asked nothing', async () => {
    const selection = { ids: Array.from({ length: 1_001 }, (_, n) => (n + 1) as IndicatorId) };
    await expect(details().refresh({ selection, connectionIds: null })).rejects.toMatchObject({
      code: 'input.tooLarge',
    });
    const id = await find('connection:datadog');
    await expect(refresh(id, 'threatgrid')).rejects.toMatchObject({ code: 'input.invalid' });
  });
});

describe('what came of a file', () => {
  it('cannot be asked, and does not stand in the way of the vendors', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightline-refresh-'));
    const file = join(folder, 'values.csv');
    writeFileSync(file, 'value\n203.0.113.77\n');
    expect(await commands.run(['import', file, '--column', 'value=value'])).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true });
    const id = await find('connection:datadog');
    const outcome = await details().refresh({ selection: { ids: [id] }, connectionIds: null });
    expect(outcome.answered).toBeGreaterThan(0);
    const { value = '' } = (await search().detail({ id })) ?? {};
    expect(await commands.run(['refresh', value, '--connection', 'import values.csv'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('import values.csv is a file that was imported: it cannot be asked.'),
    });
  });
});

describe('the command line', () => {
  it('refreshes, prints what came, and shows it offline afterwards', async () => {
    const { value = '' } = (await search().detail({ id: await find('connection:datadog') })) ?? {};
    const asked = await commands.run(['refresh', value, '--connection', 'datadog']);
    expect(asked).toMatchObject({ status: 0, out: expect.stringContaining('IoC explorer: answered') });
    await emulators.datadog.stop();
    const [shown] = parseLines((await commands.run(['show', value, '--json'])).out);
    expect(shown).toMatchObject({
      vendorDetails: [{ connection: 'datadog', inquiry: 'indicator', fetchedAt: expect.stringMatching(/Z$/) }],
    });
    const offline = await commands.run(['refresh', value, '--connection', 'datadog', '--json']);
    expect(offline).toMatchObject({ status: 1, err: expect.stringContaining('datadog:') });
    expect(parseLines(offline.out)).toMatchObject([{ value, vendorDetails: expect.anything() }]);
  });
});
