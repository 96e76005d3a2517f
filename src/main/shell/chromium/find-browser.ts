import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';

const commandNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

const fixedPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** @throws AppError `state.notFound` naming what to install when no Chromium is to be found. */
export function findBrowser(platform: NodeJS.Platform, searchPath: string): string {
  const onPath = searchPath.split(delimiter).flatMap((folder) => commandNames.map((name) => join(folder, name)));
  const found = [...(fixedPlaces[platform] ?? []), ...onPath].find(isExecutable);
  if (found !== undefined) return found;
  throw new AppError('state.notFound', 'No Chromium was found.', {
    suggestion: 'Install the package "chromium", or Chrome or Edge.',
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
