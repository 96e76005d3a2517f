import type { BrowserContext, Frame, Page } from 'playwright-core';
import { messageLengthLimit } from '#shared/contract/envelope.ts';
import type { Workbench } from '../workbench.ts';
import { isWindowPage } from './origin.ts';

const callBinding = '__sightlineCall';
const pushFunction = '__sightlinePush';

/** Runs in the page before its own scripts: builds the same two frozen functions that Electron's preload exposes. */
function exposeWorkbench(names: readonly [call: string, push: string]): void {
  const page = globalThis as unknown as Record<string, unknown>;
  const send = page[names[0]] as (text: string) => Promise<string>;
  const listeners = new Set<(text: string) => void>();
  const workbench = Object.freeze({
    call: (text: string) => send(String(text)),
    onEvent: (listener: (text: string) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  });
  const push = (text: string): void => {
    for (const listener of listeners) listener(text);
  };
  Object.defineProperty(page, 'workbench', { value: workbench });
  Object.defineProperty(page, names[1], { value: push });
}

function isTrustedFrame(frame: Frame, page: Page): boolean {
  return frame === page.mainFrame() && isWindowPage(frame.url());
}

/** Connects the window's page with the application; call before the page is opened. @returns a function that disconnects. */
export async function connectBridge(context: BrowserContext, page: Page, workbench: Workbench): Promise<() => void> {
  await context.exposeBinding(callBinding, async (source, text: unknown) => {
    if (!isTrustedFrame(source.frame, page) || typeof text !== 'string' || text.length > messageLengthLimit) {
      throw new Error('Refused.');
    }
    return workbench.dispatch(text);
  });
  await context.addInitScript(exposeWorkbench, [callBinding, pushFunction] as const);
  return workbench.onEvent((text) => {
    if (page.isClosed() || !isTrustedFrame(page.mainFrame(), page)) return;
    // A push that meets a closing page is of no use to anybody.
    page.evaluate(pushText, [pushFunction, text] as const).catch(() => undefined);
  });
}

function pushText([name, text]: readonly [string, string]): void {
  const push = (globalThis as unknown as Record<string, unknown>)[name];
  if (typeof push === 'function') push(text);
}
