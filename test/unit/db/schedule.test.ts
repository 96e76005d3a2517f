import { expect, it } from 'vitest';
import { Schedule } from '#main/db/writer/schedule.ts';

const ask = (schedule: Schedule): Promise<string> =>
  new Promise((resolve) => {
    schedule.addUrgent(() => resolve('done'));
  });

it('does what is asked for in the very moment in which it runs out of work', async () => {
  for (let steps = 0; steps < 20; steps += 1) {
    const schedule = new Schedule();
    await ask(schedule);
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    expect(await ask(schedule)).toBe('done');
  }
}, 10_000);

it('holds pages and nothing else, until they are released', async () => {
  const schedule = new Schedule();
  const done: string[] = [];
  schedule.holdPages();
  schedule.addPage(() => void done.push('page'));
  await ask(schedule);
  let steps = 0;
  await new Promise<void>((resolve) => {
    schedule.addBackground(() => {
      steps += 1;
      if (steps < 3) return true;
      resolve();
      return false;
    });
  });
  expect(done).toEqual([]);
  schedule.releasePages();
  await schedule.drain();
  expect(done).toEqual(['page']);
});
