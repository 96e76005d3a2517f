import { describe, expect, it } from 'vitest';
import { type ColumnWishes, layOutColumns } from '../../../src/renderer/src/features/explore/column-layout.ts';
import { columnIds } from '../../../src/renderer/src/features/explore/columns.ts';

const noWishes: ColumnWishes = { shown: {}, widths: {} };
const sumOf = (widths: Readonly<Record<string, number | undefined>>): number =>
  Object.values(widths).reduce<number>((sum, width) => sum + (width ?? 0), 0);

describe('layOutColumns', () => {
  it('shows everything in full where there is room, and gives the value the largest share', () => {
    const { columns, widths, leftOut } = layOutColumns(1_640, noWishes);
    expect(columns).toEqual(columnIds);
    expect(leftOut).toEqual([]);
    expect(widths.score).toBe(148);
    for (const id of columnIds.filter((one) => one !== 'value')) expect(widths.value).toBeGreaterThan(widths[id] ?? 0);
  });

  it('leaves out the least useful first and never has a value of fewer than 26 characters', () => {
    expect(layOutColumns(997, noWishes).leftOut).toEqual(['firstSeen']);
    expect(layOutColumns(550, noWishes).columns).toEqual(['type', 'value', 'score', 'vendors']);
    expect(layOutColumns(420, noWishes).columns).toEqual(['value', 'score', 'vendors']);
    expect(layOutColumns(300, { shown: { tags: true, type: true }, widths: {} }).widths.value).toBe(212);
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
    const { columns, widths } = layOutColumns(550, { shown: { firstSeen: true, cases: true }, widths: {} });
    expect(columns).toEqual(['value', 'score', 'firstSeen', 'cases']);
    expect(widths.value).toBe(292);
    expect(layOutColumns(1_640, { shown: { tags: false }, widths: {} }).columns).not.toContain('tags');
  });

  it('keeps dragged widths, of the value too', () => {
    const { widths, leftOut } = layOutColumns(990, { shown: {}, widths: { value: 600, vendors: 90 } });
    expect(widths).toMatchObject({ value: 600, vendors: 90 });
    expect(leftOut).toContain('tags');
  });
});
