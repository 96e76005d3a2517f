import { describe, expect, it } from 'vitest';
import { higherMark, isAbove, markOf } from '#main/domain/tlp.ts';

describe('marks', () => {
  it.each([
    [['tlp:red'], 'red'],
    [['TLP:WHITE', 'loader'], 'clear'],
    [['tlp:green', 'TLP:Amber'], 'amber'],
    [['tlp:amber+strict'], 'amber+strict'],
    [['tlp:amber-strict'], 'amber+strict'],
    [[' tlp:red '], 'red'],
    [['tlp: red'], 'red'],
    [['tlp:purple', 'not-tlp:red'], null],
    [[], null],
  ] as const)('%j is %s', (tags, mark) => {
    expect(markOf({ tags: [...tags] })).toBe(mark);
  });

  it('are ordered by restriction', () => {
    expect(higherMark('green', 'amber')).toBe('amber');
    expect(higherMark(null, 'clear')).toBe('clear');
    expect(isAbove('amber+strict', 'amber')).toBe(true);
    expect(isAbove('amber', 'amber')).toBe(false);
    expect(isAbove(null, 'clear')).toBe(false);
    expect(isAbove('red', null)).toBe(false);
  });
});
