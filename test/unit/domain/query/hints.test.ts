import { describe, expect, it } from 'vitest';
import { hasNames, type KnownNames, listHints } from '#main/domain/query/hints.ts';
import { parseQuery, parseTree } from '#main/domain/query/parse-query.ts';

const known: KnownNames = {
  vendor: ['datadog', 'crowdstrike'],
  connection: ['prod', 'Falcon EU'],
  stream: ['indicators', 'ips'],
  case: ['CASE-0001', 'CASE-0002'],
};
const hintsOf = (query: string) => listHints(query, parseTree(query), known);

describe('hints about names that nothing has', () => {
  it.each<[query: string, message: string, corrected: string | null]>([
    ['connection:prdo', 'No connection is called "prdo". Did you mean "prod"?', 'connection:prod'],
    ['evil connection:"falcon ue"', 'Did you mean "Falcon EU"?', 'evil connection:"Falcon EU"'],
    ['vendor:(datadog OR crowdstrik)', 'knows no vendor "crowdstrik"', 'vendor:(datadog OR crowdstrike)'],
    ['-stream:ipz', 'No vendor has a stream called "ipz".', '-stream:ips'],
    ['live:crowdstrik', 'knows no vendor "crowdstrik"', 'live:crowdstrike'],
    ['vendor:zzzzzz', 'There is "datadog", "crowdstrike".', null],
    ['case:9', 'There is no case "9".', null],
  ])('%j', (query, message, corrected) => {
    const [hint, ...others] = hintsOf(query);
    expect(hint?.message).toContain(message);
    if (corrected !== null) {
      expect(hint?.query).toBe(corrected);
      expect(hintsOf(hint?.query ?? '')).toEqual([]);
    }
    expect(others).toEqual([]);
  });

  it.each([
    '',
    'evil',
    'vendor:DataDog',
    'connection:pr*',
    'case:1',
    'case:CASE-0002',
    'tag:anything',
    'stream:ips,indicators',
    'gone:datadog enforced:anything',
  ])('%j: none', (query) => {
    expect(hintsOf(query)).toEqual([]);
  });

  it('says when names have to be known at all', () => {
    expect(hasNames(parseTree('a (b OR -vendor:x)'))).toBe(true);
    expect(hasNames(parseTree('tag:vendor "vendor:x" sort:score'))).toBe(false);
  });

  it('stays short', () => {
    const many = Array.from({ length: 40 }, (_unused, at) => `vendor:unknown${at}`).join(' OR ');
    expect(hintsOf(many)).toHaveLength(5);
  });
});

describe('hints about values side by side', () => {
  it('offers any of them where one indicator cannot be all', () => {
    const [hint] = hintsOf('1.2.3[.]4 type:ipv4 5.6.7.8');
    expect(hint?.message).toContain('Any of them?');
    expect(hint?.query).toBe('value:(1.2.3[.]4 OR 5.6.7.8) type:ipv4');
    expect(parseQuery(hint?.query ?? '', { nowMs: 0 }).where).toMatchObject({ kind: 'all' });
    expect(hintsOf(hint?.query ?? '')).toEqual([]);
  });

  it.each([
    `${'a'.repeat(32)} ${'b'.repeat(64)}`,
    '1.2.3.4 1.2.3[.]4',
    '1.2.3.4 evil',
    '1.2.3.4 OR 5.6.7.8',
    '1.2.3.4\n5.6.7.8',
  ])('%j: none', (query) => {
    expect(hintsOf(query)).toEqual([]);
  });
});
