import { describe, expect, it } from 'vitest';
import { createRandom, findFaults } from '../../chaos/experiment.ts';
import { experiments } from '../../chaos/experiments.ts';

/** The same experiments as `npm run chaos`, a few trials each, always at the same places. */
describe.each(experiments)('$experiment.name', ({ experiment, short }) => {
  it('loses nothing, doubles nothing and damages nothing', { timeout: 240_000 }, async () => {
    const outcome = await experiment.run(short, createRandom(7));
    expect(findFaults(experiment, short, outcome)).toEqual([]);
  });
});
