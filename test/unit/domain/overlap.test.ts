import { expect, it } from 'vitest';
import { tabulateOverlap } from '#main/domain/overlap.ts';

it('counts for each vendor what each other knows too, and what only it knows, with the query of each number', () => {
  const { rows, ...sums } = tabulateOverlap([
    { vendors: ['umbra', 'acme'], count: 3 },
    { vendors: ['acme'], count: 10 },
    { vendors: ['acme', 'umbra', 'third one'], count: 1 },
    { vendors: [], count: 5 },
  ]);
  expect(sums).toEqual({ indicators: 19, shared: 4 });
  expect(rows.map(({ vendor }) => vendor)).toEqual(['acme', 'third one', 'umbra']);
  expect(rows[0]).toEqual({
    vendor: 'acme',
    onlyHere: { count: 10, query: 'vendor:acme -vendor:("third one" OR umbra)' },
    cells: [
      { vendor: 'acme', count: 14, query: 'vendor:acme' },
      { vendor: 'third one', count: 1, query: 'vendor:acme vendor:"third one"' },
      { vendor: 'umbra', count: 4, query: 'vendor:acme vendor:umbra' },
    ],
  });
  expect(rows[2]?.onlyHere.count).toBe(0);
});

it('asks for nothing that is not there: one vendor is compared with nobody, none with nothing', () => {
  expect(tabulateOverlap([{ vendors: ['acme'], count: 2 }]).rows[0]?.onlyHere).toEqual({
    count: 2,
    query: 'vendor:acme',
  });
  expect(
    tabulateOverlap([
      { vendors: ['acme'], count: 2 },
      { vendors: ['umbra'], count: 1 },
    ]).rows[0]?.onlyHere.query,
  ).toBe('vendor:acme -vendor:umbra');
  expect(tabulateOverlap([])).toEqual({ indicators: 0, shared: 0, rows: [] });
});
