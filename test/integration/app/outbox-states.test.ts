/** What becomes of a queued change, and what cannot be done with it any more. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLease } from '#main/db/leases/lease-files.ts';
import type { OutboxItem } from '#shared/model/outbox.ts';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import type { FaultContext } from '../../emulators/kit/faults.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';
import { addConnection, connectionId, makeDataFolder, openTestStore } from '../../support/store.ts';

let falcon: CrowdstrikeEmulator;
let commands: CommandApp;

beforeEach(async () => {
  falcon = await startCrowdstrikeEmulator({ size: 60, hidesDeleted: false });
  commands = await openCommandApp([falcon]);
});
afterEach(async () => {
  await commands.app.remove();
  await falcon.stop();
});

const outbox = () => commands.app.services.outbox;
const never = new AbortController().signal;
const input = (value: string, severity = 'high') => ({
  indicators: [{ type: 'domain', value, action: 'detect', severity, platforms: ['windows'], applied_globally: true }],
});
const write = { method: 'POST', path: '/iocs/' } as const;
const sent = () => falcon.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/iocs/'));
const only = async (): Promise<OutboxItem> => (await outbox().list())[0] ?? expect.unreachable('Nothing is queued.');

async function queue(value: string): Promise<number> {
  const [id] = await outbox().queue('crowdstrike', { operation: 'indicator_create_v1', input: input(value) });
  return id ?? expect.unreachable('Nothing was queued.');
}

/** A change that the vendor has refused. */
async function fail(): Promise<number> {
  const id = await queue('bad host');
  expect((await outbox().send(null, never)).counts).toMatchObject({ failed: 1 });
  return id;
}

/** The state of the first change, each time that the vendor is asked what it holds. */
function watchFirst(): readonly string[] {
  const states: string[] = [];
  const run = async ({ answer }: FaultContext) => {
    states.push((await only()).state);
    return answer();
  };
  falcon.faults.add({ when: { method: 'GET', path: '/iocs/' }, fault: { kind: 'custom', run } });
  return states;
}

describe('sending', () => {
  it('is for one process at a time', async () => {
    await queue('a.example');
    const lease = takeLease(commands.app.folder, `${commands.ids['crowdstrike']}.push`, 0);
    expect(await outbox().send(null, never)).toMatchObject({
      counts: { queued: 1 },
      stopped: [{ code: 'state.conflict' }],
    });
    expect(sent()).toEqual([]);
    lease.release();
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
  });

  it('looks a record up by its type and value, whatever they say', async () => {
    const [row] = input("a'b").indicators;
    await outbox().queue('crowdstrike', {
      operation: 'indicator_create_v1',
      input: { indicators: [{ ...row, type: "it's" }] },
    });
    await outbox().send(null, never);
    const filters = falcon.requests.flatMap(({ query }) => query.get('filter') ?? []);
    expect(filters).toContain("deleted:false+type:'it\\'s'+value:['a\\'b']");
  });

  it('creates anew what the vendor holds as deleted only', async () => {
    const record = [...falcon.holdings()[0].records()].find(({ type, deleted }) => type === 'domain' && !deleted);
    if (record === undefined) throw new Error('The vendor holds no domain.');
    falcon.change(record.id, { deleted: true });
    await queue(record.value);
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(sent()).toHaveLength(1);
  });

  it('is of the changes that are named, and of no others', async () => {
    const [first, second] = [await queue('a.example'), await queue('b.example')];
    expect((await outbox().send([second], never)).counts).toMatchObject({ sent: 1, queued: 0 });
    expect((await outbox().list()).map(({ id, state }) => [id, state])).toEqual([
      [first, 'queued'],
      [second, 'sent'],
    ]);
  });

  it.each(["type:'domain',type:'sha256'", "type:'sha256',type:'domain'"])(
    'by filter concerns nothing that is deleted, whatever it joins by or: %s',
    async (filter) => {
      const live = (type: string) =>
        [...falcon.holdings()[0].records()].filter((one) => one.type === type && !one.deleted);
      for (const type of ['domain', 'sha256']) falcon.remove(live(type)[0]?.id ?? expect.unreachable(type));
      const change = { operation: 'indicator_delete_v1', input: { filter } };
      expect(await outbox().countMatches('crowdstrike', change, never)).toMatchObject({
        matches: live('domain').length + live('sha256').length,
      });
    },
  );

  it('that was cancelled says so, and sends nothing', async () => {
    await queue('a.example');
    await expect(outbox().send(null, AbortSignal.abort())).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect([(await only()).state, sent()]).toEqual(['queued', []]);
  });

  it('gives up a vendor that always says later, and keeps the change', async () => {
    await queue('a.example');
    falcon.faults.add({ when: write, fault: { kind: 'rateLimited', retryAfterSeconds: 0 } });
    expect((await outbox().send(null, never)).counts).toMatchObject({ queued: 1 });
    expect(await only()).toMatchObject({ reason: 'The vendor did not take it yet.' });
    expect(sent()).toHaveLength(6);
  });

  it('gives up calls that nobody knows the end of, and does not take them for undone', async () => {
    await queue('a.example');
    falcon.faults.add({ when: write, fault: { kind: 'reset' } });
    expect((await outbox().send(null, never)).counts).toMatchObject({ unknown: 1 });
    expect(await only()).toMatchObject({ reason: 'Its outcome could not be told.', result: { before: null } });
    expect(sent()).toHaveLength(6);
  });

  it('knows no more of an earlier call for being told to come later', async () => {
    await queue('a.example');
    const states = watchFirst();
    falcon.faults.add({ when: { ...write, nth: 1 }, fault: { kind: 'reset' } });
    falcon.faults.add({ when: { ...write, nth: 2 }, fault: { kind: 'rateLimited', retryAfterSeconds: 0 } });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(states).toEqual(['queued', 'unknown', 'unknown']);
  });

  it('finds out which of several was refused when the vendor does not say', async () => {
    const values = ['a.example', 'b.example', 'refused.example', 'd.example'];
    const indicators = values.flatMap((value) => input(value).indicators);
    await outbox().queue('crowdstrike', { operation: 'indicator_create_v1', input: { indicators } });
    falcon.faults.add({
      when: { ...write, matches: ({ body }) => body.includes('refused.example') },
      fault: {
        kind: 'status',
        status: 400,
        text: '{"errors":[{"code":400,"message":"no"}]}',
        contentType: 'application/json',
      },
    });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 3, failed: 1 });
    expect((await outbox().list()).map(({ state }) => state)).toEqual(['sent', 'sent', 'failed', 'sent']);
  });

  it('knows of a row that was held up by another one that it is not sent', async () => {
    const states = watchFirst();
    const indicators = ['a.example', 'bad host'].flatMap((value) => input(value).indicators);
    await outbox().queue('crowdstrike', { operation: 'indicator_create_v1', input: { indicators } });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1, failed: 1 });
    expect(states).toEqual(['queued', 'queued']);
  });

  it('does not take the vendor’s own failure for a refusal', async () => {
    await queue('a.example');
    const fault = { kind: 'status', status: 500, text: '{"errors":[]}', contentType: 'application/json' } as const;
    falcon.faults.add({ when: { ...write, times: 1 }, fault });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
  });

  it('takes up what failed by its name only', async () => {
    const id = await fail();
    const calls = sent().length;
    await outbox().send(null, never);
    expect(sent()).toHaveLength(calls);
    await outbox().send([id], never);
    expect(sent()).toHaveLength(calls + 1);
  });
});

