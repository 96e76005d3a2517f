import { describe, expect, it } from 'vitest';
import { findProblem } from '#shared/errors/read-input.ts';
import { tagNameSchema } from '#shared/model/tag.ts';
import { keyOfTag, normaliseTagName } from '#shared/text/tag-name.ts';
import { nastyValues } from '../../support/nasty-values.ts';

describe('names of tags', () => {
  it.each([
    ['  two \t  words\n', 'two words'],
    ['Bu\u0308ro', 'Büro'],
    ['a\u00A0b\u3000c', 'a b c'],
    ['\uFEFFbom', 'bom'],
    ['TLP:AMBER', 'TLP:AMBER'],
  ])('%j is written as %j', (text, name) => {
    expect(tagNameSchema.parse(text)).toBe(name);
  });

  it.each([
    ['', 'must not be empty'],
    [' \t\n', 'must not be empty'],
    ['x'.repeat(101), 'must have at most 100 characters'],
    ['x'.repeat(10_001), 'is too long for the name of a tag'],
    ['a\u0000b', 'must not have control characters or invisible ones'],
    ['a\u001Bb', 'must not have control characters or invisible ones'],
    ['a\u202Eb', 'must not have control characters or invisible ones'],
    ['a\u200Bb', 'must not have control characters or invisible ones'],
    ['a\uD800b', 'must not have control characters or invisible ones'],
  ])('%j is none', (text, rule) => {
    expect(findProblem(tagNameSchema, text)).toEqual({ path: [], rule });
  });

  it('have a hundred characters, however many units each takes', () => {
    expect(tagNameSchema.parse('🦊'.repeat(100))).toBe('🦊'.repeat(100));
    expect(tagNameSchema.safeParse('🦊'.repeat(101)).success).toBe(false);
  });

  it('are the same tag whatever their case', () => {
    expect(keyOfTag('BÜRO apt')).toBe(keyOfTag('Büro APT'));
  });

  it('stay as they are once they are normalised, whatever they were', () => {
    for (const value of nastyValues) {
      const name = normaliseTagName(value);
      expect(normaliseTagName(name), JSON.stringify(value)).toBe(name);
    }
  });
});
