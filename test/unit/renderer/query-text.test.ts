import { describe, expect, it } from 'vitest';
import { scanQuery } from '../../../src/renderer/src/features/explore/query-scan.ts';
import {
  cycleSort,
  facetUse,
  quoteValue,
  readSort,
  toggleFacet,
  writeSort,
} from '../../../src/renderer/src/features/explore/query-text.ts';

const include = (query: string, field: string, value: string): string =>
  toggleFacet(query, { field, value, exclude: false });
const exclude = (query: string, field: string, value: string): string =>
  toggleFacet(query, { field, value, exclude: true });

describe('scanQuery', () => {
  it('loses no character, whatever is typed', () => {
    for (const text of [
      '',
      ' a  b ',
      'tag:"un closed',
      '-(a OR b) c',
      'x:(a OR "b) c") d',
      '))((',
      '"\\"',
      'a:\\',
      '-',
    ]) {
      expect(
        scanQuery(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('keeps a group that belongs to a field in one term', () => {
    expect(scanQuery('vendor:(a OR b) x').map((token) => token.kind)).toEqual(['term', 'blank', 'term']);
  });
});

describe('toggleFacet', () => {
  it('adds a value, joins a second one of the same field, and takes both out again', () => {
    const one = include('evil', 'type', 'ipv4');
    expect(one).toBe('evil type:ipv4');
    const two = include(one, 'type', 'domain');
    expect(two).toBe('evil type:(ipv4 OR domain)');
    expect(include(two, 'type', 'ipv4')).toBe('evil type:domain');
    expect(include(include(two, 'type', 'ipv4'), 'type', 'domain')).toBe('evil');
  });

  it('excludes with a minus, and changes sides instead of contradicting itself', () => {
    expect(exclude('', 'tag', 'c2')).toBe('-tag:c2');
    expect(include('-tag:c2', 'tag', 'c2')).toBe('tag:c2');
    expect(exclude('tag:(c2 OR rat)', 'tag', 'c2')).toBe('tag:rat -tag:c2');
    expect(exclude('-tag:c2', 'tag', 'c2')).toBe('');
  });

  it('reads a comma list and compares without case', () => {
    expect(include('vendor:Datadog,virustotal', 'vendor', 'datadog')).toBe('vendor:virustotal');
  });

  it('quotes what the language would read otherwise', () => {
    expect(include('', 'tag', 'two words')).toBe('tag:"two words"');
    expect(include('', 'tag', 'say "x"')).toBe('tag:"say \\"x\\""');
    expect(include('tag:"say \\"x\\""', 'tag', 'say "x"')).toBe('');
    expect(quoteValue('a\\"')).toBe('"a\\\\\\""');
    expect(quoteValue('OR')).toBe('"OR"');
    expect(quoteValue('-a')).toBe('"-a"');
    expect(quoteValue('a*')).toBe('"a*"');
  });

  it('puts a query with OR in brackets first, so that the new term holds for all of it', () => {
    expect(include('a OR b', 'type', 'url')).toBe('(a OR b) type:url');
    expect(include('(a OR b)', 'type', 'url')).toBe('(a OR b) type:url');
    expect(include('vendor:(a OR b)', 'type', 'url')).toBe('vendor:(a OR b) type:url');
  });

  it('keeps NOT and a minus with their group, and the order at the end', () => {
    expect(include('NOT (a b) -(c OR d) sort:-score', 'state', 'new')).toBe(
      'NOT (a b) -(c OR d) state:new sort:-score',
    );
    expect(include('a AND b', 'state', 'new')).toBe('a b state:new');
  });

  it('leaves an AND group of the same field alone', () => {
    expect(include('vendor:(a AND b)', 'vendor', 'c')).toBe('vendor:(a AND b) vendor:c');
  });
});

describe('facetUse', () => {
  it('tells included from excluded', () => {
    expect(facetUse('type:(url OR ipv4) -tag:c2', 'type', 'ipv4')).toBe('included');
    expect(facetUse('type:(url OR ipv4) -tag:c2', 'tag', 'C2')).toBe('excluded');
    expect(facetUse('type:(url OR ipv4)', 'type', 'domain')).toBe('none');
  });
});

describe('sort', () => {
  it('reads and replaces the order', () => {
    expect(readSort('a sort:-score,value')).toEqual([
      { field: 'score', descending: true },
      { field: 'value', descending: false },
    ]);
    expect(writeSort('a sort:-score b', [{ field: 'type', descending: false }])).toBe('a b sort:type');
    expect(writeSort('a sort:-score', [])).toBe('a');
  });

  it('goes natural direction, other direction, default', () => {
    const column = { field: 'score', startsDescending: true };
    const first = cycleSort([], column, false);
    expect(first).toEqual([{ field: 'score', descending: true }]);
    const second = cycleSort(first, column, false);
    expect(second).toEqual([{ field: 'score', descending: false }]);
    expect(cycleSort(second, column, false)).toEqual([]);
  });

  it('keeps the other columns when asked to add', () => {
    const sort = [{ field: 'type', descending: false }];
    expect(cycleSort(sort, { field: 'score', startsDescending: true }, true)).toEqual([
      { field: 'type', descending: false },
      { field: 'score', descending: true },
    ]);
  });
});
