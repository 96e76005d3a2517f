import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { projectRoot } from '../../support/project-root.ts';
import { findElectron, type Shell } from './shells.ts';

/** The Electron shell from the built bundles. Its native save dialog answers at once with a place in the export folder. */
export async function openElectron(dataFolder: string): Promise<Shell> {
  const exportFolder = join(dataFolder, 'exports');
  mkdirSync(exportFolder, { recursive: true });
  const program = findElectron();
  if (program === undefined) throw new Error('Electron is not downloaded.');
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const electron = await _electron.launch({
    executablePath: program,
    args: [projectRoot, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...environment, SIGHTLINE_HOME: dataFolder },
  });
  await electron.evaluate(({ dialog }, folder) => {
    dialog.showSaveDialog = (async (options: { readonly defaultPath?: string }) => ({
      canceled: false,
      filePath: `${folder}/${options.defaultPath ?? 'export'}`,
    })) as typeof dialog.showSaveDialog;
  }, exportFolder);
  return {
    name: 'electron',
    page: await electron.firstWindow(),
    processId: electron.process().pid ?? process.pid,
    exportFolder,
    close: () => electron.close(),
  };
}
