import { expect, it } from 'vitest';
import type { PageOutcome } from '#main/services/ports/store/ingest.ts';
import { createPagingGuard } from '#main/services/sync/paging-guard.ts';

function page(change: Partial<PageOutcome>): PageOutcome {
  return {
    next: null,
    end: null,
    total: null,
    inPage: 10,
    received: 10,
    stored: 10,
    unchanged: 0,
    rejected: 0,
    pages: 1,
    ...change,
  };
}

it('lets an ordinary walk pass', () => {
  const guard = createPagingGuard('0');
  for (let number = 1; number < 500; number += 1) {
    expect(
      guard.inspect(page({ next: String(number), pages: number, total: 5_000, received: number * 10 })),
    ).toBeNull();
  }
  expect(guard.inspect(page({ next: null }))).toBeNull();
});

it('stops at a cursor that came before, the first one included', () => {
  const guard = createPagingGuard('a');
  expect(guard.inspect(page({ next: 'b' }))).toBeNull();
  expect(guard.inspect(page({ next: 'c' }))).toBeNull();
  expect(guard.inspect(page({ next: 'a' }))).toMatch(/same cursor/);
});

it('stops at an overlong cursor', () => {
  expect(createPagingGuard('a').inspect(page({ next: 'x'.repeat(8_193) }))).toMatch(/overlong/);
});

it('stops at the third empty page in a row while the vendor says that there is more', () => {
  const guard = createPagingGuard('0');
  const empty = { inPage: 0, total: 100, received: 50 };
  expect(guard.inspect(page({ ...empty, next: '1' }))).toBeNull();
  expect(guard.inspect(page({ ...empty, next: '2' }))).toBeNull();
  expect(guard.inspect(page({ ...empty, inPage: 1, next: '3' }))).toBeNull();
  expect(guard.inspect(page({ ...empty, next: '4' }))).toBeNull();
  expect(guard.inspect(page({ ...empty, next: '5' }))).toBeNull();
  expect(guard.inspect(page({ ...empty, next: '6' }))).toMatch(/empty pages/);
});

it('lets empty windows of a feed without totals pass', () => {
  const guard = createPagingGuard('0');
  for (let number = 1; number < 50; number += 1) {
    expect(guard.inspect(page({ inPage: 0, received: 0, next: String(number), pages: number }))).toBeNull();
  }
});

it('stops at far more pages than records were announced', () => {
  const guard = createPagingGuard('0');
  for (let number = 1; number <= 16; number += 1) {
    expect(guard.inspect(page({ next: String(number), total: 3, received: 1, inPage: 1, pages: number }))).toBeNull();
  }
  expect(guard.inspect(page({ next: '17', total: 3, received: 1, inPage: 1, pages: 17 }))).toMatch(/more pages/);
});