describe('a queued change', () => {
  it('is held to the words of the tenant when it is edited', async () => {
    const id = await queue('a.example');
    await outbox().refreshWords('crowdstrike', never);
    await expect(outbox().edit(id, input('a.example', 'huge'))).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await only()).toMatchObject({ change: input('a.example') });
  });

  it('is about one thing, also when it is edited', async () => {
    const id = await queue('a.example');
    const two = { indicators: [...input('a.example').indicators, ...input('b.example').indicators] };
    await expect(outbox().edit(id, two)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('that was sent is neither edited, sent nor based anew', async () => {
    const id = await queue('a.example');
    await outbox().send(null, never);
    await expect(outbox().edit(id, input('b.example'))).rejects.toMatchObject({ code: 'state.conflict' });
    expect(await outbox().rebase([id])).toEqual({ rebased: 0 });
    expect((await outbox().send([id], never)).counts).toMatchObject({ sent: 1 });
    expect(sent()).toHaveLength(1);
    expect(await only()).toMatchObject({ state: 'sent', change: input('a.example') });
  });

  it('that was sent, or is a conflict, is not sent by its name either, whatever became of the record', async () => {
    const record = [...falcon.holdings()[0].records()].find(({ type, deleted }) => type === 'domain' && !deleted);
    if (record === undefined) throw new Error('The vendor holds no domain.');
    const ids = [await queue('a.example'), await queue(record.value)];
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1, conflict: 1 });
    for (const { id, value } of [...falcon.holdings()[0].records()])
      if (value === 'a.example' || value === record.value) falcon.remove(id);
    expect((await outbox().send(ids, never)).counts).toMatchObject({ sent: 1, conflict: 1 });
    expect(sent()).toHaveLength(1);
  });

  it('that is being sent is not dropped', async () => {
    const id = await queue('a.example');
    let dropped: number | undefined;
    falcon.faults.add({
      when: write,
      fault: {
        kind: 'custom',
        run: async ({ answer }) => {
          ({ dropped } = await outbox().drop([id]));
          return answer();
        },
      },
    });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(dropped).toBe(0);
  });

  it('that is not there is told by its number, and the others are not sent', async () => {
    const id = await queue('a.example');
    const missing = { code: 'state.notFound', message: 'There is no queued change 999.' };
    await expect(outbox().send([id, 999], never)).rejects.toMatchObject(missing);
    await expect(outbox().diff([id, 999])).rejects.toMatchObject(missing);
    expect(sent()).toEqual([]);
  });

  it('is not moved before one that is not there, nor is one that is not', async () => {
    const id = await queue('a.example');
    for (const [moved, before] of [
      [id, 999],
      [999, id],
      [999, null],
    ] as const)
      await expect(outbox().move(moved, before)).rejects.toMatchObject({ code: 'state.notFound' });
    expect(await outbox().list()).toHaveLength(1);
  });
});

it('nothing is queued for a connection that was removed or never was', async () => {
  const data = makeDataFolder();
  const store = await openTestStore('inline', data.folder);
  await addConnection(store);
  const item = { indicatorId: null, operation: 'x', base: null, change: '{}' };
  const add = (n: number) =>
    store.write('outbox.add', { items: [{ ...item, connectionId: connectionId(n) }], by: 'ana', atMs: 1 });
  expect(await add(1)).toHaveLength(1);
  await store.write('connections.remove', { id: connectionId(1), purge: false, atMs: 2 });
  for (const n of [1, 2]) await expect(add(n)).rejects.toMatchObject({ code: 'state.notFound' });
  await store.close();
  data.remove();
});
