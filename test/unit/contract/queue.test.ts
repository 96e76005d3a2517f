import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#shared/contract/client.ts';
import type { LookupPick } from '#shared/contract/lookup-schemas.ts';
import { type ContractApp, openContractApp } from './open-contract-app.ts';

let contract: ContractApp;
let client: Client;

beforeEach(async () => {
  contract = await openContractApp();
  client = createClient({ call: contract.app.dispatch, onEvent: contract.app.onEvent });
});

afterEach(() => contract.close());

describe('candidates of a look-up are queued for a vendor', () => {
  const queue = (pick: Partial<LookupPick>) =>
    client.call('outbox.queueSelection', {
      id: contract.seed.connectionId,
      operation: 'host_block',
      selection: { lookup: { id: contract.seed.lookupId, indexes: null, statuses: [], types: [], ...pick } },
      fields: {},
    });
  /** What the queued changes with these numbers are about. */
  async function subjectsOf(ids: readonly number[]): Promise<readonly string[]> {
    const { lines } = await client.call('outbox.list', { states: ['queued'], offset: 0, limit: 500 });
    return lines.filter(({ id }) => ids.includes(id)).map(({ subject }) => subject);
  }

  it('all that a filter lets through, those too that nobody knew', async () => {
    const { ids, skipped } = await queue({});
    expect(skipped).toBe(0);
    expect((await subjectsOf(ids)).toSorted()).toEqual([contract.seed.indicator.value, 'unheard-of.net']);
  });

  it('only those that were picked; a number that there is none of is passed over', async () => {
    const { ids } = await queue({ indexes: [1, 99] });
    expect(await subjectsOf(ids)).toEqual(['unheard-of.net']);
  });

  it('none of a look-up that is gone', async () => {
    const before = await client.call('outbox.list', { states: null, offset: 0, limit: 500 });
    await expect(queue({ id: 4_711 })).rejects.toMatchObject({ code: 'state.notFound' });
    expect(await client.call('outbox.list', { states: null, offset: 0, limit: 500 })).toEqual(before);
  });
});
