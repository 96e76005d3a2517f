import type { BrowserContext, Page } from 'playwright-core';
import { AppError } from '#shared/errors/app-error.ts';
import type { RendererFiles } from '../renderer-files.ts';
import type { Workbench } from '../workbench.ts';
import { connectBridge } from './bridge.ts';
import { type LaunchOptions, launchBrowser } from './launch.ts';
import { isWindowPage, windowPage } from './origin.ts';
import { serveRenderer } from './routes.ts';

/** An open window. */
export interface ChromiumWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Settles when the user closes the window. */
  readonly closed: Promise<void>;
  /** Closes window and browser; the application goes on. */
  close(): Promise<void>;
}

/** How the browser is started, the built window, and what answers it. */
export interface WindowParts {
  readonly launch: LaunchOptions;
  readonly files: RendererFiles;
  /** Called while the browser starts; the page is opened when the workbench can answer. */
  readonly startWorkbench: () => Promise<Workbench>;
}

/**
 * Opens the workbench in an app window of Chromium.
 *
 * @throws AppError `internal.cancelled` when somebody closes it before it shows anything, when the browser cannot be started, and what `startWorkbench` rejects with; no browser is left behind.
 */
export async function openChromiumWindow(parts: WindowParts): Promise<ChromiumWindow> {
  const launching = launchBrowser(parts.launch);
  try {
    const [context, workbench] = await Promise.all([launching, parts.startWorkbench()]);
    return await showWorkbench(context, { files: parts.files, workbench });
  } catch (error) {
    // The first of the two to fail is told; the browser may still be on its way.
    const context = await launching.catch(() => undefined);
    const wasClosed = context !== undefined && (await isGone(context));
    await context?.close().catch(() => undefined);
    if (wasClosed) throw new AppError('internal.cancelled', 'The window was closed while the workbench was starting.');
    throw error;
  }
}

/** Whether somebody closed the browser: whatever is asked of it then fails, at once or a moment later. */
async function isGone(context: BrowserContext): Promise<boolean> {
  try {
    await (await context.newPage()).close();
    return false;
  } catch {
    return true;
  }
}

async function showWorkbench(
  context: BrowserContext,
  parts: { readonly files: RendererFiles; readonly workbench: Workbench },
): Promise<ChromiumWindow> {
  const page = context.pages()[0] ?? (await context.newPage());
  await serveRenderer(context, parts.files);
  const disconnect = await connectBridge(context, page, parts.workbench);
  context.on('page', (other) => {
    // Only our one window: anything that opens another is refused.
    if (other !== page) other.close().catch(() => undefined);
  });
  const closed = new Promise<void>((resolve) => {
    page.once('close', () => {
      resolve();
    });
    context.once('close', () => {
      resolve();
    });
  });
  await page.goto(windowPage);
  await forgetBlankPage(context, page);
  keepAtHome(page);
  return {
    page,
    context,
    closed,
    async close() {
      disconnect();
      await context.close();
    },
  };
}

/** The browser began with `about:blank`: one step back too many would lead there, and lose what the window remembers. */
async function forgetBlankPage(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Page.resetNavigationHistory');
  await session.detach();
}

/**
 * Routes abort every load of another page, but `about:blank` and `blob:` ask nobody. The bridge refuses them; this brings
 * the window back.
 */
function keepAtHome(page: Page): void {
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || isWindowPage(frame.url())) return;
    // Meets a closing window now and then, which needs no page any more.
    page.goto(windowPage).catch(() => undefined);
  });
}
