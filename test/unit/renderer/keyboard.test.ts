import { describe, expect, it } from 'vitest';
import { createKeyMatcher } from '../../../src/renderer/src/keyboard/key-matcher.ts';
import { shortcuts } from '../../../src/renderer/src/keyboard/shortcuts.ts';

const stroke = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('key matcher', () => {
  it('knows single keys, signs that need shift, and modifiers', () => {
    const matcher = createKeyMatcher();
    expect(matcher.press(stroke('j'), 0)).toBe('moveDown');
    expect(matcher.press(stroke('?', { shiftKey: true }), 0)).toBe('help');
    expect(matcher.press(stroke('J', { shiftKey: true }), 0)).toBe('selectDown');
    expect(matcher.press(stroke('ArrowDown', { shiftKey: true }), 0)).toBe('selectDown');
    expect(matcher.press(stroke('k', { ctrlKey: true }), 0)).toBe('palette');
    expect(matcher.press(stroke('k', { metaKey: true }), 0)).toBe('palette');
    expect(matcher.press(stroke('m', { ctrlKey: true }), 0)).toBeUndefined();
  });

  it('follows a sequence, and forgets it after a wrong key or a pause', () => {
    const matcher = createKeyMatcher();
    expect(matcher.press(stroke('g'), 0)).toBe('pending');
    // Inside a sequence C means Cases, not "add to a case".
    expect(matcher.press(stroke('c'), 300)).toBe('goCases');
    expect(matcher.press(stroke('c'), 400)).toBe('addToCase');
    matcher.press(stroke('g'), 1_000);
    expect(matcher.press(stroke('x'), 1_100)).toBeUndefined();
    matcher.press(stroke('g'), 2_000);
    expect(matcher.press(stroke('s'), 9_000)).toBe('suspicious');
  });

  it('has no key twice', () => {
    const keys = Object.values(shortcuts).flatMap((shortcut) => [...shortcut.keys] as string[]);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});
