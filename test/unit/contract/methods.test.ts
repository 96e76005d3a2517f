import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Reply, replySchema } from '#shared/contract/envelope.ts';
import { methods } from '#shared/contract/methods.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { zodWords } from '../../support/zod-words.ts';
import { type MethodCases, methodCases, refusedEverywhere, type Seed } from './method-cases.ts';
import { type ContractApp, openContractApp } from './open-contract-app.ts';

/** The cases with the link between name and input forgotten: here they are only sent. */
const cases = Object.entries(methodCases) as unknown as readonly (readonly [string, MethodCases<'app.info'>])[];

let contract: ContractApp;
let nextId = 0;

async function call(method: string, input: unknown): Promise<Reply> {
  nextId += 1;
  return replySchema.parse(JSON.parse(await contract.app.dispatch(JSON.stringify({ id: nextId, method, input }))));
}

it('has accepting and refusing cases for every method of the contract, and for no other', () => {
  expect(Object.keys(methodCases).toSorted()).toEqual(Object.keys(methods).toSorted());
  for (const [name, { accepts, refuses }] of cases) {
    expect(accepts.length, name).toBeGreaterThan(0);
    expect(refuses.length, name).toBeGreaterThan(1);
  }
});

describe('an application of its own', () => {
  beforeEach(async () => {
    contract = await openContractApp();
  });
  afterEach(() => contract.close());

  it.each(cases)('%s answers what it accepts', async (name, { accepts }) => {
    for (const makeInput of accepts) {
      const input = (makeInput as (seed: Seed) => unknown)(contract.seed);
      const reply = await call(name, input);
      expect(reply, JSON.stringify(input)).toMatchObject({ id: nextId, ok: true });
    }
    expect(contract.logger.entries.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** Whether the contract lets it in, so that a service is what refuses it. */
function isKnown(name: string, input: unknown): boolean {
  const table: Readonly<Record<string, { readonly input: { safeParse(value: unknown): { success: boolean } } }>> =
    methods;
  return table[name]?.input.safeParse(input).success === true;
}

// One for all: what is refused leaves nothing behind.
describe('one application', () => {
  const clock = new FakeClock();

  beforeAll(async () => {
    contract = await openContractApp(clock);
  });
  afterAll(() => contract.close());

  it.each(cases)(
    '%s refuses anything else, what no window of ours sends without an entry in the log, and without harm',
    async (name, { refuses }) => {
      // As much later as the allowance of messages takes to fill again.
      clock.advance(60_000);
      for (const input of [...refusedEverywhere, ...refuses]) {
        const reply = await call(name, input);
        expect(reply, JSON.stringify(input)).toMatchObject({
          id: nextId,
          ok: false,
          error: { code: 'input.invalid', reference: isKnown(name, input) ? expect.any(String) : null },
        });
        expect(JSON.stringify(reply)).not.toMatch(zodWords);
      }
      expect(await call('cases.list', null)).toMatchObject({ ok: true, value: { length: 2 } });
    },
  );
});
