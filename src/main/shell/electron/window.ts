import type { BrowserWindowConstructorOptions } from 'electron';

/** What the window is made of; a function of its own, so that a test can read every switch. */
export function describeWindow(preload: string, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    title: 'Sightline',
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !isPackaged,
    },
  };
}
