import { expect, it } from 'vitest';
import type { SampleShare } from '#main/domain/pivots.ts';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import { createPivotService } from '#main/services/pivot-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const id = indicatorIdSchema.parse(7);

function setUp(
  tags: readonly string[],
  count: (nth: number, clock: FakeClock) => number,
  samples: readonly SampleShare[] = [],
) {
  const clock = new FakeClock();
  let counted = 0;
  const subject = { type: 'sha256', value: 'ab'.repeat(32), tags, flags: [], relations: [], observationList: [] };
  const store = new ScriptedStore({
    reads: {
      // Only what pivots are made of.
      'indicators.detail': () => subject as unknown as IndicatorDetail,
      'indicators.samples': () => ({ samples, leftOut: 0 }),
      'indicators.count': () => {
        counted += 1;
        return { value: count(counted, clock), exact: true };
      },
    },
  });
  const search = { plan: (query: string) => parseQuery(query, { nowMs: 0 }) };
  return { pivots: createPivotService({ store, search, clock }), countOf: () => counted };
}

it('no more than forty are counted, and the rest is said to be left out', async () => {
  const tags = Array.from({ length: 65 }, (_, at) => `tag-${at}`);
  const { pivots, countOf } = setUp(tags, () => 5);
  const list = await pivots.list(id);
  expect(list.pivots).toHaveLength(40);
  expect(list.leftOut).toBe(25);
  expect(countOf()).toBe(40);
});

it('two samples with the same others are one', async () => {
  const { pivots } = setUp([], () => 3, [
    { sample: 'a', others: ['b.example', 'c.example'], unnamed: 0 },
    { sample: 'd', others: ['b.example', 'c.example'], unnamed: 0 },
  ]);
  expect((await pivots.list(id)).pivots.map(({ kind, label }) => [kind, label])).toEqual([['sample', 'a']]);
});

it('one that takes too long has no number and stands last; the others have theirs', async () => {
  const { pivots } = setUp(['slow', 'common', 'rare'], (nth) => {
    if (nth === 1) throw new AppError('storage.busy', 'The search took too long and was stopped.');
    return nth === 2 ? 900 : 3;
  });
  expect((await pivots.list(id)).pivots.map(({ label, count, others }) => [label, count, others])).toEqual([
    ['rare', 3, 2],
    ['common', 900, 899],
    ['slow', null, null],
  ]);
});

it('when the time is up, nothing more is counted', async () => {
  const { pivots, countOf } = setUp(['a', 'b', 'c'], (_, clock) => {
    clock.advance(2_000);
    return 4;
  });
  expect((await pivots.list(id)).pivots.map(({ count }) => count)).toEqual([4, 4, null]);
  expect(countOf()).toBe(2);
});

it('any other failure is told', async () => {
  const { pivots } = setUp(['a'], () => {
    throw new AppError('storage.corrupt', 'The database file is damaged.');
  });
  await expect(pivots.list(id)).rejects.toMatchObject({ code: 'storage.corrupt' });
});
