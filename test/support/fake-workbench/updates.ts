import type { EventPayload } from '#shared/contract/events.ts';
import type { MethodParsedInput } from '#shared/contract/methods.ts';
import type { Settings } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { UpdateStatus } from '#shared/model/update.ts';

const files = [
  { name: 'Sightline-0.2.0-linux-x86_64.AppImage', sizeBytes: 141_203_455 },
  { name: 'Sightline-0.2.0-linux-amd64.deb', sizeBytes: 97_112_040 },
];

/** A build that knows where to look, and a release with notes that somebody else wrote. */
export function fakeUpdates(
  settings: () => Settings,
  tell: (progress: EventPayload<'updates.progressed'>) => void,
  options: { readonly nowMs: number; readonly isWithout: boolean },
) {
  let latest: UpdateStatus['latest'] = null;
  let stop: (() => void) | undefined;
  const status = (): UpdateStatus => ({
    version: '0.1.0',
    mode: options.isWithout ? 'off' : settings().updates,
    decidedBy: options.isWithout ? 'build' : 'setting',
    reason: options.isWithout ? 'This build names no place to look for updates.' : null,
    latest,
  });
  return {
    'updates.status': status,
    'updates.look': () => {
      latest = {
        version: '0.2.0',
        isNewer: true,
        releasedAtMs: options.nowMs - 86_400_000,
        notes: '- Searches are faster.\n- <b>Not bold</b> and no [link](http://evil.example/) \u202Eeither.',
        files,
      };
      return status();
    },
    'updates.download': async ({ name }: MethodParsedInput<'updates.download'>) => {
      const totalBytes = files.find((file) => file.name === name)?.sizeBytes ?? 1;
      const doneBytes = Math.floor(totalBytes / 3);
      // One of them waits for whoever cancels, so that it can be looked at on its way.
      if (name.endsWith('.deb')) return { place: `~/Downloads/${name}` };
      tell({ name, doneBytes, totalBytes, isRunning: true });
      await new Promise<void>((resolve) => {
        stop = resolve;
      });
      tell({ name, doneBytes, totalBytes, isRunning: false });
      throw new AppError('internal.cancelled', 'Cancelled.');
    },
    'updates.cancel': () => {
      stop?.();
      return null;
    },
  };
}
