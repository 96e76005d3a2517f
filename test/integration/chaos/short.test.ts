import { describe, expect, it } from 'vitest';
import { createRandom } from '../../chaos/experiment.ts';
import { experiments } from '../../chaos/experiments.ts';

/** The same experiments as `npm run chaos`, a few trials each, always at the same places. */
describe.each(experiments.map(({ experiment }) => [experiment.name, experiment] as const))(
  '%s',
  (_name, experiment) => {
    it('loses nothing, doubles nothing and damages nothing', { timeout: 240_000 }, async () => {
      const trials = 2;
      const outcome = await experiment.run(trials, createRandom(7));
      expect(outcome).toMatchObject({ trials, lost: 0, different: 0, corrupt: 0 });
    });
  },
);
