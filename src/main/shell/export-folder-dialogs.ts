import { existsSync, mkdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Dialogs } from '#main/ports/ports.ts';

/**
 * For shells without a native dialog: files go to the export folder, under the suggested name or, where that is taken,
 * the same name with a number behind it; an existing file is never replaced.
 */
export function createExportFolderDialogs(exportFolder: string): Dialogs {
  return {
    chooseSaveFile({ fileName }) {
      mkdirSync(exportFolder, { recursive: true, mode: 0o700 });
      const { name, ext } = parse(fileName);
      let candidate = join(exportFolder, fileName);
      for (let number = 2; existsSync(candidate); number += 1) {
        candidate = join(exportFolder, `${name}-${number}${ext}`);
      }
      return Promise.resolve(candidate);
    },
  };
}
