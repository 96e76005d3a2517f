import { expect, it } from 'vitest';
import { listBits, setBit } from '#main/search/bits.ts';
import { BitsPool } from '#main/search/bits-pool.ts';

it('gives empty sets and copies, whatever was in them before', () => {
  const pool = new BitsPool();
  const first = pool.take(100);
  setBit(first, 7);
  const copy = pool.copy(first);
  pool.give(first);
  const second = pool.take(100);
  expect(second).toBe(first);
  expect([...listBits(second)]).toEqual([]);
  expect([...listBits(copy)]).toEqual([7]);
  pool.give(second);
  expect([...listBits(pool.copy(copy))]).toEqual([7]);
});

it('keeps no more than a question needs, of no more sizes than there are segments', () => {
  const pool = new BitsPool();
  for (let nth = 0; nth < 100; nth += 1) pool.give(new Int32Array(10));
  expect(pool.byteLength).toBeLessThan(1_000);
  for (let size = 0; size < 10_000; size += 1) pool.give(new Int32Array(size));
  expect(pool.byteLength).toBeLessThan(64 * 40_000);
  pool.clear();
  expect(pool.byteLength).toBe(0);
});
