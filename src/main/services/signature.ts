import type { Clock } from '#main/ports/ports.ts';
import type { SettingsService } from './settings-service.ts';

/** Who does something, and when. */
export interface Signature {
  readonly by: string;
  readonly atMs: number;
}

/** Signs with the analyst's name from the settings and the present time. */
export async function sign(parts: {
  readonly settings: Pick<SettingsService, 'get'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}): Promise<Signature> {
  return { by: (await parts.settings.get()).analystName, atMs: parts.clock.nowMs() };
}
