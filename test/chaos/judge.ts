import type { Outcome } from './experiment.ts';
import { requireIntegrity, startAfterwards } from './scene.ts';

/** Opens what the harm left, and looks whether it is as it should be. */
export async function judge(
  folder: string,
  wasRunning: boolean,
  isAsExpected: () => boolean | Promise<boolean>,
): Promise<Partial<Outcome>> {
  const hits = wasRunning ? 1 : 0;
  try {
    const slowestStartMs = await startAfterwards(folder);
    requireIntegrity(folder);
    return { hits, slowestStartMs, different: (await isAsExpected()) ? 0 : 1 };
  } catch {
    return { hits, corrupt: 1 };
  }
}
