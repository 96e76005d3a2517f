import { describe, expect, it } from 'vitest';
import {
  checkOf,
  listTagLines,
  nextWish,
  splitWishes,
  type TagLine,
  type TagWishes,
  withWish,
} from '../../../src/renderer/src/features/tags/tag-lines.ts';

const standing = [
  { name: 'both', count: 2 },
  { name: 'one', count: 1 },
];
const known = [
  { name: 'own', count: 40 },
  { name: 'both', count: 9 },
  { name: 'Booter', count: 700 },
  { name: 'BOTH', count: 11 },
];
const none: TagWishes = new Map();
const linesFor = (text: string, wishes: TagWishes = none) =>
  listTagLines({ text, isName: true, standing, known, wishes });
const lineOf = (key: string, wishes: TagWishes = none): TagLine => {
  const line = linesFor('', wishes).find((one) => one.key === key);
  if (line === undefined) throw new Error(`There is no line ${key}.`);
  return line;
};

describe('lines of the tag editor', () => {
  it('begin with what stands on the selection, then what is known, each tag once', () => {
    expect(linesFor('').map(({ name, having, uses }) => [name, having, uses])).toEqual([
      ['both', 2, 11],
      ['one', 1, null],
      ['own', 0, 40],
      ['Booter', 0, 700],
    ]);
  });

  it('are narrowed by typing: whole names first, then beginnings; a new name leads', () => {
    expect(linesFor('BO').map(({ name }) => name)).toEqual(['BO', 'both', 'Booter']);
    expect(linesFor(' both ').map(({ name }) => name)).toEqual(['both']);
    expect(linesFor('new  name')).toEqual([{ key: 'new name', name: 'new name', having: 0, uses: null, wish: null }]);
  });

  it('offer nothing new where what is typed can be no name', () => {
    expect(listTagLines({ text: 'x\u0000', isName: false, standing, known, wishes: none })).toEqual([]);
  });

  it('keep a new name that is wished for, also when something else is typed later', () => {
    const [line] = linesFor('fresh');
    if (line === undefined) throw new Error('There is no line.');
    const wishes = withWish(none, line, 'add');
    expect(linesFor('', wishes).map(({ name, wish }) => [name, wish])).toContainEqual(['fresh', 'add']);
    expect(splitWishes(wishes)).toEqual({ add: ['fresh'], remove: [] });
  });

  it('are on, off or mixed over the selection', () => {
    expect(['both', 'one', 'own'].map((key) => checkOf(lineOf(key), 2))).toEqual(['on', 'mixed', 'off']);
  });

  it.each([
    ['both', ['remove', null, 'remove']],
    ['one', ['add', 'remove', null]],
    ['own', ['add', null, 'add']],
  ])('%s goes round by clicks', (key, expected) => {
    let wishes = none;
    const seen = expected.map(() => {
      const line = lineOf(key, wishes);
      const wish = nextWish(line, 2);
      wishes = withWish(wishes, line, wish);
      return wish;
    });
    expect(seen).toEqual(expected);
  });
});
