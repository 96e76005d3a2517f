import { describe, expect, it } from 'vitest';
import { joinQuery, readPastedList, splitQuery } from '../../../src/renderer/src/features/explore/query-list.ts';
import { facetUse, toggleFacet, writeSort } from '../../../src/renderer/src/features/explore/query-text.ts';

const many = Array.from({ length: 10_000 }, (_unused, at) => (at % 2 === 0 ? `evil${at}[.]example` : `a "b" (${at})`));

describe('readPastedList', () => {
  it.each<[text: string, values: readonly string[]]>([
    ['1.2.3.4\r\nevil[.]com\r\n', ['1.2.3.4', 'evil[.]com']],
    ['# report\n1.2.3.4\n\n1.2.3.4\nhxxp://x[.]com/a,b', ['1.2.3.4', 'hxxp://x[.]com/a,b']],
    ['1.2.3.4, 5.6.7.8;evil(dot)com', ['1.2.3.4', '5.6.7.8', 'evil(dot)com']],
    ['1.2.3.4 5.6.7.8', ['1.2.3.4', '5.6.7.8']],
    ['1.2.3.4\tmalware\n2001:db8::1\tc2', ['1.2.3.4', 'malware', '2001:db8::1', 'c2']],
    [
      'C:\\Program Files\\x.exe\nd41d8cd98f00b204e9800998ecf8427e',
      ['C:\\Program Files\\x.exe', 'd41d8cd98f00b204e9800998ecf8427e'],
    ],
    ['a@evil.com\nmailto:b@evil.com', ['a@evil.com', 'mailto:b@evil.com']],
  ])('%j', (text, values) => {
    expect(readPastedList(text)).toEqual(values);
  });

  it.each([
    '',
    '1.2.3.4',
    'https://evil.com/a,b;c',
    'two words',
    'evil\nphish',
    'type:domain\nscore:>70',
    'evil.com\nOR x.com',
    'a.com\n-tag:c2',
  ])('%j is pasted as it is', (text) => {
    expect(readPastedList(text)).toBeUndefined();
  });
});

describe('a query with a list', () => {
  it.each(['', 'type:domain', 'a OR b', 'tag:"x (y" -evil sort:-score', 'OR evil'])(
    'is taken apart as it was put together: %j',
    (text) => {
      const query = joinQuery(many, text);
      const { values, text: rest, offset } = splitQuery(query);
      expect(values).toEqual(many);
      expect(query.slice(offset)).toBe(rest);
      expect(rest).toBe(text === 'a OR b' ? '(a OR b)' : text);
    },
  );

  it('shows a short list as text', () => {
    const query = joinQuery(['1.2.3.4', 'evil.com'], 'tag:c2');
    expect(query).toBe('value:(1.2.3.4 OR evil.com) tag:c2');
    expect(splitQuery(query)).toEqual({ values: [], text: query, offset: 0 });
  });

  it.each(['value:(', 'value:(a OR b', 'value:(a AND b)', 'value:(a OR b OR c OR d OR e OR f OR g)x'])(
    '%j stays text',
    (query) => {
      expect(splitQuery(query)).toEqual({ values: [], text: query, offset: 0 });
    },
  );

  it('keeps its list when filters and columns write into it', () => {
    const query = joinQuery(many, 'type:domain');
    const narrowed = writeSort(toggleFacet(query, { field: 'severity', value: 'high', exclude: false }), [
      { field: 'score', descending: true },
    ]);
    expect(splitQuery(narrowed)).toMatchObject({ values: many, text: 'type:domain severity:high sort:-score' });
    expect(facetUse(narrowed, 'severity', 'high')).toBe('included');
  });
});
