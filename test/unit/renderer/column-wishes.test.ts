import { describe, expect, it } from 'vitest';
import { sortFields } from '#main/domain/query/plan.ts';
import { shownColumnsSchema } from '#shared/model/saved-search.ts';
import { statementFields } from '#shared/model/statement.ts';
import { dropIndex } from '../../../src/renderer/src/features/explore/column-drag.ts';
import {
  arrangeColumns,
  type ColumnWishes,
  fromShownColumns,
  noWishes,
  orderColumns,
  parseWishes,
  pinColumn,
  placeColumn,
  resizeColumn,
  toggleColumn,
  toShownColumns,
} from '../../../src/renderer/src/features/explore/column-wishes.ts';
import {
  type ColumnId,
  columnIds,
  describedColumns,
  usualColumnIds,
} from '../../../src/renderer/src/features/explore/columns.ts';

const drawn = (wishes: ColumnWishes, ids: readonly ColumnId[] = usualColumnIds) => arrangeColumns(ids, wishes);

describe('the columns of the result', () => {
  it('are of every field that records say something in, each once', () => {
    const fields = columnIds.flatMap((id) => describedColumns[id].field ?? []);
    expect(fields.toSorted()).toEqual(statementFields.toSorted());
  });

  it('sort by every field that the query language sorts by, and by no other', () => {
    const fields = columnIds.flatMap((id) => describedColumns[id].sortField ?? []);
    expect(fields.toSorted()).toEqual(sortFields.toSorted());
  });

  it('have ids that a saved search can keep, all of them at once', () => {
    const all = toShownColumns(columnIds, noWishes);
    expect(shownColumnsSchema.parse(all)).toEqual(all);
  });
});

describe('showing a column', () => {
  it('takes no drawn one away, and taking it away leaves the others as they are', () => {
    const few: readonly ColumnId[] = ['type', 'value', 'score'];
    const more = toggleColumn(noWishes, few, 'sources');
    expect(more.shown).toEqual({ type: true, value: true, score: true, sources: true });
    expect(toggleColumn(more, [...few, 'sources'], 'sources').shown).toEqual({ ...more.shown, sources: false });
  });
});

describe('placing a column', () => {
  it('puts it at that index, and leaves the others as they were', () => {
    const before = drawn(noWishes);
    const after = drawn(placeColumn(noWishes, before, { id: 'cases', to: 4 }));
    expect(after).toEqual(['type', 'value', 'score', 'vendors', 'cases', ...before.slice(4, -1)]);
  });

  it('gives every index to every column', () => {
    for (const id of usualColumnIds) {
      for (let to = 0; to < usualColumnIds.length; to += 1) {
        const before = drawn(noWishes);
        const placed = placeColumn(noWishes, before, { id, to });
        // Beyond the border it takes its pin along or leaves it, so that it stands where it was put.
        expect(drawn(placed).indexOf(id), `${id} at ${to}`).toBe(to);
        expect(drawn(placed).filter((other) => other !== id)).toEqual(before.filter((other) => other !== id));
      }
    }
  });

  it('pins among the pinned, and frees among the free', () => {
    const before = drawn(noWishes);
    expect(placeColumn(noWishes, before, { id: 'score', to: 0 }).pinned).toContain('score');
    expect(placeColumn(noWishes, before, { id: 'type', to: 5 }).pinned).toEqual(['value']);
    expect(placeColumn(noWishes, before, { id: 'score', to: 2 }).pinned).toEqual(noWishes.pinned);
  });

  it('keeps what is not drawn beside its neighbour', () => {
    const few: readonly ColumnId[] = ['type', 'value', 'score', 'verdict'];
    const placed = placeColumn(noWishes, few, { id: 'verdict', to: 2 });
    expect(drawn(placed, few)).toEqual(['type', 'value', 'verdict', 'score']);
    const all = orderColumns(placed.order);
    expect(all.toSorted()).toEqual(columnIds.toSorted());
    expect(all.indexOf('vendors')).toBe(all.indexOf('score') + 1);
  });
});

describe('dropping a dragged head', () => {
  it('counts the heads that were passed, the dragged one left out', () => {
    const centres = [50, 150, 250, 350];
    expect(dropIndex(centres, 0, 40)).toBe(0);
    expect(dropIndex(centres, 0, 160)).toBe(1);
    expect(dropIndex(centres, 0, 999)).toBe(3);
    expect(dropIndex(centres, 3, 10)).toBe(0);
    expect(dropIndex(centres, 2, 240)).toBe(2);
  });
});

describe('columns of a saved search', () => {
  it('come back as they were kept: order, widths, pins', () => {
    let wishes = pinColumn(noWishes, 'sources', true);
    wishes = resizeColumn(wishes, 'sources', 333.4);
    wishes = placeColumn(wishes, ['type', 'value', 'sources', 'asn'], { id: 'asn', to: 3 });
    const columns = arrangeColumns(['type', 'value', 'sources', 'asn'], wishes);
    const kept = toShownColumns(columns, wishes);
    const again = fromShownColumns(kept);
    expect(toShownColumns(arrangeColumns(columns, again), again)).toEqual(kept);
    expect(kept).toContainEqual({ id: 'sources', width: 333, pinned: true });
    expect(columnIds.filter((id) => again.shown[id] === true).toSorted()).toEqual(columns.toSorted());
  });

  it('leave out what this version does not know, and always have the value', () => {
    const wishes = fromShownColumns([
      { id: 'of-tomorrow', width: 100, pinned: true },
      { id: 'constructor', width: null, pinned: false },
      { id: 'score', width: null, pinned: false },
    ]);
    expect(wishes.order).toEqual(['score']);
    expect(wishes.pinned).toEqual([]);
    expect(wishes.shown).toMatchObject({ score: true, value: true, tags: false });
  });

  it('keep widths within what can be dragged again', () => {
    expect(resizeColumn(noWishes, 'score', -5).widths.score).toBe(40);
    expect(resizeColumn(noWishes, 'score', 9_999).widths.score).toBe(900);
  });
});

describe('columns that an earlier window left', () => {
  it('are read as they were written', () => {
    const wishes = placeColumn(resizeColumn(noWishes, 'tags', 300), usualColumnIds, { id: 'tags', to: 1 });
    expect(parseWishes(JSON.parse(JSON.stringify(wishes)))).toEqual(wishes);
  });

  it('are as if nothing had been said where they are no such thing', () => {
    expect(parseWishes('x')).toBeUndefined();
    expect(parseWishes({})).toEqual(noWishes);
    expect(
      parseWishes({ shown: { tags: 'yes', nonsense: true }, widths: { tags: 1e9 }, order: ['x', 'tags', 'tags', 7] }),
    ).toEqual({ ...noWishes, order: ['tags'] });
  });
});
