import { expect, it } from 'vitest';
import { inquire, readSubject } from '#main/services/details/inquire.ts';
import type { StoredConnection } from '#main/services/ports/store/connections.ts';
import type { FreshRecord, VendorInquiry } from '#main/vendors/inquiry.ts';
import type { IndicatorDetail, Observation } from '#shared/model/indicator.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';
import { connectionId } from '../../support/store.ts';

const held = { says: 'this' };
const connection = { id: connectionId(1), name: 'acme', vendor: 'acme', options: {} } as StoredConnection;
const observation = (id: number, stream: string, goneAtMs: number | null) =>
  ({ id, connection: 'acme', stream, vendorKey: 'same-key', fetchedAtMs: id, goneAtMs }) as Observation;
/** Two streams hold a record of one key; it is gone in the second. */
const detail = {
  type: 'domain',
  value: 'evil.example',
  received: null,
  observationList: [observation(1, 'all', null), observation(2, 'some', 5)],
} as unknown as IndicatorDetail;

/** @returns the records that are told to the store after an answer that says this of them. */
async function refreshed(fresh: readonly FreshRecord[]): Promise<unknown> {
  const store = new ScriptedStore({
    reads: { 'observations.raw': () => JSON.stringify(held) },
    writes: { 'answers.save': () => null, 'records.refresh': ({ records }) => ({ changed: records.length }) },
  });
  const inquiry: VendorInquiry = {
    id: 'one',
    title: 'One',
    reads: ['host_get'],
    concerns: () => true,
    ask: (ask) => ask('host_get', {}),
    refresh: () => fresh,
    describe: () => ({ sections: [], estate: null }),
  };
  const subject = await readSubject(store, connection, detail);
  await inquire({ store, connection, ask: async () => null, nowMs: () => 9 }, inquiry, subject);
  const told = store.written.find(({ name }) => name === 'records.refresh')?.input;
  return told === undefined ? [] : (told as { readonly records: unknown }).records;
}

const saysOf = (stream: string, record: FreshRecord['record']): FreshRecord => ({
  stream,
  vendorKey: 'same-key',
  record,
});

it('marks a record gone although another stream’s record of the same key is gone already', async () => {
  expect(await refreshed([saysOf('all', null)])).toEqual([{ stream: 'all', vendorKey: 'same-key', raw: null }]);
});

it('marks none gone that is', async () => {
  expect(await refreshed([saysOf('some', null)])).toEqual([]);
});

it('takes only the one that was gone as listed again when it says the same', async () => {
  expect(await refreshed([saysOf('all', held), saysOf('some', held)])).toEqual([
    { stream: 'some', vendorKey: 'same-key', raw: JSON.stringify(held) },
  ]);
});

it('lets an inquiry ask by the reads that it states, and by no others', async () => {
  const store = new ScriptedStore({ reads: { 'observations.raw': () => null } });
  const subject = await readSubject(store, connection, detail);
  const inquiry: VendorInquiry = {
    id: 'two',
    title: 'Two',
    reads: [],
    concerns: () => true,
    ask: (ask) => ask('host_get', {}),
    describe: () => ({ sections: [], estate: null }),
  };
  const asking = inquire({ store, connection, ask: async () => null, nowMs: () => 9 }, inquiry, subject);
  await expect(asking).rejects.toMatchObject({ code: 'internal.bug' });
});
