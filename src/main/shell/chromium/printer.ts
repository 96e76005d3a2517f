import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { makeTemporaryFolder, removeFolder } from '#main/files/temporary-files.ts';
import type { PagePrinter } from '#main/ports/page-printer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readWholePage } from '../whole-page.ts';
import { findBrowser } from './find-browser.ts';
import { windowOrigin } from './origin.ts';
import { quietSwitches } from './quiet-switches.ts';

const pageUrl = `${windowOrigin}/report.html`;
/** A report of 10,000 indicators takes well below a minute; what takes longer than this will not end. */
const printLimitMs = 300_000;

/** The first that fills boxes in the margins of a page: without them no sheet would bear the mark. */
const oldestVersion = 131;

/**
 * Prints by a Chromium that is started for this one page, driven over a pipe, with a profile that is thrown away: when the page is
 * printed, or, where this process was killed meanwhile, before the next one. No script runs in it, and no request is answered but
 * the one for the page itself.
 */
export function createChromiumPrinter(searchPath: string): PagePrinter {
  return {
    async check() {
      findForPrinting(searchPath);
    },
    async print(page, signal) {
      // It starts on another processor while the report is read.
      const starting = startPrinting(findForPrinting(searchPath));
      const [read, started] = await Promise.allSettled([readWholePage(page), starting]);
      try {
        if (read.status === 'rejected') throw read.reason;
        if (started.status === 'rejected') throw started.reason;
        return await printPage(started.value.browser, read.value, signal);
      } finally {
        if (started.status === 'fulfilled') await started.value.end();
      }
    },
  };
}

/** @throws AppError `state.notFound` for a browser (`150.0.7871.100`) that could not head the sheets. */
export function refuseOldBrowser(version: string): void {
  if (Number.parseInt(version, 10) >= oldestVersion) return;
  throw new AppError('state.notFound', `Chromium ${version} is too old to set a PDF.`, {
    suggestion: `Update it to ${oldestVersion} or later; or write html, docx or markdown, which need none.`,
  });
}

function findForPrinting(searchPath: string): string {
  try {
    return findBrowser(process.platform, searchPath);
  } catch (cause) {
    throw new AppError('state.notFound', 'A PDF is set by Chromium, and none was found.', {
      cause,
      suggestion:
        'Install the package "chromium", or Chrome or Edge; or write html, docx or markdown, which need none.',
    });
  }
}

/** A browser for one page, over a folder that only it uses. */
interface Printing {
  readonly browser: Browser;
  /** Ends the browser and removes its folder; never rejects. */
  end(): Promise<void>;
}

/** @throws AppError `state.notFound` where none can be started. */
async function startPrinting(executablePath: string): Promise<Printing> {
  const folder = await makeTemporaryFolder(tmpdir()).catch(noBrowser);
  const drop = (): Promise<void> => removeFolder(folder).catch(() => undefined);
  try {
    const browser = await startBrowser(executablePath, folder);
    return {
      browser,
      end: () =>
        browser
          .close()
          .catch(() => undefined)
          .then(drop),
    };
  } catch (cause) {
    await drop();
    return noBrowser(cause);
  }
}

function noBrowser(cause: unknown): never {
  throw new AppError('state.notFound', 'Chromium did not start, so there is no PDF.', {
    cause,
    suggestion: 'See whether it starts by itself; or write html, docx or markdown, which need none.',
  });
}

async function startBrowser(executablePath: string, folder: string): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath,
    artifactsDir: join(folder, 'artifacts'),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...quietSwitches],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const browser = context.browser();
  if (browser === null) throw new Error('The browser does not show itself.');
  return browser;
}

function translatePrintError(cause: unknown, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted === true) return new AppError('export.cancelled', 'Stopped: nothing was written.', { cause });
  return new AppError('internal.bug', 'Chromium could not set the report on paper.', {
    cause,
    suggestion: 'Write html, docx or markdown instead; what it said is in the log.',
  });
}

async function printPage(browser: Browser, html: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  refuseOldBrowser(browser.version());
  const stop = (): void => void browser.close().catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    // It may have been while the browser started, when nobody listened.
    if (signal?.aborted === true) throw signal.reason;
    return await setPage(browser, html);
  } catch (cause) {
    throw translatePrintError(cause, signal);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function setPage(browser: Browser, html: string): Promise<Uint8Array> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    acceptDownloads: false,
    serviceWorkers: 'block',
    bypassCSP: false,
  });
  const page = await context.newPage();
  await serveOnly(page, html);
  page.setDefaultTimeout(printLimitMs);
  await page.goto(pageUrl, { timeout: printLimitMs });
  return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
}

async function serveOnly(page: Page, html: string): Promise<void> {
  await page.context().route('**/*', (route) => {
    const isPage = route.request().url() === pageUrl && route.request().isNavigationRequest();
    if (!isPage) return route.abort('blockedbyclient');
    return route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: html });
  });
}
