import type { BrowserWindow, IpcMain } from 'electron';
import { callChannel, eventChannel } from '#shared/contract/channels.ts';
import type { Workbench } from '../workbench.ts';
import { isTrustedSender } from './security/sender.ts';

/**
 * Connects one window with the application: one invoke channel, text in and text out; pushes go to that window only.
 *
 * @returns a function that disconnects.
 */
export function connectBridge(ipcMain: IpcMain, window: BrowserWindow, workbench: Workbench): () => void {
  ipcMain.handle(callChannel, async (event, text: unknown) => {
    if (!isTrustedSender(event, window.webContents) || typeof text !== 'string') throw new Error('Refused.');
    return workbench.dispatch(text);
  });
  const unsubscribe = workbench.onEvent((text) => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, text);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(callChannel);
  };
}
