import { startVendors, syncAll, vendorIds } from '../integration/app/four-vendors.ts';
import { createJumpingClock } from '../support/jumping-clock.ts';
import { type Experiment, type Outcome, type Random, Tally } from './experiment.ts';
import { inFolder } from './scene.ts';
import { incomplete, VendorsScene } from './vendors-scene.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How wrong the clock of the computer becomes. */
const offsetsMs = [hourMs, -hourMs, dayMs, -dayMs, 400 * dayMs, -400 * dayMs, 3_650 * dayMs, -3_650 * dayMs];

/** The time of day is set while a sync of all vendors goes on; when it has ended, the clock is right again. */
export const clockJumps: Experiment = {
  name: 'clock jumps',
  harm: 'The clock set forward and back, by an hour to ten years, between the pages of a sync of four vendors, and again some requests later',
  counts: 'every trial',
  run: (wanted, random) =>
    inFolder(async (folder) => {
      const nowMs = Date.now();
      const emulators = await startVendors(120, nowMs);
      try {
        const scene = new VendorsScene(folder);
        await scene.prepare(emulators, nowMs);
        const tally = new Tally();
        for (let trial = 0; trial < wanted; trial += 1) {
          tally.add(await syncWithJumps(scene, { emulators, trial, random }));
        }
        return tally.outcome;
      } finally {
        await emulators.stop();
      }
    }),
};

interface Trial {
  readonly emulators: Awaited<ReturnType<typeof startVendors>>;
  readonly trial: number;
  readonly random: Random;
}

async function syncWithJumps(scene: VendorsScene, { emulators, trial, random }: Trial): Promise<Partial<Outcome>> {
  const clock = createJumpingClock();
  const place = scene.place(`trial-${trial}`);
  let jumps = 0;
  let untilJump = 1 + Math.floor(random() * 6);
  const jump = (): boolean => {
    untilJump -= 1;
    if (untilJump > 0) return false;
    untilJump = 2 + Math.floor(random() * 12);
    // Each trial begins with another one.
    const offset = jumps === 0 ? trial : Math.floor(random() * offsetsMs.length);
    clock.setWrongBy(offsetsMs[offset % offsetsMs.length] ?? 0);
    jumps += 1;
    return false;
  };
  const removals = vendorIds.map((vendor) =>
    emulators[vendor].faults.add({ when: { matches: jump }, fault: { kind: 'reset' } }),
  );
  const app = scene.open(place, clock);
  const missed = incomplete(await syncAll(app));
  await app.stop();
  for (const remove of removals) remove();
  // What a record's expiry makes of it then depends on the clock, so it is looked at once that is right.
  const found = await scene.judge(place, false);
  return { ...found, hits: jumps > 1 ? 1 : 0, different: missed.length > 0 ? 1 : (found.different ?? 0) };
}
