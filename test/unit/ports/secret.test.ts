import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '#main/ports/secret.ts';

const canary = 'canary-7f3a9c';
const secret = new Secret(canary);

test('reveal is the only way to the text', () => {
  expect(secret.reveal()).toBe(canary);
});

test.each([
  ['String()', () => String(secret)],
  ['template literal', () => `${secret}`],
  ['concatenation', () => `x${String(secret)}`],
  ['JSON.stringify', () => JSON.stringify({ secret, list: [secret] })],
  ['inspect', () => inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
  ['inspect with getters', () => inspect(secret, { getters: true, customInspect: false })],
  ['structured clone', () => JSON.stringify(structuredClone({ secret: { ...secret } }))],
  ['own keys', () => JSON.stringify([Object.getOwnPropertyNames(secret), Object.entries(secret)])],
  ['error message', () => new Error(`bad value ${secret}`).stack ?? ''],
])('%s does not print it', (_name, print) => {
  const printed = print();
  expect(printed).not.toContain(canary);
  expect(printed.length).toBeGreaterThan(0);
});
