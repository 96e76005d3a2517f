import { describe, expect, it } from 'vitest';
import { placeAt, suggest } from '#main/domain/query/complete.ts';
import { fieldRules } from '#main/domain/query/fields.ts';
import { fieldMeaning, listHelp } from '#main/domain/query/help.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';

/** The place at `|`. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const place = placeAt(marked.replace('|', ''), caret);
  return place === undefined ? undefined : [place.field, place.typed, place.span.start];
}

describe('placeAt', () => {
  it.each([
    ['|', [null, '', 0]],
    ['ty|', [null, 'ty', 0]],
    ['-ty|', [null, 'ty', 1]],
    ['evil ty|', [null, 'ty', 5]],
    ['(ty|)', [null, 'ty', 1]],
    ['type:|', ['type', '', 5]],
    ['type:Do|', ['type', 'do', 5]],
    ['-type:do|', ['type', 'do', 6]],
    ['type:domain,u|', ['type', 'u', 12]],
    ['type:domain,|', ['type', '', 12]],
    ['tag:(a OR b|)', ['tag', 'b', 10]],
    ['tag:(a OR |)', ['tag', '', 10]],
    ['tag:(a) ty|', [null, 'ty', 8]],
    ['tag:a ty|', [null, 'ty', 6]],
    ['tag:a |', [null, '', 6]],
    ['sort:-last|', ['sort', '-last', 5]],
    ['tag:b| type:url', ['tag', 'b', 4]],
  ])('finds what is being written in %s', (marked, expected) => {
    expect(at(marked)).toEqual(expected);
  });

  it.each(['ty|pe:url', '"two wo|', 'tag:"two wo|', 'tag:a) ty|', 'colour:re|', '"done"|', 'evil:|'])(
    'suggests nothing in %s',
    (marked) => {
      expect(at(marked)).toBeUndefined();
    },
  );
});

describe('suggest', () => {
  const counts = {
    tag: { scanner: 7, 'cobalt strike': 5, c2: 90, apt28: 3, 'x-c2': 200 },
    type: { domain: 10, url: 30 },
    score: { '90..100': 12 },
  };
  const textsOf = (query: string) => {
    const place = placeAt(query, query.length);
    return place === undefined ? [] : suggest(place, counts).map(({ text, count }) => [text, count]);
  };

  it('names fields that begin so, with what they mean', () => {
    const place = placeAt('as', 2);
    expect(place === undefined ? [] : suggest(place, {})).toEqual([
      { text: 'asn:', meaning: fieldMeaning('asn'), count: null },
      { text: 'as_type:', meaning: fieldMeaning('as_type'), count: null },
    ]);
  });

  it('gives values with their counts: what begins so first, then what contains it', () => {
    expect(textsOf('tag:c')).toEqual([
      ['c2', 90],
      ['"cobalt strike"', 5],
      ['x-c2', 200],
      ['scanner', 7],
    ]);
  });

  it('gives words of closed sets too that nothing has', () => {
    expect(textsOf('type:').slice(0, 3)).toEqual([
      ['url', 30],
      ['domain', 10],
      ['ipv4', null],
    ]);
  });

  it('gives ranges and orders as the language writes them', () => {
    expect(textsOf('score:')[0]).toEqual(['90..100', 12]);
    expect(textsOf('last_seen:')).toContainEqual(['>now-7d', null]);
    expect(textsOf('sort:-sc')).toEqual([['-score', null]]);
  });

  it('gives vendors and actions where records are asked about, without counts of something else', () => {
    const others = { vendor: { umbra: 1, acme: 40 }, action: { detect: 3 } };
    const suggested = (query: string) => {
      const place = placeAt(query, query.length);
      return place === undefined ? [] : suggest(place, others);
    };
    expect(suggested('live:')).toEqual([
      { text: 'acme', meaning: null, count: null },
      { text: 'umbra', meaning: null, count: null },
    ]);
    expect(suggested('gone:um').map(({ text }) => text)).toEqual(['umbra']);
    expect(suggested('enforced:').map(({ text }) => text)).toEqual(['detect']);
  });

  it('has nothing to say about a value that is written out', () => {
    expect(textsOf('tag:apt28')).toEqual([]);
  });
});

describe('the help', () => {
  it('says of every field what it asks for', () => {
    for (const field of fieldRules.keys()) expect(fieldMeaning(field), field).not.toBe('');
  });

  it('has only examples that can be read', () => {
    const examples = listHelp().flatMap(({ entries }) => entries.map(({ example }) => example));
    for (const example of examples) expect(() => parseQuery(example, { nowMs: 0 }), example).not.toThrow();
    expect(examples.length).toBeGreaterThan(fieldRules.size);
  });
});
