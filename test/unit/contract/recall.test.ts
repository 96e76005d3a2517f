import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import { type ContractApp, openContractApp } from './open-contract-app.ts';

let contract: ContractApp;
beforeAll(async () => {
  contract = await openContractApp();
});
afterAll(() => contract.close());

it('tells of each indicator the cases and the last verdict, and nothing of what nobody knows', async () => {
  const client = createClient({ call: contract.app.dispatch, onEvent: contract.app.onEvent });
  const { indicator, caseNumber, spareCaseNumber } = contract.seed;
  const untouched = { type: 'domain', value: 'evil.example' } as const;
  const unknown = { type: 'domain', value: 'unheard-of.net' } as const;
  const ask = () => client.call('indicators.recall', { indicators: [unknown, indicator, untouched] });
  expect(await ask()).toEqual([
    null,
    { cases: [caseNumber], verdict: 'suspicious' },
    { cases: [], verdict: 'unknown' },
  ]);
  const selection = { ids: [contract.seed.indicatorId] };
  await client.call('cases.addIndicators', { number: spareCaseNumber, selection, comment: null, role: null });
  await client.call('triage.apply', { selection, verdict: 'benign' });
  expect((await ask())[1]).toEqual({ cases: [caseNumber, spareCaseNumber], verdict: 'benign' });
});
