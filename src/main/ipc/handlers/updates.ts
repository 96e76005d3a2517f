import type { Dialogs } from '#main/ports/ports.ts';
import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `updates.*`: the window names a file of the signed list; main asks for the place, and nothing opens or runs what lies there. */
export function createUpdateHandlers({
  updates,
  info,
  dialogs,
}: Pick<Services, 'updates' | 'info'> & { readonly dialogs: Dialogs }): DomainHandlers<'updates'> {
  return {
    'updates.status': () => updates.status(),
    'updates.look': () => updates.look(),
    'updates.download': async ({ name }) => {
      const file = await updates.find(name);
      const path = await dialogs.chooseSaveFile({ fileName: file.name, title: 'Save the new version' });
      if (path === null) return null;
      await updates.download(file, path);
      return { place: info.showPath(path) };
    },
    'updates.cancel': async () => {
      updates.cancel();
      return null;
    },
  };
}
