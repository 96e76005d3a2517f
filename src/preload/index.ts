/**
 * The only code of ours that runs beside the window with Electron's rights. It exposes two functions and nothing else:
 * no `ipcRenderer`, no event object, no Electron type. Built as one CommonJS file, since a sandboxed preload can load no other.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel } from '#shared/contract/channels.ts';

const workbench = Object.freeze({
  call: (text: string): Promise<string> => ipcRenderer.invoke(callChannel, String(text)),
  onEvent: (listener: (text: string) => void): (() => void) => {
    const forward = (_event: unknown, text: unknown): void => {
      listener(String(text));
    };
    ipcRenderer.on(eventChannel, forward);
    return () => {
      ipcRenderer.removeListener(eventChannel, forward);
    };
  },
});

contextBridge.exposeInMainWorld('workbench', workbench);
