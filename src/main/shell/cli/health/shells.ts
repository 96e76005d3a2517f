import { existsSync, readFileSync } from 'node:fs';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Finding } from './finding.ts';

/** Either shell will do; a machine without both still has the command line. */
export function examineShells(): Finding {
  const browser = describeBrowser();
  const electron = hasElectron() ? 'Electron is there' : 'Electron is not downloaded';
  const detail = `${electron}; ${browser ?? 'a Chromium is there'}`;
  return { check: 'window', ok: hasElectron() || browser === null, detail };
}

/** The npm package notes in `path.txt` where its download put the program. */
function hasElectron(): boolean {
  const folder = new URL('../../../../../node_modules/electron/', import.meta.url);
  try {
    return existsSync(new URL(`dist/${readFileSync(new URL('path.txt', folder), 'utf8').trim()}`, folder));
  } catch {
    return false;
  }
}

/** @returns null when there is one, else what to do. */
function describeBrowser(): string | null {
  try {
    findBrowser(process.platform, process.env['PATH'] ?? '');
    return null;
  } catch (error) {
    return error instanceof AppError
      ? [error.message, error.suggestion ?? []].flat().join(' ')
      : 'no Chromium was found';
  }
}
