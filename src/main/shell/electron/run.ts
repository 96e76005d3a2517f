import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import type { Logger } from '#main/ports/ports.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { logFailure } from '../report-error.ts';
import type { Workbench } from '../workbench.ts';
import { connectBridge } from './bridge.ts';
import { showErrorBox } from './error-box.ts';
import { describeMenu } from './menu.ts';
import { schemeRegistration, serveRenderer } from './protocol.ts';
import { restoreLostPage } from './restore-page.ts';
import { refuseCertificatesAndLogins } from './security/certificates.ts';
import { keepToolsClosed } from './security/developer-tools.ts';
import { dropForeignVariables } from './security/environment.ts';
import { forbidNavigation } from './security/navigation.ts';
import { cutBrowserNetwork } from './security/network.ts';
import { appOrigin } from './security/origin.ts';
import { guardNewSessions, guardSession } from './security/session.ts';
import { findRefusedSwitch } from './security/switches.ts';
import { describeWindow } from './window.ts';

const pageUrl = `${appOrigin}/index.html`;

/** What the shell is given: where things lie and how to start the application. */
export interface ElectronParts {
  readonly profileFolder: string;
  readonly preloadFile: string;
  readonly rendererFiles: () => RendererFiles;
  readonly startWorkbench: () => Promise<Workbench>;
  readonly logger: Pick<Logger, 'fail' | 'refer' | 'write'>;
}

/**
 * Starts Sightline in Electron. Registers everything synchronously and opens the window when Electron is ready: waiting
 * for readiness at the top of an ES module entry would dead-lock, since ready waits for the entry to finish loading.
 */
export function runElectron(parts: ElectronParts): void {
  dropForeignVariables(process.env);
  const refused = app.isPackaged ? findRefusedSwitch(process.argv.slice(1), process.platform) : undefined;
  if (refused !== undefined) {
    dialog.showErrorBox('Sightline does not start', `The switch --${refused} would take away its guards.`);
    app.exit(2);
    return;
  }
  app.enableSandbox();
  cutBrowserNetwork(app);
  protocol.registerSchemesAsPrivileged([schemeRegistration]);
  // Before the lock: the lock lives in this folder.
  app.setPath('userData', parts.profileFolder);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  refuseCertificatesAndLogins(app);
  guardNewSessions(app);
  app.on('web-contents-created', (_event, contents) => {
    forbidNavigation(contents);
    if (app.isPackaged) keepToolsClosed(contents);
  });
  app.on('second-instance', () => {
    // Its arguments are ignored: they come from whoever started it.
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app
    .whenReady()
    .then(() => openWorkbench(parts))
    .catch((error: unknown) => {
      const reference = logFailure(parts.logger, 'electron.notStarted', error);
      showErrorBox(dialog, 'Sightline does not start', { error, reference });
      app.exit(1);
    });
}

async function openWorkbench(parts: ElectronParts): Promise<void> {
  Menu.setApplicationMenu(Menu.buildFromTemplate(describeMenu(process.platform)));
  guardSession(session.defaultSession);
  serveRenderer(protocol, parts.rendererFiles());
  const workbench = await parts.startWorkbench();
  const window = new BrowserWindow(describeWindow(parts.preloadFile, app.isPackaged));
  const disconnect = connectBridge(ipcMain, window, workbench);
  window.once('ready-to-show', () => {
    window.show();
  });
  stopOnQuit(workbench, disconnect);
  restoreLostPage(window, pageUrl, parts.logger);
  await window.loadURL(pageUrl);
}

/** Holds the quit back until the application has committed and ended its threads; a second quit while waiting is ignored. */
function stopOnQuit(workbench: Workbench, disconnect: () => void): void {
  let stopping = false;
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('will-quit', (event) => {
    if (stopping) return;
    stopping = true;
    event.preventDefault();
    disconnect();
    const exit = (): void => {
      app.exit(0);
    };
    workbench.stop().then(exit, exit);
  });
}
