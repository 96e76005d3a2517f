import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from '../context.ts';
import type { Finding } from './finding.ts';

/** Whether updates are looked for, and who decides that; nobody is asked. */
export async function examineUpdates(context: CliContext): Promise<readonly Finding[]> {
  const { updates } = (await context.app()).services;
  try {
    const { version, mode, reason } = await updates.status();
    const words = {
      off: 'not looked for',
      manual: 'looked for when the button is pressed',
      daily: 'looked for once a day',
    };
    const why = reason ?? 'The setting says so.';
    return [{ check: 'updates', ok: true, detail: `Sightline ${version}; updates are ${words[mode]}. ${why}` }];
  } catch (error) {
    // A store that cannot be read is `database`'s finding.
    if (!(error instanceof AppError) || !error.code.startsWith('storage.')) throw error;
    return [];
  }
}
