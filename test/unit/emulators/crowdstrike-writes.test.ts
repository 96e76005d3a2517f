import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { parseInstant } from '../../emulators/crowdstrike/instants.ts';
import type { IocRecord } from '../../emulators/crowdstrike/record.ts';
import { FalconSession } from './support/falcon.ts';

const ENTITIES = '/iocs/entities/indicators/v1';
const SEARCH = '/iocs/queries/indicators/v1';

const row = {
  source: 'Sightline',
  applied_globally: true,
  type: 'domain',
  value: 'new.bank-verify.example',
  platforms: ['windows'],
};
const hash = { ...row, type: 'sha256', value: 'ab'.repeat(32), action: 'prevent', severity: 'high' };

describe('writing to the CrowdStrike emulator', () => {
  let falcon: CrowdstrikeEmulator;
  let session: FalconSession;
  beforeEach(async () => {
    falcon = await startCrowdstrikeEmulator({ size: 600 });
    session = await FalconSession.open(falcon);
  });
  afterEach(() => falcon.stop());

  const held = () => [...falcon.holdings()[0].records()];
  const read = async (id: string): Promise<IocRecord> => (await session.get(ENTITIES, { ids: id })).body.resources[0];
  const live = () => held().filter(({ deleted, from_parent }) => !deleted && !from_parent);

  it('creates with 201, defaults filled in, found by search at once', async () => {
    const { status, body } = await session.post(ENTITIES, { comment: 'test', indicators: [row, hash] });
    expect(status).toBe(201);
    expect(body.meta.pagination).toEqual({ limit: 0, total: 2 });
    const [created] = body.resources;
    expect(created).toEqual({
      ...row,
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      action: 'no_action',
      mobile_action: 'no_action',
      severity: '',
      expired: false,
      deleted: false,
      from_parent: false,
      created_on: created.modified_on,
      created_by: falcon.secrets['clientId'],
      modified_on: expect.stringMatching(/^2026-11-20T12:00:00\.\d{6,9}Z$/),
      modified_by: falcon.secrets['clientId'],
    });
    const filter = `value:"${row.value}"+created_by:"${falcon.secrets['clientId']}"`;
    expect((await session.get(SEARCH, { filter })).body.resources).toEqual([created.id]);
    expect(await read(created.id)).toEqual(created);
  });

  it('creates all or nothing, with one message row per problem', async () => {
    const before = held();
    const [known] = live();
    const { status, body } = await session.post(ENTITIES, {
      indicators: [
        row,
        { ...row, value: '' },
        { ...row, type: known?.type, value: known?.value },
        { ...hash, severity: '' },
      ],
    });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ code: 400, message: 'One or more indicators have a warning or invalid input' }]);
    expect(body.resources).toEqual([
      {
        row: 2,
        type: 'domain',
        value: '',
        message_type: 'error',
        field_name: 'value',
        message: 'required string is missing',
      },
      {
        row: 3,
        type: known?.type,
        value: known?.value,
        message_type: 'warning',
        message: `Warning: Duplicate type: '${known?.type}' and value: '${known?.value}' combination.`,
      },
      expect.objectContaining({ row: 4, message_type: 'error', field_name: 'severity' }),
    ]);
    expect(held()).toEqual(before);
  });

  it.each([
    ['type', { type: 'sha1', value: 'a'.repeat(40) }],
    ['type', { type: undefined }],
    ['value', { value: 'not a domain' }],
    ['value', { type: 'md5', value: 'abc' }],
    ['value', { type: 'ipv4', value: '300.1.1.1' }],
    ['action', { action: 'explode' }],
    ['action', { action: 'prevent', severity: 'high' }],
    ['severity', { severity: 'severe' }],
    ['severity', { action: 'detect' }],
    ['mobile_action', { mobile_action: 'explode' }],
    ['platforms', { platforms: [] }],
    ['platforms', { platforms: ['windows', 'ios'] }],
    ['host_groups', { applied_globally: false }],
    ['host_groups', { applied_globally: false, host_groups: ['everyone'] }],
    ['source', { source: 'x'.repeat(257) }],
    ['tags', { tags: 'one' }],
    ['expiration', { expiration: 'tomorrow' }],
  ])('complains about %s of %o', async (field, change) => {
    const { status, body } = await session.post(ENTITIES, { indicators: [{ ...row, ...change }] });
    expect(status).toBe(400);
    expect(body.resources.map(({ field_name }: { field_name: string }) => field_name)).toContain(field);
  });

  it.each([
    [{}],
    [{ indicators: [] }],
    [{ indicators: ['text'] }],
    [{ indicators: [{ ...row, colour: 'red' }] }],
    [{ indicators: [row], extra: 1 }],
    [[row]],
  ])('refuses the body %j', async (body) => {
    const answer = await session.post(ENTITIES, body);
    expect(answer.status).toBe(400);
    expect(answer.body.resources).toBeUndefined();
  });

  it('updates the existing record when warnings are ignored, unless the scope differs', async () => {
    const first = (await session.post(ENTITIES, { indicators: [row] })).body.resources[0];
    const again = await session.post(`${ENTITIES}?ignore_warnings=true`, {
      indicators: [{ ...row, action: 'detect', severity: 'low' }],
    });
    expect(again.status).toBe(201);
    expect(again.body.resources[0]).toMatchObject({ id: first.id, action: 'detect', severity: 'low' });
    const scoped = { ...row, applied_globally: false, host_groups: ['a'.repeat(32)] };
    const other = await session.post(`${ENTITIES}?ignore_warnings=true`, { indicators: [scoped] });
    expect(other.body.resources[0].id).not.toBe(first.id);
  });

  it('has a cap on rows, and takes mobile platforms only where the tenant has them', async () => {
    await falcon.stop();
    falcon = await startCrowdstrikeEmulator({ size: 300, maxRows: 1, hasMobile: true });
    session = await FalconSession.open(falcon);
    expect((await session.post(ENTITIES, { indicators: [row, hash] })).status).toBe(400);
    expect((await session.post(ENTITIES, { indicators: [{ ...row, platforms: ['ios'] }] })).status).toBe(201);
  });

  it('changes what is named, keeps the rest, clears with null', async () => {
    const [target] = live();
    const id = target?.id ?? '';
    const change = { severity: 'critical', action: 'detect', description: 'ours', expiration: '2027-01-01T00:00:00Z' };
    const { status, body } = await session.send('PATCH', ENTITIES, { comment: 'x', indicators: [{ id, ...change }] });
    expect(status).toBe(200);
    expect(body.resources[0]).toEqual({
      ...target,
      ...change,
      expired: false,
      modified_on: expect.any(String),
      modified_by: falcon.secrets['clientId'],
    });
    expect((parseInstant(body.resources[0].modified_on) ?? 0n) > (parseInstant(target?.modified_on ?? '') ?? 0n)).toBe(
      true,
    );
    await session.send('PATCH', ENTITIES, { indicators: [{ id, expiration: null, description: null }] });
    const cleared = await read(id);
    expect(cleared).not.toHaveProperty('expiration');
    expect(cleared).not.toHaveProperty('description');
    expect(cleared.severity).toBe('critical');
  });

  it('lets an indicator expire: it stays, marked, and does nothing any more', async () => {
    const { body } = await session.post(ENTITIES, { indicators: [{ ...hash, expiration: '2026-11-19T00:00:00Z' }] });
    const id: string = body.resources[0].id;
    await session.send('PATCH', ENTITIES, { indicators: [{ id, expiration: '2026-11-18T00:00:00Z' }] });
    expect(await read(id)).toMatchObject({ expired: true, action: 'no_action', deleted: false });
  });

  it('refuses to change type, value, or an unknown or deleted record, and then changes nothing', async () => {
    const [target, second] = live();
    const foreign = await session.send('PATCH', ENTITIES, { indicators: [{ id: target?.id, value: 'x.example' }] });
    expect(foreign.body.errors[0].message).toBe('Provided data does not match expected format');
    falcon.remove(second?.id ?? '');
    const before = held();
    const gone = await session.send('PATCH', ENTITIES, {
      indicators: [
        { id: target?.id, description: 'x' },
        { id: second?.id, description: 'y' },
      ],
    });
    expect(gone.status).toBe(400);
    expect(gone.body.resources).toEqual([expect.objectContaining({ row: 2, field_name: 'id', message_type: 'error' })]);
    expect(held()).toEqual(before);
  });

  it('updates in bulk by filter', async () => {
    const filter = `type:'domain'+from_parent:false`;
    const domains = live().filter(({ type }) => type === 'domain');
    const { body } = await session.send('PATCH', ENTITIES, { bulk_update: { filter, tags: ['bulk'] } });
    expect(body.resources).toHaveLength(domains.length);
    const changed = held().filter(({ tags }) => tags?.join() === 'bulk');
    expect(changed.map(({ id }) => id).sort()).toEqual(domains.map(({ id }) => id).sort());
    expect((await session.send('PATCH', ENTITIES, { bulk_update: { tags: [] } })).status).toBe(400);
  });

  it('deletes softly by ids; the deletion is the last modification', async () => {
    const [target] = live();
    const id = target?.id ?? '';
    const { status, body } = await session.send('DELETE', `${ENTITIES}?ids=${id}&comment=done`);
    expect(status).toBe(200);
    expect(body.resources).toEqual([id]);
    expect(body.meta).not.toHaveProperty('pagination');
    expect(await read(id)).toMatchObject({ deleted: true, modified_by: falcon.secrets['clientId'] });
    expect((await session.get(SEARCH, { filter: `id:'${id}'` })).body.resources).toEqual([]);
    expect((await session.get(SEARCH, { filter: `id:'${id}'+deleted:true` })).body.resources).toEqual([id]);
    expect((await session.send('DELETE', `${ENTITIES}?ids=${id}`)).status).toBe(404);
    const created = await session.post(ENTITIES, {
      indicators: [{ ...row, type: target?.type, value: target?.value }],
    });
    expect(created.body.resources[0].id).not.toBe(id);
  });

  it('deletes by filter, which silently beats ids', async () => {
    const [kept] = live().filter(({ type }) => type === 'domain');
    const addresses = live().filter(({ type }) => type === 'ipv6');
    const filter = encodeURIComponent(`type:'ipv6'+from_parent:false`);
    const { body } = await session.send('DELETE', `${ENTITIES}?ids=${kept?.id}&filter=${filter}`);
    expect(body.resources.toSorted()).toEqual(addresses.map(({ id }) => id).sort());
    expect((await read(kept?.id ?? '')).deleted).toBe(false);
    expect((await session.send('DELETE', ENTITIES)).status).toBe(400);
  });

  it('shows what changes during a walk by modification date', async () => {
    const [changed] = live();
    let isFirst = true;
    const walked = await session.walk({ sort: 'modified_on.asc', limit: '20' }, () => {
      if (!isFirst) return;
      isFirst = false;
      falcon.add(2);
      falcon.change(changed?.id ?? '', { description: 'changed meanwhile' });
    });
    const ids = new Set(walked.map(({ id }) => id));
    expect(ids).toEqual(
      new Set(
        held()
          .filter(({ deleted }) => !deleted)
          .map(({ id }) => id),
      ),
    );
    expect(walked.at(-1)).toMatchObject({ id: changed?.id, description: 'changed meanwhile' });
  });

  it('has scripted faults in its own words', async () => {
    falcon.faults.add({ when: { path: SEARCH, nth: 1 }, fault: { kind: 'rateLimited', retryAfterSeconds: 30 } });
    const limited = await session.get(SEARCH);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('x-ratelimit-retryafter'))).toBe(falcon.clock.now() / 1000 + 30);
    falcon.faults.add({ when: { path: SEARCH, nth: 1 }, fault: { kind: 'expiredToken' } });
    expect((await session.get(SEARCH)).status).toBe(401);
    falcon.faults.add({
      when: { path: SEARCH, nth: 1 },
      fault: { kind: 'malformedRecord', index: 1, replacement: 17 },
    });
    const spoiled = await session.get(SEARCH, { limit: '3' });
    expect(spoiled.body.resources[1]).toBe(17);
    const before = falcon.holdings()[0].count;
    falcon.faults.add({ when: { path: SEARCH, nth: 1 }, fault: { kind: 'insertDuring', count: 3 } });
    await session.get(SEARCH);
    expect(falcon.holdings()[0].count).toBe(before + 3);
  });
});
