import { readdirSync } from 'node:fs';
import { dropAbandoned } from '#main/files/temporary-files.ts';
import type { Outcome } from './experiment.ts';
import { requireIntegrity, requirePages, startAndListen } from './scene.ts';

/** Opens what the harm left, and looks whether it is as it should be. */
export async function judge(
  folder: string,
  wasRunning: boolean,
  isAsExpected: () => boolean | Promise<boolean>,
): Promise<Partial<Outcome>> {
  const hits = wasRunning ? 1 : 0;
  try {
    const { durationMs: slowestStartMs, isLogSpoilt } = await startAndListen(folder);
    requireIntegrity(folder);
    await requirePages(folder);
    await dropAbandoned(folder);
    const hasLeftOvers = readdirSync(folder).some((name) => name.startsWith('.sightline-'));
    // That something is missing must not be said where nothing is.
    const isTidy = !hasLeftOvers && !isLogSpoilt;
    return { hits, slowestStartMs, different: isTidy && (await isAsExpected()) ? 0 : 1 };
  } catch {
    return { hits, corrupt: 1 };
  }
}
