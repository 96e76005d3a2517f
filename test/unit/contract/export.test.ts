import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#shared/contract/client.ts';
import type { ExportInput } from '#shared/contract/schemas.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { type ContractApp, openContractApp } from './open-contract-app.ts';

let contract: ContractApp;
let client: Client;

beforeEach(async () => {
  contract = await openContractApp();
  client = createClient({ call: contract.app.dispatch, onEvent: contract.app.onEvent });
});

afterEach(() => contract.close());

const choices = { format: 'json', tlp: null, defang: true, includeRaw: false } as const;
const values = (): readonly string[] =>
  [...contract.written.values()].flatMap((text) =>
    JSON.parse(text).indicators.map(({ value }: { value: string }) => value),
  );
const refusal = (code: ErrorCode, message: string) => ({ code, message });

describe('a selection is exported', () => {
  it('of picked rows: those and nothing else', async () => {
    const { indicatorId, indicator } = contract.seed;
    const result = await client.call('exports.write', { ...choices, scope: { ids: [indicatorId] } });
    expect(result).toMatchObject({ indicators: 1, leftOut: 0, unfit: 0 });
    expect(values()).toEqual([indicator.value]);
  });

  it('of picked candidates, also of those that nobody knew', async () => {
    const { lookupId, indicator } = contract.seed;
    const lookup = { id: lookupId, indexes: null, statuses: [], types: [] };
    const result = await client.call('exports.write', { ...choices, scope: { lookup } });
    expect(result).toMatchObject({ indicators: 2 });
    expect(values()).toEqual([indicator.value, 'unheard-of.net']);
  });

  it('of what a filter of the look-up lets through', async () => {
    const lookup = { id: contract.seed.lookupId, indexes: null, statuses: ['unknown' as const], types: [] };
    await client.call('exports.write', { ...choices, scope: { lookup } });
    expect(values()).toEqual(['unheard-of.net']);
  });

  it('never of a look-up that is gone', async () => {
    const lookup = { id: 4_711, indexes: null, statuses: [], types: [] };
    await expect(client.call('exports.write', { ...choices, scope: { lookup } })).rejects.toMatchObject(
      refusal('state.notFound', 'This look-up is no longer here.'),
    );
    expect(contract.written.size).toBe(0);
  });
});

describe('what is marked TLP:RED', () => {
  const refused = refusal('state.conflict', 'This export is marked TLP:RED.');

  it.each([
    ['a case', ({ caseNumber }) => ({ case: caseNumber })],
    ['a query', ({ indicator }) => ({ query: indicator.value })],
    ['picked rows', ({ indicatorId }) => ({ ids: [indicatorId] })],
    ['picked candidates', ({ lookupId }) => ({ lookup: { id: lookupId, indexes: [0], statuses: [], types: [] } })],
  ] satisfies readonly [string, (seed: ContractApp['seed']) => ExportInput['scope']][])(
    'of %s is written only when that was agreed to',
    async (_kind, scopeOf) => {
      const { indicatorId } = contract.seed;
      await client.call('tags.change', { selection: { ids: [indicatorId] }, add: ['tlp:red'] });
      await client.call('cases.update', { number: contract.seed.caseNumber, fields: { tlp: 'red' } });
      const input = { ...choices, scope: scopeOf(contract.seed) };
      await expect(client.call('exports.write', input)).rejects.toMatchObject(refused);
      await expect(client.call('exports.write', { ...input, confirmedRed: false })).rejects.toMatchObject(refused);
      expect(contract.written.size).toBe(0);
      expect(await client.call('exports.write', { ...input, confirmedRed: true })).toMatchObject({ tlp: 'red' });
      expect(contract.written.size).toBe(1);
    },
  );
});
