import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIds, encodeIdSet, encodeIds } from '#main/db/id-lists.ts';
import { hash52 } from '#main/db/ingest/hash52.ts';
import { ipKeyOf } from '#main/db/ingest/ip-keys.ts';
import { packIds, SeenSet } from '#main/db/ingest/walk-pages.ts';
import { hostKeyOf, hostOf, parentsOf } from '#main/db/operations/host-keys.ts';
import { matcher } from '#main/db/search/words.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

const hex = (key: Buffer | null | undefined): string | undefined => key?.toString('hex');

describe('keys of addresses', () => {
  it.each<[IndicatorType, string, string, string | undefined]>([
    ['ipv4', '10.1.2.3', '00000000000000000000ffff0a010203', undefined],
    ['ipv6', '2001:db8::1', '20010db8000000000000000000000001', undefined],
    ['ipv6', '::', '00000000000000000000000000000000', undefined],
    ['ipv6', '1:2:3:4:5:6:7:8', '00010002000300040005000600070008', undefined],
    ['cidr', '10.1.2.0/24', '00000000000000000000ffff0a010200', '00000000000000000000ffff0a0102ff'],
    ['cidr', '0.0.0.0/0', '00000000000000000000ffff00000000', '00000000000000000000ffffffffffff'],
    ['cidr', '2001:db8::/33', '20010db8000000000000000000000000', '20010db87fffffffffffffffffffffff'],
    ['cidr', '10.1.2.3/32', '00000000000000000000ffff0a010203', '00000000000000000000ffff0a010203'],
  ])('%s %s', (type, value, first, end) => {
    const key = ipKeyOf(type, value);
    expect([hex(key?.first), hex(key?.end)]).toEqual([first, end]);
  });

  it.each<[IndicatorType, string]>([
    ['domain', '10.1.2.3'],
    ['ipv4', '10.1.2'],
    ['ipv4', '10.1.2.300'],
    ['ipv6', '1::2::3'],
    ['ipv6', '1:2:3'],
    ['ipv6', 'xyz::1'],
    ['cidr', '10.0.0.0/33'],
    ['cidr', '10.0.0.0/x'],
    ['cidr', '10.0.0.0'],
  ])('has none for %s %s', (type, value) => {
    expect(ipKeyOf(type, value)).toBeNull();
  });
});

describe('keys of hosts', () => {
  it.each<[IndicatorType, string, string | null]>([
    ['domain', 'www.evil.com', 'com.evil.www.'],
    ['email', 'a@b@evil.com', 'com.evil.'],
    ['url', 'https://user:pw@www.evil.com:8080/path?x=http://other.com', 'com.evil.www.'],
    ['url', 'http://10.0.0.1/x', null],
    ['url', 'http://[2001:db8::1]:80/', null],
    ['url', 'mailto:x', null],
    ['email', 'a@[10.0.0.1]', null],
    ['path', 'c:\\x.com', null],
  ])('%s %s', (type, value, key) => {
    expect(hostKeyOf(type, value)).toBe(key);
  });

  it('knows the domains above, nearest first', () => {
    expect(parentsOf('a.b.evil.com')).toEqual(['b.evil.com', 'evil.com']);
    expect(parentsOf('evil.com')).toEqual([]);
    expect(parentsOf('com')).toEqual([]);
    expect(hostOf('url', 'HTTP://X.com')).toBe('x.com');
  });
});

describe('lists of ids', () => {
  it('come back as they went in', () => {
    fc.assert(
      // Few are put in order in another way than many.
      fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 60, size: 'max' }), (ids) => {
        expect(decodeIds(encodeIds(ids))).toEqual(ids);
        expect(decodeIds(encodeIdSet(ids))).toEqual([...new Set(ids)].sort((a, b) => a - b));
      }),
    );
    expect(decodeIds(' 3m 12u ')).toEqual([3, 12]);
    expect(decodeIds(null)).toEqual([]);
  });
});

describe('what a walk has seen', () => {
  it('counts each record once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200_000 })), (ids) => {
        const seen = new SeenSet();
        const fresh = ids.filter((id) => seen.addObservation(id));
        expect(fresh).toEqual([...new Set(ids)]);
        expect(seen.received).toBe(fresh.length);
        for (const id of ids) expect(seen.hasObservation(id)).toBe(true);
        expect(seen.hasObservation(200_001)).toBe(false);
        const packed = packIds(fresh);
        expect(fresh.map((_, at) => packed.readUInt32LE(at * 4))).toEqual(fresh);
      }),
    );
  });

  it('counts rejected records apart', () => {
    const seen = new SeenSet();
    expect([seen.addRejected(Buffer.from('12345678')), seen.addRejected(Buffer.from('12345678'))]).toEqual([
      true,
      false,
    ]);
    expect([seen.rejected, seen.received]).toEqual([1, 1]);
  });
});

describe('the hash of a key', () => {
  it('is a whole number of 52 bits, spread out', () => {
    const hashes = Array.from({ length: 50_000 }, (_, n) => hash52(`1\nkey-${n}`));
    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** 52)).toBe(true);
    expect(new Set(hashes).size).toBe(hashes.length);
    const high = hashes.filter((hash) => hash >= 2 ** 51).length;
    expect(high).toBeGreaterThan(24_000);
    expect(high).toBeLessThan(26_000);
  });
});

describe('patterns of words', () => {
  it.each<[string, string, boolean]>([
    ['apt28', 'APT28', true],
    ['apt', 'apt28', false],
    ['*', '', true],
    ['apt*', 'Apt28', true],
    ['*28', 'apt28', true],
    ['a*2*8', 'apt28', true],
    ['aa*aa', 'aaa', false],
    ['a*b*c', 'acb', false],
    ['*b*b*', 'abc', false],
    ['a.c', 'abc', false],
    ['(((', 'x', false],
  ])('%s fits %s: %s', (pattern, text, fits) => {
    expect(matcher(pattern)(text)).toBe(fits);
  });
});
