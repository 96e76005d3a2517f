import { describe, expect, it } from 'vitest';
import { listBits } from '#main/search/bits.ts';
import { BitsPool } from '#main/search/bits-pool.ts';
import { missing } from '#main/search/column.ts';
import type { EngineCondition } from '#main/search/condition.ts';
import { SearchEngine } from '#main/search/engine.ts';
import { defaultOrder, type EngineSort } from '#main/search/order.ts';
import { Permutations } from '#main/search/ordered-part.ts';
import { type ColumnName, columnNames, type EngineRow } from '#main/search/segment.ts';
import { selectIds } from '#main/search/window.ts';
import { Chance } from '../../support/search-world.ts';

const everything: EngineCondition = { kind: 'all', of: [] };
const byTime: EngineSort = [{ by: 'first_seen', descending: false, ranks: null }];

function makeRow(id: number, chance: Chance): EngineRow {
  // One entry for each name.
  const columns = Object.fromEntries(columnNames.map((name) => [name, 0])) as Record<ColumnName, number>;
  const score = chance.isTrue(0.1) ? missing : chance.below(5);
  return {
    id,
    value: `Host${chance.below(50)}.example`,
    columns: {
      ...columns,
      score,
      last_seen: chance.below(9),
      first_seen: chance.isTrue(0.1) ? missing : chance.below(99),
    },
    terms: [...new Set([chance.below(5), chance.below(900)])].sort((a, b) => a - b),
    streams: [1],
  };
}

/** By the plainest means. */
function order(rows: Iterable<EngineRow>, sort: EngineSort): number[] {
  const key = (row: EngineRow, { by }: EngineSort[number]) => (by === 'value' ? row.value : row.columns[by]);
  const compare = (a: EngineRow, b: EngineRow): number => {
    for (const one of sort) {
      const [left, right] = [key(a, one), key(b, one)];
      if (left === right) continue;
      if (left === missing || right === missing) return left === missing ? 1 : -1;
      return (left < right ? -1 : 1) * (one.descending ? -1 : 1);
    }
    return a.value < b.value ? -1 : a.value > b.value ? 1 : a.id - b.id;
  };
  return [...rows].sort(compare).map(({ id }) => id);
}

function windows(engine: SearchEngine, sort: EngineSort, size: number): number[] {
  const permutations = new Permutations();
  const found = engine.find(everything, { includeDerived: true });
  const ids: number[] = [];
  for (let offset = 0; offset < found.count; offset += size) {
    ids.push(...selectIds(found, { sort, permutations }, { offset, limit: size }));
  }
  return ids;
}

describe('the engine', () => {
  it.each([
    ['default', defaultOrder],
    ['other', byTime],
  ])('gives windows of several segments in the %s order', (_, sort) => {
    const chance = new Chance(5);
    const engine = new SearchEngine();
    const rows = new Map<number, EngineRow>();
    for (const count of [6_000, 900, 200, 3, 1]) {
      const some = Array.from({ length: count }, () => makeRow(1 + chance.below(9_000), chance));
      const unique = [...new Map(some.map((row) => [row.id, row])).values()];
      for (const row of unique) rows.set(row.id, row);
      engine.put(unique);
    }
    expect(engine.segments.size).toBeGreaterThan(1);
    expect(engine.size).toBe(rows.size);
    const expected = order(rows.values(), sort);
    for (const size of [100_000, 1_700, 90]) expect(windows(engine, sort, size), `${size}`).toEqual(expected);
  });

  it('is the same while it merges and afterwards, whatever changes meanwhile', () => {
    const chance = new Chance(6);
    const engine = new SearchEngine();
    const rows = new Map<number, EngineRow>();
    const put = (ids: readonly number[]): void => {
      const some = ids.map((id) => makeRow(id, chance));
      for (const row of some) rows.set(row.id, row);
      engine.put(some);
    };
    put(Array.from({ length: 14_000 }, (_, id) => id + 1));
    put(Array.from({ length: 5_000 }, (_, id) => id + 50_000));
    for (let step = 0; engine.work(4); step += 1) {
      put([1 + chance.below(70_000)]);
      const gone = 1 + chance.below(14_000);
      engine.remove([gone]);
      rows.delete(gone);
      if (step % 20 === 0) expect(engine.size).toBe(rows.size);
    }
    expect(windows(engine, defaultOrder, 1_000)).toEqual(order(rows.values(), defaultOrder));
    engine.mergeAll();
    expect(engine.whole?.size).toBe(rows.size);
    expect(windows(engine, defaultOrder, 1_000)).toEqual(order(rows.values(), defaultOrder));
  });

  it('holds whatever is put, also where it is never given time to merge', () => {
    const chance = new Chance(9);
    const engine = new SearchEngine();
    const perPut = 2_100;
    for (let put = 0; put < 80; put += 1) {
      engine.put(Array.from({ length: perPut }, (_, at) => makeRow(put * perPut + at + 1, chance)));
    }
    expect(engine.size).toBe(80 * perPut);
  });

  it('finds the same on a processor that cannot run the byte scanner', () => {
    const chance = new Chance(8);
    const rows = Array.from({ length: 5_000 }, (_, id) => makeRow(id + 1, chance));
    const engines = [
      new SearchEngine(),
      new SearchEngine({ pool: new BitsPool(), scanner: undefined, numbers: undefined }),
    ];
    for (const engine of engines) engine.put(rows);
    for (const piece of ['1', 'st4', 'host12.', '9.ex', 'nothing']) {
      for (const anchoredEnd of [false, true]) {
        const condition = { kind: 'text', pieces: [piece], anchoredStart: false, anchoredEnd, folds: false } as const;
        const [one, other] = engines.map((engine) => {
          const { parts } = engine.find({ kind: 'any', of: [condition] }, { includeDerived: true });
          return parts.flatMap(({ segment, index }) => [...listBits(index.bits)].map((row) => segment.ids[row]));
        });
        expect(one, piece).toEqual(other);
      }
    }
  });

  it('takes few bytes for each indicator', () => {
    const chance = new Chance(7);
    const engine = new SearchEngine();
    engine.put(Array.from({ length: 20_000 }, (_, id) => makeRow(id + 1, chance)));
    expect(engine.byteLength / engine.size).toBeLessThan(80);
  });
});
