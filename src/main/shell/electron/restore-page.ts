import type { BrowserWindow } from 'electron';
import type { Logger } from '#main/ports/ports.ts';

const lostAgainMs = 60_000;

/**
 * Loads the page again when its process is gone, so that a crash of the window costs a moment and no work: all state is kept in
 * main. A page that is lost again within a minute stays lost: there is something wrong with it.
 */
export function restoreLostPage(window: BrowserWindow, url: string, logger: Pick<Logger, 'fail' | 'write'>): void {
  let lastLostMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.write('error', 'electron.pageLost', { reason, exitCode });
    const nowMs = performance.now();
    const isRepeated = nowMs - lastLostMs < lostAgainMs;
    lastLostMs = nowMs;
    if (reason === 'clean-exit' || isRepeated || window.isDestroyed()) return;
    window.loadURL(url).catch((error: unknown) => logger.fail('electron.pageNotRestored', error));
  });
}
