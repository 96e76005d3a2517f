import { afterAll, beforeAll, expect, it } from 'vitest';
import { replySchema } from '#shared/contract/envelope.ts';
import { methods } from '#shared/contract/methods.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { methodCases, type Seed } from './method-cases.ts';
import { type ContractApp, openContractApp } from './open-contract-app.ts';

/** Some reach services that read and write for real, so a busy machine takes minutes. */
const rounds = 100_000;

const clock = new FakeClock();
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): number => unhandled.push(reason);
let contract: ContractApp;

beforeAll(async () => {
  process.on('unhandledRejection', noteUnhandled);
  contract = await openContractApp(clock);
});

afterAll(async () => {
  process.off('unhandledRejection', noteUnhandled);
  await contract.close();
});

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = createRandom(20_261_120);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

const texts = [
  '',
  '*',
  'type:ipv4',
  '((((',
  '"',
  "'; DROP TABLE indicator; --",
  '\u0000',
  '\ud800',
  '\u202e',
  '../../etc/passwd',
  'CASE-0001',
  'c-0000000000000001',
  'x'.repeat(5_000),
  '=1+1',
  '%',
];
const numbers = [0, 1, -1, 1.5, 2 ** 53, 1e308, 200, 201];
const keys = [
  'id',
  'query',
  'number',
  'selection',
  'ids',
  'limit',
  'offset',
  'constructor',
  '__proto__',
  'type',
  'value',
];

/** JSON text of a random value: text, since a value could not hold every key. */
function randomJson(depth: number): string {
  const kind = Math.floor(random() * (depth > 4 ? 4 : 6));
  if (kind === 0) return JSON.stringify(pick(texts));
  if (kind === 1) return String(pick(numbers));
  if (kind === 2) return pick(['true', 'false', 'null']);
  if (kind === 3) return '1e999';
  const size = Math.floor(random() * 5);
  if (kind === 4) return `[${Array.from({ length: size }, () => randomJson(depth + 1)).join(',')}]`;
  const members = Array.from({ length: size }, () => `${JSON.stringify(pick(keys))}:${randomJson(depth + 1)}`);
  return `{${members.join(',')}}`;
}

function randomText(): string {
  return Array.from({ length: Math.floor(random() * 40) }, () => String.fromCharCode(random() * 0xffff)).join('');
}

/** A good request with some of its values replaced, or some of its text cut or doubled. */
function spoil(good: string): string {
  const at = Math.floor(random() * good.length);
  const end = at + Math.floor(random() * 8);
  if (random() < 0.5) return good.slice(0, at) + randomJson(0) + good.slice(end);
  return random() < 0.5 ? good.slice(0, at) + good.slice(end) : good.slice(0, end) + good.slice(at);
}

function randomMessage(): string {
  const name = pick(Object.keys(methods)) as keyof typeof methods;
  const kind = random();
  if (kind < 0.15) return randomText();
  if (kind < 0.25) return randomJson(0);
  if (kind < 0.55) return `{"id":${Math.floor(random() * 1e6)},"method":"${name}","input":${randomJson(0)}}`;
  const makers: readonly ((seed: Seed) => unknown)[] = methodCases[name].accepts;
  const input = pick(makers)(contract.seed);
  return spoil(JSON.stringify({ id: 1, method: name, input }));
}

it(`answers ${rounds.toLocaleString('en')} random messages, each with a reply, and goes on working`, async () => {
  const codes = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    clock.advance(10);
    const message = randomMessage();
    const reply = replySchema.parse(JSON.parse(await contract.app.dispatch(message)));
    const outcome = reply.ok ? 'ok' : reply.error.code;
    codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
    expect(outcome, message).not.toBe('internal.bug');
  }
  // The generator reaches both sides of the door.
  expect(codes.get('ok')).toBeGreaterThan(100);
  expect(codes.get('input.invalid')).toBeGreaterThan(1_000);
  expect(unhandled).toEqual([]);
  const after = JSON.parse(await contract.app.dispatch('{"id":1,"method":"app.info","input":null}'));
  expect(after).toMatchObject({ id: 1, ok: true });
}, 900_000);
