import { afterAll, beforeAll, expect, it } from 'vitest';
import { HealthRecord } from '#main/db/gateway/health-record.ts';
import { createClient } from '#shared/contract/client.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type ContractApp, openContractApp } from './open-contract-app.ts';

let contract: ContractApp;
beforeAll(async () => {
  contract = await openContractApp();
});
afterAll(() => contract.close());

it('tells a window what is known to be wrong with the data, also what another process found', async () => {
  const client = createClient({ call: contract.app.dispatch, onEvent: contract.app.onEvent });
  expect(await client.call('care.health', null)).toEqual([]);
  const clock = new FakeClock();
  const other = new HealthRecord({ dataFolder: contract.folder, clock, logger: contract.logger });
  other.report({ kind: 'damaged', detail: 'row 7 missing from index' });
  expect(await client.call('care.health', null)).toEqual([
    {
      kind: 'damaged',
      detail: 'row 7 missing from index',
      foundAtMs: clock.nowMs(),
      reference: expect.stringMatching(/^ref-/),
    },
  ]);
});
