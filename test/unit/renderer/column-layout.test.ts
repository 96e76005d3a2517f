import { describe, expect, it } from 'vitest';
import { layOutColumns } from '../../../src/renderer/src/features/explore/column-layout.ts';
import { type ColumnWishes, noWishes } from '../../../src/renderer/src/features/explore/column-wishes.ts';
import { usualColumnIds } from '../../../src/renderer/src/features/explore/columns.ts';

const wish = (part: Partial<ColumnWishes>): ColumnWishes => ({ ...noWishes, ...part });
const sumOf = (widths: Readonly<Record<string, number | undefined>>): number =>
  Object.values(widths).reduce<number>((sum, width) => sum + (width ?? 0), 0);

describe('layOutColumns', () => {
  it('shows everything in full where there is room, and gives the value the largest share', () => {
    const { columns, widths, leftOut } = layOutColumns(1_640, noWishes);
    expect(columns).toEqual(usualColumnIds);
    expect(leftOut).toEqual([]);
    expect(widths.score).toBe(148);
    for (const id of usualColumnIds.filter((one) => one !== 'value'))
      expect(widths.value).toBeGreaterThan(widths[id] ?? 0);
  });

  it('leaves out the least useful first and never has a value of fewer than 26 characters', () => {
    expect(layOutColumns(997, noWishes).leftOut).toEqual(['firstSeen']);
    expect(layOutColumns(550, noWishes).columns).toEqual(['type', 'value', 'score', 'vendors']);
    expect(layOutColumns(420, noWishes).columns).toEqual(['value', 'score', 'vendors']);
    expect(layOutColumns(300, wish({ shown: { tags: true, type: true } })).widths.value).toBe(212);
  });

  it('fills the width exactly, and a wider one never loses a column', () => {
    let before = 0;
    for (let room = 418; room <= 2_000; room += 7) {
      const { columns, widths } = layOutColumns(room, noWishes);
      expect(sumOf(widths), `${room} px`).toBe(room);
      expect(columns.length, `${room} px`).toBeGreaterThanOrEqual(before);
      before = columns.length;
    }
  });

  it('brings back what is asked for, at the cost of what is not', () => {
    const { columns, widths } = layOutColumns(550, wish({ shown: { firstSeen: true, cases: true } }));
    expect(columns).toEqual(['value', 'score', 'firstSeen', 'cases']);
    expect(widths.value).toBe(292);
    expect(layOutColumns(1_640, wish({ shown: { tags: false } })).columns).not.toContain('tags');
  });

  it('keeps dragged widths, of the value too', () => {
    const { widths, leftOut } = layOutColumns(990, wish({ widths: { value: 600, vendors: 90 } }));
    expect(widths).toMatchObject({ value: 600, vendors: 90 });
    expect(leftOut).toContain('tags');
  });

  it('shows a further column only when it is asked for, at its own width or the dragged one', () => {
    expect(layOutColumns(4_000, noWishes).columns).not.toContain('sources');
    const { columns, widths } = layOutColumns(
      1_640,
      wish({ shown: { sources: true, asn: true }, widths: { asn: 66 } }),
    );
    expect(columns.slice(-2)).toEqual(['sources', 'asn']);
    expect(widths).toMatchObject({ sources: 230, asn: 66 });
    expect(sumOf(widths)).toBe(1_640);
  });

  it('draws pinned columns first, and keeps only as many in sight as leave room for the others', () => {
    const wishes = wish({ pinned: ['score', 'value'], order: ['type', 'vendors', 'score', 'value'] });
    expect(layOutColumns(1_640, wishes).columns.slice(0, 4)).toEqual(['score', 'value', 'type', 'vendors']);
    // Where everything has room nothing is scrolled.
    expect(layOutColumns(1_640, wishes).stuck).toBe(0);
    const wide: ColumnWishes = { ...wishes, shown: { description: true, vendors: true }, widths: { description: 900 } };
    const wider = { ...wide, shown: { ...wide.shown, score: true } };
    expect(layOutColumns(1_000, wider).stuck).toBe(2);
    expect(layOutColumns(1_000, { ...wider, widths: { ...wide.widths, value: 620 } }).stuck).toBe(1);
    expect(layOutColumns(1_000, { ...wider, pinned: [] }).stuck).toBe(0);
  });
});
