import { describe, expect, it } from 'vitest';
import { announceFound, findGrown } from '#main/services/schedule/found-words.ts';
import type { SavedSearch } from '#shared/model/saved-search.ts';

const search = (name: string, newCount: number | null): SavedSearch => ({
  name,
  query: `tag:${name}`,
  columns: null,
  createdAtMs: 1,
  lookedAtMs: 1,
  newCount,
});

describe('findGrown', () => {
  it('names searches with more that is new than before, with all that is new in them', () => {
    const before = [search('same', 4), search('more', 2), search('unknown', null)];
    const after = [
      search('same', 4),
      search('more', 5),
      search('unknown', 1),
      search('added', 1),
      search('lost', null),
    ];
    expect(findGrown(before, after)).toEqual([
      { name: 'more', query: 'tag:more', newCount: 5 },
      { name: 'unknown', query: 'tag:unknown', newCount: 1 },
      { name: 'added', query: 'tag:added', newCount: 1 },
    ]);
  });

  it('does not name one that was looked at meanwhile', () => {
    expect(findGrown([search('looked', 9)], [search('looked', 2)])).toEqual([]);
  });
});

describe('announceFound', () => {
  it('holds counts and the names of the searches, and no query', () => {
    const found = ['a', 'b', 'c', 'd', 'e'].map((name, at) => ({ name, query: 'evil.example', newCount: at + 1 }));
    expect(announceFound(found)).toEqual({
      title: 'New matches of saved searches',
      body: '1 in a · 2 in b · 3 in c · and 2 more',
    });
  });

  it('cuts long names and shows what is hidden in them', () => {
    const { body } = announceFound([{ name: `\u202e${'x'.repeat(100)}`, query: '', newCount: 1 }]);
    expect(body).not.toContain('\u202e');
    expect(body.length).toBeLessThan(70);
  });
});
