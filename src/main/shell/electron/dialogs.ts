import type { Dialog } from 'electron';
import type { Dialogs } from '#main/ports/ports.ts';

/** Native dialogs: the user, not the window's code, says where a file goes. */
export function createElectronDialogs(dialog: Dialog): Dialogs {
  return {
    async chooseSaveFile({ fileName, title }) {
      const { canceled, filePath } = await dialog.showSaveDialog({ title, defaultPath: fileName });
      return canceled || filePath === '' ? null : filePath;
    },
  };
}
