import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsInSight, topToReveal } from '../../../src/renderer/src/components/rows-in-sight.ts';

const rowHeight = 28;
/** Ten rows and the head. */
const roomPx = 11 * rowHeight;

describe('rows of one height', () => {
  it('are drawn from the first that is in sight to the last, and some more', () => {
    const sight = { rowHeight, roomPx, topPx: 0 };
    expect(rowsInSight(sight, { count: 1_000_000, overscan: 6 })).toEqual({ first: 0, last: 15 });
    expect(rowsInSight({ ...sight, topPx: 100 * rowHeight }, { count: 1_000_000, overscan: 6 })).toEqual({
      first: 94,
      last: 115,
    });
    expect(rowsInSight({ ...sight, topPx: 1 }, { count: 1_000_000, overscan: 0 })).toEqual({ first: 0, last: 10 });
  });

  it('are the last ones of a result that has become shorter, and none of an empty one', () => {
    const sight = { rowHeight, roomPx, topPx: 5_000 * rowHeight };
    expect(rowsInSight(sight, { count: 20, overscan: 2 })).toEqual({ first: 17, last: 19 });
    expect(rowsInSight(sight, { count: 0, overscan: 2 })).toEqual({ first: 0, last: -1 });
  });

  it('are scrolled no further than it takes to see one whole, between the head and the lower edge', () => {
    const sight = { rowHeight, roomPx, topPx: 50 * rowHeight };
    expect(topToReveal(50, sight)).toBe(sight.topPx);
    expect(topToReveal(59, sight)).toBe(sight.topPx);
    expect(topToReveal(49, sight)).toBe(49 * rowHeight);
    expect(topToReveal(60, sight)).toBe(51 * rowHeight);
  });

  it('is in sight once it is revealed, wherever the box was scrolled to', () => {
    void fc.assert(
      fc.property(
        fc.nat(999_999),
        fc.nat(28_000_000),
        fc.integer({ min: 2 * rowHeight, max: 2_000 }),
        (index, from, room) => {
          const topPx = topToReveal(index, { rowHeight, roomPx: room, topPx: from });
          const { first, last } = rowsInSight({ rowHeight, roomPx: room, topPx }, { count: 1_000_000, overscan: 0 });
          expect(first).toBeLessThanOrEqual(index);
          expect(last).toBeGreaterThanOrEqual(index);
          expect(index * rowHeight).toBeGreaterThanOrEqual(topPx);
          expect((index + 2) * rowHeight).toBeLessThanOrEqual(topPx + room);
        },
      ),
    );
  });
});
