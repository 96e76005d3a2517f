import { describe, expect, it } from 'vitest';
import { listSources, readSource } from './source-graph.ts';

describe('icons of the window', () => {
  it('are given as elements: what loads them by name is not built in', () => {
    const named = /\b(?:icon|leftIcon|rightIcon|endIcon)(?:=|: ?)\{?["'][a-z]/;
    expect(named.test('<Button icon="search" />')).toBe(true);
    const sources = listSources('src/renderer/src');
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((path) => named.test(readSource(path)))).toEqual([]);
  });
});
