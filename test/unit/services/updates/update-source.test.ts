import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readUpdateSource } from '#main/services/updates/update-source.ts';
import { makeReleaseKey } from '../../../support/release.ts';

const first = makeReleaseKey();
const second = makeReleaseKey();
const address = 'https://updates.example/sightline/';
const keys = first.publicText;

it('a build that was given nothing has no updates', () => {
  expect(readUpdateSource({ address: '', keys: '' })).toBeNull();
});

it('an address and keys are read, each key under its id', () => {
  const source = readUpdateSource({ address, keys: `${first.publicText}, ${second.publicText}` });
  expect(source).toMatchObject({ origin: 'https://updates.example', path: '/sightline/' });
  expect(source?.keys.map(({ id }) => id)).toEqual([first.id, second.id]);
});

const publicOf = (type: 'x25519' | 'ed448'): string =>
  (type === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed448')).publicKey
    .export({ format: 'der', type: 'spki' })
    .toString('base64');

describe('a build is refused with', () => {
  it.each([
    ['an address alone', address, ''],
    ['a key alone', '', keys],
    ['an unencrypted address', 'http://updates.example/sightline/', keys],
    ['no slash at the end', 'https://updates.example/sightline', keys],
    ['a user in the address', 'https://ada@updates.example/', keys],
    ['a parameter', 'https://updates.example/?a=/', keys],
    ['dots on the way', 'https://updates.example/a/../', keys],
    ['a folder of the disk', 'file:///tmp/', keys],
    ['no address', 'updates', keys],
    ['no key', address, 'AAAA'],
    ['a key that is cut off', address, keys.slice(0, 40)],
    ['a second key that is none', address, `${keys},`],
    ['a key of another kind', address, publicOf('x25519')],
    ['a key of another length', address, publicOf('ed448')],
  ])('%s', (_name, given, text) => {
    expect(() => readUpdateSource({ address: given, keys: text })).toThrow(RangeError);
  });

  it('but not an unencrypted one on this machine, for tests', () => {
    expect(readUpdateSource({ address: 'http://127.0.0.1:8080/a/', keys })).toMatchObject({ path: '/a/' });
  });
});
