/** Changes on their way to the vendors: queued, looked at, sent once, whatever happens to the call. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxItem } from '#shared/model/outbox.ts';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { startVirustotalEmulator, type VirustotalEmulator } from '../../emulators/virustotal/index.ts';
import { parseLines } from '../../support/cli.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';

let falcon: CrowdstrikeEmulator;
let datadog: DatadogEmulator;
let virustotal: VirustotalEmulator;
let commands: CommandApp;

beforeEach(async () => {
  [falcon, datadog, virustotal] = await Promise.all([
    startCrowdstrikeEmulator({ size: 200 }),
    startDatadogEmulator({ size: 120 }),
    startVirustotalEmulator({ size: 120 }),
  ]);
  commands = await openCommandApp([falcon, datadog, virustotal]);
});
afterEach(async () => {
  await commands.app.remove();
  await Promise.all([falcon.stop(), datadog.stop(), virustotal.stop()]);
});

const outbox = () => commands.app.services.outbox;
const never = new AbortController().signal;
const row = (value: string, change: object = {}) => ({
  type: 'domain',
  value,
  action: 'detect',
  severity: 'high',
  platforms: ['windows'],
  applied_globally: true,
  ...change,
});
const held = (value: string) =>
  [...falcon.holdings()[0].records()].filter((one) => one.value === value && !one.deleted);
const writes = (served: { readonly requests: readonly { method: string; path: string }[] }) =>
  served.requests.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/oauth2'));
const falconRecord = () => [...falcon.holdings()[0].records()].find((one) => !one.deleted) ?? expect.unreachable();
const indicatorOf = () => [...datadog.holdings()[0].records()][0]?.indicator ?? expect.unreachable();
const list = async (): Promise<readonly OutboxItem[]> => outbox().list();
const queue = (vendor: string, operation: string, input: unknown) => outbox().queue(vendor, { operation, input });

describe('queueing', () => {
  it('makes one change per row, and sends nothing', async () => {
    const indicators = [row('a.example'), row('b.example')];
    expect(await queue('crowdstrike', 'indicator_create_v1', { indicators, comment: 'why' })).toHaveLength(2);
    expect(await list()).toMatchObject([
      { state: 'queued', base: null, change: { comment: 'why', indicators: [row('a.example')] } },
      { state: 'queued', base: null, change: { comment: 'why', indicators: [row('b.example')] } },
    ]);
    expect(falcon.requests).toEqual([]);
  });

  it('keeps the cached record as the base', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const { id, modified_on, value } = falconRecord();
    await queue('crowdstrike', 'indicator_delete_v1', { ids: [id] });
    expect(await list()).toMatchObject([{ base: { id, modified_on }, indicatorId: expect.any(Number) }]);
    expect(await outbox().diff(null)).toMatchObject([
      { subject: value, fields: [{ name: 'deleted', base: false, mine: true }] },
    ]);
  });

  it('names the indicator that a change is about, by its record or by itself', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const { id, type, value } = falconRecord();
    await queue('crowdstrike', 'indicator_delete_v1', { ids: [id] });
    await queue('crowdstrike', 'indicator_create_v1', { indicators: [row('New[.]Example')] });
    await queue('datadog', 'CreateIoCTriageState', { indicator: '198.51.100.250', triage_state: 'reviewed' });
    await queue('crowdstrike', 'indicator_delete_v1', { filter: "type:'domain'" });
    await queue('virustotal', 'ioc_stream_delete', { filter: 'origin:hunting' });
    expect((await outbox().diff(null)).map(({ indicator }) => indicator)).toEqual([
      { type, value },
      { type: 'domain', value: 'new.example' },
      { type: 'ipv4', value: '198.51.100.250' },
      null,
      null,
    ]);
  });

  it('has the tenant’s words from a sync, once a day, for use without a network', async () => {
    const sync = () => commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const askedForWords = () => falcon.requests.filter(({ path }) => path === '/iocs/entities/actions/v1').length;
    const clear = falcon.faults.add({ when: { path: '/iocs/entities/actions/v1' }, fault: { kind: 'reset' } });
    // The sync is whole without them.
    expect(await sync()).toContainEqual(expect.objectContaining({ connection: 'crowdstrike', status: 'complete' }));
    expect(await outbox().words('crowdstrike')).toBeNull();
    clear();
    await sync();
    const asked = askedForWords();
    await sync();
    expect(askedForWords()).toBe(asked);
    falcon.faults.add({ fault: { kind: 'reset' } });
    expect(await outbox().words('crowdstrike')).toMatchObject({ words: { types: expect.arrayContaining(['domain']) } });
    const change = queue('crowdstrike', 'indicator_create_v1', {
      indicators: [row('a.example', { severity: 'huge' })],
    });
    await expect(change).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('refuses what the operation does not take, what is no write, and words that the tenant does not know', async () => {
    await outbox().refreshWords('crowdstrike', never);
    const bad: readonly (readonly [string, unknown])[] = [
      ['indicator_create_v1', { indicators: [{ ...row('a.example'), colour: 'red' }] }],
      ['indicator_create_v1', { indicators: [row('a.example', { action: 'explode' })] }],
      ['indicator_create_v1', { indicators: [row('a.example', { action: 'prevent' })] }],
      ['indicator_create_v1', { indicators: [row('ok.example'), row('a.example', { platforms: ['amiga'] })] }],
      ['indicator_create_v1', { indicators: [row('a.example', { mobile_action: 'explode' })] }],
      ['indicator_update_v1', { bulk_update: { filter: "type:'domain'", description: null } }],
      ['indicator_search_v1', {}],
      ['indicator_delete_v1', {}],
    ];
    for (const [operation, input] of bad) {
      await expect(queue('crowdstrike', operation, input)).rejects.toMatchObject({ code: 'input.invalid' });
    }
    expect(await list()).toEqual([]);
  });

  it('edits, orders and drops', async () => {
    const [first = 0, second = 0] = await queue('crowdstrike', 'indicator_create_v1', {
      indicators: [row('a.example'), row('b.example')],
    });
    await outbox().edit(first, { indicators: [row('c.example')] });
    await outbox().move(second, first);
    expect((await list()).map(({ change }) => change)).toEqual([
      { indicators: [row('b.example')] },
      { indicators: [row('c.example')] },
    ]);
    await expect(outbox().edit(first, { indicators: [] })).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await outbox().drop([first, 999])).toEqual({ dropped: 1 });
    expect(await list()).toHaveLength(1);
  });
});

it('takes queueing back, but nothing that was edited or sent since', async () => {
  const indicators = ['a', 'b', 'c'].map((name) => row(`${name}.example`));
  const ids = await queue('crowdstrike', 'indicator_create_v1', { indicators });
  const [first = 0, second = 0] = ids;
  await delay(5);
  await outbox().edit(first, { indicators: [row('d.example')] });
  await outbox().send([second], never);
  expect(await outbox().takeBack(ids)).toEqual({ dropped: 1, kept: 2 });
  expect(await list()).toMatchObject([
    { id: first, state: 'queued' },
    { id: second, state: 'sent' },
  ]);
  expect(await outbox().takeBack(ids)).toEqual({ dropped: 0, kept: 2 });
});

it('sends nothing that was taken back or edited since it was read for sending', async () => {
  await queue('crowdstrike', 'indicator_delete_v1', { ids: [falconRecord().id] });
  const indicators = ['a', 'b', 'c'].map((name) => row(`${name}.example`));
  const [first = 0, second = 0, third = 0] = await queue('crowdstrike', 'indicator_create_v1', { indicators });
  // While the first of two calls is on its way, the analyst thinks better of what the second would say.
  falcon.faults.add({ when: { method: 'DELETE' }, fault: { kind: 'slow', delayMs: 1_500 } });
  const sending = outbox().send(null, never);
  await expect.poll(async () => (await list())[0]?.state, { timeout: 20_000 }).toBe('sending');
  expect(await outbox().takeBack([first])).toEqual({ dropped: 1, kept: 0 });
  await outbox().edit(second, { indicators: [row('d.example')] });
  await sending;
  expect(['a', 'b', 'c', 'd'].map((name) => held(`${name}.example`).length)).toEqual([0, 0, 1, 0]);
  expect(await list()).toMatchObject([
    { state: 'sent' },
    { id: second, state: 'queued' },
    { id: third, state: 'sent' },
  ]);
});

describe('what the tenant knows', () => {
  it('is read once, kept for use offline, and judges type, action, severity and platforms together', async () => {
    expect((await commands.run(['outbox', 'words', 'crowdstrike'])).status).toBe(1);
    const read = await commands.run(['outbox', 'words', 'crowdstrike', '--refresh']);
    expect(parseLines(read.out)).toMatchObject([{ platforms: expect.arrayContaining(['windows']) }]);
    await falcon.stop();
    const kept = await commands.run(['outbox', 'words', 'crowdstrike']);
    expect(parseLines(kept.out)).toEqual(parseLines(read.out));
    const bad = [row('a.example', { platforms: ['android', 'amiga'] }), row('a.example', { severity: 'awful' })];
    for (const one of bad) {
      const input = JSON.stringify({ indicators: [one] });
      const queued = await commands.run(['vendor', 'crowdstrike', 'indicator_create_v1', '--input', input, '--queue']);
      expect(queued).toMatchObject({ status: 2, err: expect.stringContaining('the tenant knows no') });
    }
  });
});

describe('a write by filter', () => {
  it('tells how many it concerns before it is queued, and goes through at once when they still are these', async () => {
    const filter = "type:'domain'";
    const count = [...falcon.holdings()[0].records()].filter(
      ({ type, deleted }) => type === 'domain' && !deleted,
    ).length;
    const write = { operation: 'indicator_delete_v1', input: { filter } };
    const agreed = await outbox().countMatches('crowdstrike', write, never);
    expect(agreed).toMatchObject({ matches: count });
    expect(await list()).toEqual([]);
    await outbox().queue('crowdstrike', { ...write, agreed });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    await expect(
      outbox().countMatches('crowdstrike', { operation: 'indicator_delete_v1', input: { ids: ['a'] } }, never),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('is counted from the command line too', async () => {
    const filter = 'origin:hunting';
    const total = virustotal.holdings()[0].records();
    const hunting = [...total].filter((one) => one.context_attributes.origin === 'hunting').length;
    const argv = [
      'vendor',
      'virustotal',
      'ioc_stream_delete',
      '--input',
      JSON.stringify({ filter }),
      '--queue',
      '--count',
    ];
    const queued = await commands.run(argv);
    expect(queued).toMatchObject({ status: 0, err: expect.stringContaining(`matches ${hunting} now`) });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
  });
});

describe('a key that may only read', () => {
  const forbidden = {
    kind: 'status',
    status: 403,
    text: '{"errors":[{"code":403,"message":"access denied, authorization failed"}]}',
    contentType: 'application/json',
  } as const;
  const writesAt = async (vendor: string) =>
    (await outbox().writes())
      .filter((one) => one.vendor === vendor)
      .map(({ operation, denied }) => [operation, denied]);

  it('is not offered what it was refused, until another key is set or the right is there', async () => {
    const clear = falcon.faults.add({ when: { method: 'POST', path: '/iocs/' }, fault: forbidden });
    await queue('crowdstrike', 'indicator_create_v1', { indicators: [row('a.example')] });
    expect(await outbox().send(null, never)).toMatchObject({ stopped: [{ code: 'vendor.forbidden' }] });
    const reason = expect.stringContaining('IOC Management: Write');
    expect(await writesAt('crowdstrike')).toEqual([
      ['indicator_create_v1', reason],
      ['indicator_update_v1', reason],
      ['indicator_delete_v1', reason],
    ]);
    expect(await writesAt('datadog')).toEqual([['CreateIoCTriageState', null]]);
    clear();
    // Sending it again is an explicit act, and tells whether the right is there by now.
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect((await writesAt('crowdstrike')).every(([, denied]) => denied === null)).toBe(true);
  });

  it('is told beside the calls of the connection, and offers them again once the right was granted', async () => {
    const { operations } = commands.app.services;
    const deniedAt = async () =>
      (await operations.list('crowdstrike')).flatMap(({ name, denied }) => (denied === null ? [] : [name]));
    falcon.faults.add({ when: { method: 'POST', path: '/iocs/' }, fault: forbidden });
    const input = { indicators: [row('a.example')] };
    const create = { connection: 'crowdstrike', operation: 'indicator_create_v1', input, confirmed: true };
    await expect(operations.run(create, never)).rejects.toMatchObject({ code: 'vendor.forbidden' });
    expect(await deniedAt()).toEqual(['indicator_create_v1', 'indicator_update_v1', 'indicator_delete_v1']);
    const listed = await commands.run(['vendor', 'crowdstrike']);
    expect(listed.out).toMatch(/indicator_create_v1 +write, denied/);
    expect(listed.err).toContain('The key lacks the right IOC Management: Write');
    // One right stands behind all three.
    await operations.forgetRefusal('crowdstrike', 'indicator_delete_v1');
    expect(await deniedAt()).toEqual([]);
  });

  it('is not taken for one when it is the address that is not let in', async () => {
    falcon.faults.add({ when: { method: 'POST', path: '/oauth2/token' }, fault: forbidden });
    await commands.app.services.connections.setSecret(
      commands.ids['crowdstrike'] ?? expect.unreachable(),
      falcon.secrets,
      'memory',
    );
    await queue('crowdstrike', 'indicator_create_v1', { indicators: [row('a.example')] });
    expect(await outbox().send(null, never)).toMatchObject({ stopped: [{ code: 'vendor.forbidden' }] });
    expect((await writesAt('crowdstrike')).every(([, denied]) => denied === null)).toBe(true);
  });

  it('is forgotten with its key', async () => {
    datadog.faults.add({
      when: { method: 'POST' },
      fault: { ...forbidden, text: '{"errors":[{"title":"Forbidden"}]}' },
    });
    await queue('datadog', 'CreateIoCTriageState', { indicator: indicatorOf(), triage_state: 'reviewed' });
    await outbox().send(null, never);
    expect(await writesAt('datadog')).toEqual([['CreateIoCTriageState', expect.any(String)]]);
    const id = commands.ids['datadog'] ?? expect.unreachable();
    await commands.app.services.connections.setSecret(id, datadog.secrets, 'memory');
    expect(await writesAt('datadog')).toEqual([['CreateIoCTriageState', null]]);
  });
});

describe('sending', () => {
  it('clears fields, and sets what phones do and how a file is called', async () => {
    const { id } = falconRecord();
    falcon.change(id, { description: 'old', source: 'feed', expiration: '2027-01-01T00:00:00Z' });
    const change = { description: null, source: null, expiration: null, mobile_action: 'detect' };
    const indicators = [{ id, ...change, metadata: { filename: 'x.exe' } }];
    await queue('crowdstrike', 'indicator_update_v1', { indicators });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    const record = [...falcon.holdings()[0].records()].find((one) => one.id === id);
    expect(record).toMatchObject({ mobile_action: 'detect', metadata: { filename: 'x.exe' } });
    expect([record?.description, record?.source, record?.expiration]).toEqual([undefined, undefined, undefined]);
  });

  it('does not repeat an update whose answer was lost, also where a file has more to it than its name', async () => {
    const { id } = falconRecord();
    falcon.change(id, { metadata: { filename: 'old.exe', av_hits: -1, signed: true } });
    const indicators = [{ id, metadata: { filename: 'new.exe' } }];
    await queue('crowdstrike', 'indicator_update_v1', { indicators });
    falcon.faults.add({ when: { method: 'PATCH', nth: 1 }, fault: { kind: 'reset', handled: true } });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(writes(falcon)).toHaveLength(1);
  });

  it('writes a decision to Datadog and a deletion to VirusTotal', async () => {
    const indicator = indicatorOf();
    const [item] = virustotal.holdings()[0].records();
    const id = String(item?.context_attributes.notification_id);
    await queue('datadog', 'CreateIoCTriageState', { indicator, triage_state: 'reviewed' });
    await queue('virustotal', 'ioc_stream_notification_delete', { id });
    const outcome = await outbox().send(null, never);
    expect(outcome).toMatchObject({ counts: { sent: 2 }, stopped: [] });
    expect((await list()).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(writes(datadog)).toHaveLength(1);
    expect(writes(virustotal)).toHaveLength(1);
    // Nothing is sent twice.
    await outbox().send(null, never);
    expect(writes(datadog)).toHaveLength(1);
  });

  it('updates and deletes by id in one call each', async () => {
    const records = [...falcon.holdings()[0].records()].filter((one) => !one.deleted).slice(0, 4);
    const [first, second, third, fourth] = records.map(({ id }) => id);
    await queue('crowdstrike', 'indicator_update_v1', {
      indicators: [
        { id: first, description: 'one' },
        { id: second, description: 'two' },
      ],
    });
    await queue('crowdstrike', 'indicator_delete_v1', { ids: [third, fourth], comment: 'benign' });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 4 });
    expect(writes(falcon)).toHaveLength(2);
    const after = new Map([...falcon.holdings()[0].records()].map((one) => [one.id, one]));
    expect(after.get(first ?? '')).toMatchObject({ description: 'one' });
    expect(after.get(third ?? '')).toMatchObject({ deleted: true });
  });

  it('bases a second change of one record on the first', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const { id } = falconRecord();
    await queue('crowdstrike', 'indicator_update_v1', { indicators: [{ id, description: 'one' }], comment: 'a' });
    await queue('crowdstrike', 'indicator_update_v1', { indicators: [{ id, description: 'two' }], comment: 'b' });
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 2, conflict: 0 });
    expect(falconRecord()).toMatchObject({ description: 'two' });
  });

  it('shows a conflict instead of overwriting, and sends once it is based anew', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const { id, severity } = falconRecord();
    const [change = 0] = await queue('crowdstrike', 'indicator_update_v1', { indicators: [{ id, tags: ['mine'] }] });
    falcon.clock.advance(60_000);
    falcon.change(id, { tags: ['theirs'] });
    expect((await outbox().send(null, never)).counts).toMatchObject({ conflict: 1 });
    expect(writes(falcon)).toEqual([]);
    expect(await outbox().diff([change])).toMatchObject([
      { state: 'conflict', hasTheirs: true, fields: [{ name: 'tags', mine: ['mine'], theirs: ['theirs'] }] },
    ]);
    await outbox().send(null, never);
    expect(writes(falcon)).toEqual([]);
    await outbox().rebase([change]);
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(falconRecord()).toMatchObject({ tags: ['mine'], severity });
  });

  it('tells a decision of a colleague at Datadog as a conflict', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const indicator = indicatorOf();
    await queue('datadog', 'CreateIoCTriageState', { indicator, triage_state: 'reviewed' });
    datadog.clock.advance(60_000);
    datadog.triage(indicator, 'not_reviewed');
    expect((await outbox().send(null, never)).counts).toMatchObject({ conflict: 1 });
    expect(writes(datadog)).toEqual([]);
  });

  it('deletes by filter what was counted and agreed to, and nothing else', async () => {
    const filter = "type:'domain'";
    const domains = () => [...falcon.holdings()[0].records()].filter((one) => one.type === 'domain' && !one.deleted);
    const count = domains().length;
    const [id = 0] = await queue('crowdstrike', 'indicator_delete_v1', { filter });
    expect((await outbox().send(null, never)).counts).toMatchObject({ conflict: 1 });
    expect(await outbox().diff([id])).toMatchObject([{ reason: `The filter matches ${count} indicators now.` }]);
    await outbox().rebase([id]);
    const [extra] = falcon.add(40).filter((one) => one.type === 'domain');
    expect(extra).toBeDefined();
    expect((await outbox().send(null, never)).counts).toMatchObject({ conflict: 1 });
    expect(domains().length).toBeGreaterThan(count);
    await outbox().rebase([id]);
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(domains()).toEqual([]);
  });

  it('says what the key may not do, and keeps the change', async () => {
    datadog.faults.add({
      when: { method: 'POST' },
      fault: {
        kind: 'status',
        status: 403,
        text: '{"errors":[{"title":"Forbidden"}]}',
        contentType: 'application/json',
      },
    });
    await queue('datadog', 'CreateIoCTriageState', { indicator: indicatorOf(), triage_state: 'reviewed' });
    const outcome = await outbox().send(null, never);
    expect(outcome).toMatchObject({ counts: { queued: 1 }, stopped: [{ code: 'vendor.forbidden' }] });
  });
});

describe('an outcome that stays unknown', () => {
  it('is found out by reading before the change is sent again', async () => {
    await queue('crowdstrike', 'indicator_create_v1', { indicators: [row('lost.example')] });
    falcon.faults.add({ when: { method: 'POST', path: '/iocs/' }, fault: { kind: 'reset', handled: true } });
    const clear = falcon.faults.add({
      when: { method: 'GET', matches: () => writes(falcon).length > 0 },
      fault: { kind: 'reset' },
    });
    const outcome = await outbox().send(null, never);
    expect(outcome).toMatchObject({ counts: { unknown: 1 }, stopped: [{ connection: 'crowdstrike' }] });
    clear();
    expect((await outbox().send(null, never)).counts).toMatchObject({ sent: 1 });
    expect(held('lost.example')).toHaveLength(1);
    expect(writes(falcon)).toHaveLength(1);
  });
});

describe('a thousand creates', () => {
  it('end with the right record set and a readable result per row', async () => {
    const indicators = Array.from({ length: 1_000 }, (_, n) => {
      if (n % 100 < 3) return row(`bad host ${n}`);
      if (n % 50 === 10) return row(`host-${n - 1}.example`);
      return row(`host-${n}.example`);
    });
    await queue('crowdstrike', 'indicator_create_v1', { indicators });
    falcon.faults.add({
      when: { method: 'POST', path: '/iocs/', everyNth: 4 },
      fault: { kind: 'reset', handled: true },
    });
    const { counts } = await outbox().send(null, never);
    expect(counts).toMatchObject({ sent: 950, failed: 50, queued: 0, unknown: 0, conflict: 0 });
    const wanted = new Set(indicators.map(({ value }) => value).filter((value) => value.startsWith('host-')));
    const created = [...falcon.holdings()[0].records()].filter(({ value }) => value.startsWith('host-'));
    expect(new Set(created.map(({ value }) => value))).toEqual(wanted);
    expect(created).toHaveLength(wanted.size);
    const failed = (await list()).filter(({ state }) => state === 'failed');
    expect(failed.filter(({ reason }) => reason?.includes('Duplicate'))).toHaveLength(20);
    expect(failed.filter(({ reason }) => reason?.startsWith('value: invalid domain value'))).toHaveLength(30);
    expect(failed[0]?.result).toMatchObject({ messages: [{ row: expect.any(Number), message_type: 'error' }] });
  });
});

describe('from the command line', () => {
  const input = JSON.stringify({ indicators: [row('cli.example')] });

  it('queues, lists, compares, sends and drops', async () => {
    const queued = await commands.run(['vendor', 'crowdstrike', 'indicator_create_v1', '--input', input, '--queue']);
    expect(queued).toMatchObject({ status: 0, err: expect.stringContaining('1 queued') });
    const [item] = parseLines((await commands.run(['outbox', 'list', '--json'])).out);
    expect(Object.keys(item ?? {})).toEqual([
      'id',
      'connection',
      'operation',
      'state',
      'reason',
      'createdAt',
      'base',
      'change',
      'result',
    ]);
    expect((await commands.run(['outbox', 'diff'])).out).toContain('severity: nothing -> "high"');
    expect(await commands.run(['outbox', 'send', '--all'])).toMatchObject({ status: 2 });
    expect(await commands.run(['outbox', 'send', '--yes'])).toMatchObject({ status: 2 });
    const sent = await commands.run(['outbox', 'send', '--all', '--yes', '--json']);
    expect(sent).toMatchObject({ status: 0, err: expect.stringContaining('1 of 1 sent') });
    expect(parseLines(sent.out)).toMatchObject([{ state: 'sent', result: { value: 'cli.example' } }]);
    expect((await commands.run(['outbox', 'drop', String(item?.['id'])])).status).toBe(0);
    expect((await commands.run(['outbox', 'drop', '1'])).status).toBe(1);
    expect(await commands.run(['outbox', 'list'])).toMatchObject({ status: 0, out: '' });
  });

  it('recalls beside a change what its indicator was dealt with before', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const { id, type, value } = falconRecord();
    await queue('crowdstrike', 'indicator_delete_v1', { ids: [id] });
    await queue('crowdstrike', 'indicator_create_v1', { indicators: [row('never-heard-of.example')] });
    await queue('crowdstrike', 'indicator_delete_v1', { filter: "type:'domain'" });
    const compare = async () => (await commands.run(['outbox', 'diff'])).out;
    expect(await compare()).not.toContain('recall');
    await commands.run(['case', 'create', '--title', 'Before']);
    await commands.run(['case', 'add', 'CASE-0001', value]);
    await commands.run(['triage', value, '--verdict', 'benign']);
    const text = await compare();
    expect(text.match(/recall/g)).toHaveLength(1);
    expect(text).toContain(`  ${value}  (queued)\n  recall: in 1 case, last judged benign\n  deleted: `);
    const [first, second, third] = parseLines((await commands.run(['outbox', 'diff', '--json'])).out);
    expect(first).toMatchObject({
      indicator: { type, value },
      recall: 'in 1 case, last judged benign',
      verdict: 'benign',
      cases: ['CASE-0001'],
    });
    expect(second).toMatchObject({ recall: null, verdict: null, cases: [] });
    expect(third).toMatchObject({ indicator: null, recall: null });
  });

  it('says with its status what became of a sending', async () => {
    const rows = JSON.stringify({ indicators: [row('good.example'), row('bad host')] });
    await commands.run(['vendor', 'crowdstrike', 'indicator_create_v1', '--input', rows, '--queue']);
    expect((await commands.run(['outbox', 'send', '--all', '--yes'])).status).toBe(4);
    expect((await commands.run(['outbox', 'send', '2', '--yes'])).status).toBe(1);
    expect((await commands.run(['outbox', 'send', '99', '--yes'])).status).toBe(1);
    expect((await commands.run(['outbox', 'send', 'x', '--yes'])).status).toBe(2);
  });

  it('queues decisions for Datadog with triage --push, where its record says otherwise', async () => {
    await commands.app.services.sync.run({ connectionIds: null, streams: ['indicators'], full: false });
    const pushed = await commands.run(['triage', 'vendor:datadog', '--state', 'reviewed', '--push', '--json']);
    const reviewed = [...datadog.holdings()[0].records()].filter((one) => one.triage_state === 'reviewed').length;
    const [{ queued } = { queued: 0 }] = parseLines(pushed.out);
    expect(queued).toBe(datadog.holdings()[0].count - reviewed);
    expect(writes(datadog)).toEqual([]);
  });
});
