import { describe, expect, it } from 'vitest';
import {
  isIndicatorLike,
  orderSections,
  type PaletteItem,
  pickItems,
} from '../../../src/renderer/src/features/palette/palette-items.ts';

const item = (section: PaletteItem['section'], label: string, detail?: string): PaletteItem => ({
  id: `${section} ${label}`,
  section,
  label,
  ...(detail === undefined ? {} : { detail }),
  run: () => undefined,
});

describe('the command palette', () => {
  it('takes addresses, names and hashes for indicators, defanged or not, and words for words', () => {
    for (const text of [
      '198.51.100.7',
      '1.2.3[.]4',
      'hxxps://evil[.]example/a.php?id=7',
      '2001:db8::1',
      'bob@evil.example',
      'd41d8cd98f00b204e9800998ecf8427e',
      'evil[.]example',
    ]) {
      expect(isIndicatorLike(text), text).toBe(true);
    }
    for (const text of ['', 'export', 'go to cases', 'CASE-0001', 'mark as e.g. this']) {
      expect(isIndicatorLike(text), text).toBe(false);
    }
  });

  it('tells of a long word soon', () => {
    expect(isIndicatorLike('a'.repeat(1_000_000))).toBe(false);
    expect(isIndicatorLike(`${'a[.'.repeat(300_000)}`)).toBe(true);
  });

  it('finds lines by all words that were typed, beginnings first', () => {
    const items = [
      item('Actions', 'Mark reviewed'),
      item('Actions', 'Export what is selected, or all that is found'),
      item('Actions', 'Show or hide the filters', 'Search'),
    ];
    const find = (typed: string) => pickItems(items, typed).map(({ label }) => label);
    expect(find('ex')).toEqual(['Export what is selected, or all that is found']);
    expect(find('SEARCH hide')).toEqual(['Show or hide the filters']);
    expect(find('ex filters')).toEqual([]);
    expect(find('')).toHaveLength(3);
    expect(pickItems([item('Cases', 'The re'), item('Cases', 'Remote')], 're')[0]?.label).toBe('Remote');
    expect(
      pickItems(
        Array.from({ length: 30 }, (_, at) => item('Cases', `Case ${at}`)),
        'case',
      ),
    ).toHaveLength(7);
  });

  it('puts first what is likeliest meant', () => {
    const items = [item('Actions', 'a'), item('Find', 'b'), item('Indicators', 'c')];
    const order = (typed: string) => orderSections(items, typed).map(({ section }) => section);
    expect(order('export')).toEqual(['Actions', 'Indicators', 'Find']);
    expect(order('198.51.100.7')).toEqual(['Indicators', 'Find', 'Actions']);
  });
});
