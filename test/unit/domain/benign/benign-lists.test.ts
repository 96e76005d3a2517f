import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AllowEntry, BenignList } from '#main/domain/benign/benign-list.ts';
import { BenignMatcher } from '#main/domain/benign/benign-matcher.ts';
import { convertMispList } from '#main/domain/benign/misp-list.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { compiledListsFile, compileLists, readOriginals } from '../../../support/compile-lists.ts';

const shipped = compileLists();
const matcher = new BenignMatcher(shipped, []);

function makeList(list: Partial<BenignList>): BenignList {
  return {
    name: 'own',
    title: 'Own',
    version: 1,
    origin: '',
    licence: '',
    kind: 'exact',
    types: ['domain'],
    entries: [],
    ...list,
  };
}

describe('the shipped lists', () => {
  it('are what the program reads', () => {
    expect(JSON.parse(readFileSync(compiledListsFile, 'utf8'))).toEqual(shipped);
  });

  it('keep nearly every entry of the originals that speaks of a type we keep', () => {
    const lost = readOriginals().map(([name, source]) => [name, convertMispList(name, source)?.leftOut] as const);
    // Hashes of kinds that are not kept: SHA-224, SHA-384, SHA-512, ssdeep.
    expect(lost.filter(([, count]) => count !== 0)).toEqual([
      ['eicar.com', 6],
      ['empty-hashes', 3],
    ]);
  });

  it.each<[IndicatorType, string, string | undefined]>([
    ['ipv4', '10.1.2.3', 'RFC 1918 CIDR blocks'],
    ['cidr', '10.1.0.0/16', 'RFC 1918 CIDR blocks'],
    ['cidr', '10.0.0.0/7', undefined],
    ['ipv4', '8.8.8.8', 'IPv4 public DNS resolvers'],
    ['ipv4', '45.9.1.1', undefined],
    ['ipv6', 'fe80::1', 'IPv6 link local blocks'],
    ['domain', 'google.com', 'Top 1000 websites from Cisco Umbrella'],
    ['domain', 'evil.google.com.evil.com', undefined],
    ['domain', 'mail-google.com', undefined],
    ['url', 'https://google.com/', 'Top 1000 websites from Cisco Umbrella'],
    ['url', 'https://google.com/a.exe', undefined],
    ['domain', 'www.aboutmyip.com', 'Domains to know external IP'],
    ['url', 'http://aboutmyip.com/ip?x', 'Domains to know external IP'],
    ['url', 'http://evil.com/aboutmyip.com', undefined],
    ['md5', 'd41d8cd98f00b204e9800998ecf8427e', 'Hashes for empty files'],
    ['path', 'google.com', undefined],
  ])('%s %s stands on %s', (type, value, title) => {
    const titles = matcher.match(type, value);
    if (title === undefined) expect(titles).toEqual([]);
    else expect(titles).toContain(title);
  });
});

describe('a matcher', () => {
  it('covers nothing below a suffix under which everybody can have a name', () => {
    const host = new BenignMatcher([makeList({ kind: 'host', entries: ['github.io', 'good.com'] })], []);
    expect(host.match('domain', 'github.io')).toEqual(['Own']);
    expect(host.match('domain', 'evil.github.io')).toEqual([]);
    expect(host.match('domain', 'a.b.good.com')).toEqual(['Own']);
  });

  it('finds every network that covers an address among overlapping ones', () => {
    const networks = [
      makeList({
        name: 'a',
        title: 'A',
        kind: 'network',
        types: ['ipv4'],
        entries: ['10.0.0.0/8', '10.1.0.0/16', '10.9.9.9'],
      }),
      makeList({ name: 'b', title: 'B', kind: 'network', types: ['ipv4'], entries: ['10.1.2.0/24', '0.0.0.0/0'] }),
    ];
    const both = new BenignMatcher(networks, []);
    expect(both.match('ipv4', '10.1.2.3')).toEqual(['A', 'B']);
    expect(both.match('ipv4', '11.1.2.3')).toEqual(['B']);
    expect(both.match('ipv6', '2001:db8::1')).toEqual([]);
  });

  it('tells own entries first, whatever type a list speaks of', () => {
    const allowed: readonly AllowEntry[] = [
      { type: 'cidr', value: '45.9.0.0/16', expiresAtMs: null },
      { type: 'domain', value: 'mine.com', expiresAtMs: null },
      { type: 'sha1', value: 'ab'.repeat(20), expiresAtMs: null },
    ];
    const own = new BenignMatcher([makeList({ entries: ['mine.com'] })], allowed);
    expect(own.match('ipv4', '45.9.1.1')).toEqual(['Own allow-list']);
    expect(own.match('domain', 'mine.com')).toEqual(['Own allow-list', 'Own']);
    expect(own.match('url', 'https://a.mine.com/x')).toEqual(['Own allow-list']);
    expect(own.match('sha1', 'ab'.repeat(20))).toEqual(['Own allow-list']);
    expect(own.match('domain', 'notmine.com')).toEqual([]);
  });
});

describe('converting a MISP list', () => {
  const source = {
    name: 'List of known X',
    description: '',
    version: 7,
    matching_attributes: ['domain'],
    list: ['.A.com', 'b c'],
  };

  it('takes the canonical spelling and counts what does not fit', () => {
    expect(convertMispList('x', { ...source, type: 'hostname' })).toEqual({
      leftOut: 1,
      list: {
        name: 'x',
        title: 'X',
        version: 7,
        origin: 'MISP warning lists',
        licence: 'CC0-1.0',
        kind: 'host',
        types: ['domain'],
        entries: ['a.com'],
      },
    });
  });

  it('refuses regular expressions, and lists about nothing that is kept', () => {
    expect(convertMispList('x', { ...source, type: 'regex' })).toBeUndefined();
    expect(convertMispList('x', { ...source, type: 'string', matching_attributes: ['btc'] })).toBeUndefined();
  });
});
