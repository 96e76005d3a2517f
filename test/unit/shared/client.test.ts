import { expect, it } from 'vitest';
import { type CallGate, createClient } from '#shared/contract/client.ts';

/** A bridge that keeps what was sent, and answers when the test says so. */
function setUp(gate?: CallGate) {
  const sent: { id: number; method: string; input: unknown }[] = [];
  const answers = new Map<number, (value: unknown) => void>();
  const client = createClient(
    {
      call: (text) => {
        const request = JSON.parse(text) as (typeof sent)[number];
        sent.push(request);
        return new Promise((resolve) => {
          answers.set(request.id, (value) => resolve(JSON.stringify({ id: request.id, ok: true, value })));
        });
      },
      onEvent: () => () => {},
    },
    gate,
  );
  return { client, sent, answer: (id: number, value: unknown) => answers.get(id)?.(value) };
}

it('says which call is taken back, while it is open', async () => {
  const { client, sent, answer } = setUp();
  const controller = new AbortController();
  const count = client.call('indicators.count', { query: 'a' }, { signal: controller.signal });
  const other = client.call('indicators.count', { query: 'b' });
  controller.abort();
  expect(sent.at(-1)).toEqual({ id: 3, method: 'calls.cancel', input: { id: 1 } });
  answer(1, { value: 1, exact: true });
  answer(2, { value: 2, exact: true });
  expect([await count, await other]).toMatchObject([{ value: 1 }, { value: 2 }]);
});

it('says nothing about a call that is answered', async () => {
  const { client, sent, answer } = setUp();
  const controller = new AbortController();
  const count = client.call('indicators.count', { query: 'a' }, { signal: controller.signal });
  answer(1, { value: 1, exact: true });
  await count;
  controller.abort();
  expect(sent).toHaveLength(1);
});

it('takes back nothing that was not begun', async () => {
  const opened: (() => void)[] = [];
  const gate: CallGate = {
    run: (call) =>
      new Promise((resolve, reject) => {
        opened.push(() => (call.isWanted() ? call.begin().then(resolve, reject) : reject(new Error('not begun'))));
      }),
  };
  const { client, sent } = setUp(gate);
  const controller = new AbortController();
  const count = client.call('indicators.count', { query: 'a' }, { signal: controller.signal });
  const ended = expect(count).rejects.toThrow('not begun');
  controller.abort();
  for (const open of opened) open();
  await ended;
  expect(sent).toEqual([]);
});
