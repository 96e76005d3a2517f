import type { BrowserWindow, BrowserWindowConstructorOptions, PrintToPDFOptions, Session } from 'electron';
import type { PagePrinter } from '#main/ports/page-printer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readWholePage } from '../whole-page.ts';
import { appOrigin, appScheme } from './security/origin.ts';

const pageUrl = `${appOrigin}/report.html`;

/** What of Electron is needed; given from outside, since only the shell's entry loads it. */
export interface PrinterParts {
  /** A session in memory, of its own for each print. Every new session is guarded as it is made. */
  readonly makeSession: () => Session;
  readonly makeWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
}

/** The hidden window that a report is set in; a function of its own, so that a test can read every switch. */
export function describePrintWindow(session: Session): BrowserWindowConstructorOptions {
  return {
    show: false,
    webPreferences: {
      session,
      javascript: false,
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
      images: false,
      devTools: false,
    },
  };
}

/** Prints by Electron's own Chromium: no script, nothing loaded but the page itself, nothing kept. */
export function createElectronPrinter(parts: PrinterParts): PagePrinter {
  return {
    check: () => Promise.resolve(),
    async print(page, signal) {
      const html = await readWholePage(page);
      const session = parts.makeSession();
      session.protocol.handle(appScheme, ({ url }) =>
        url === pageUrl
          ? new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
          : new Response(null, { status: 404 }),
      );
      const window = parts.makeWindow(describePrintWindow(session));
      const stop = (): void => window.destroy();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        await window.loadURL(pageUrl);
        return await window.webContents.printToPDF(howToPrint);
      } catch (cause) {
        if (signal?.aborted === true)
          throw new AppError('export.cancelled', 'Stopped: nothing was written.', { cause });
        throw cause;
      } finally {
        signal?.removeEventListener('abort', stop);
        if (!window.isDestroyed()) window.destroy();
        session.protocol.unhandle(appScheme);
      }
    },
  };
}

const howToPrint: PrintToPDFOptions = {
  preferCSSPageSize: true,
  printBackground: true,
  generateTaggedPDF: true,
  generateDocumentOutline: true,
};
