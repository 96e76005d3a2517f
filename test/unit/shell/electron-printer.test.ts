import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { createElectronPrinter } from '#main/shell/electron/printer.ts';

type Answer = (request: { readonly url: string }) => Response;

/** What of Electron a printing touches, and what it was asked. */
function standIn(print: () => Promise<Buffer>) {
  const seen = {
    options: undefined as BrowserWindowConstructorOptions | undefined,
    handlers: new Map<string, Answer>(),
    printed: undefined as unknown,
    loaded: '',
    destroyed: false,
  };
  const session = {
    protocol: {
      handle: (scheme: string, answer: Answer) => seen.handlers.set(scheme, answer),
      unhandle: (scheme: string) => seen.handlers.delete(scheme),
    },
  };
  const answers: Answer[] = [];
  const printer = createElectronPrinter({
    makeSession: () => session as unknown as Session,
    makeWindow: (options) => {
      seen.options = options;
      return {
        loadURL: async (url: string) => {
          seen.loaded = url;
          answers.push(...seen.handlers.values());
        },
        isDestroyed: () => seen.destroyed,
        destroy: () => {
          seen.destroyed = true;
        },
        webContents: {
          printToPDF: (how: unknown) => {
            seen.printed = how;
            return print();
          },
        },
      } as unknown as BrowserWindow;
    },
  });
  return { printer, seen, answers };
}

async function* page(): AsyncGenerator<string> {
  yield '<p>one';
  yield '</p>';
}

describe('printing by Electron', () => {
  it('sets the page in a hidden window without scripts, in a session of its own', async () => {
    const { printer, seen } = standIn(async () => Buffer.from('%PDF'));
    expect(Buffer.from(await printer.print(page())).toString()).toBe('%PDF');
    expect(seen.options).toMatchObject({
      show: false,
      webPreferences: {
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        webSecurity: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    });
    expect(seen.options?.webPreferences).not.toHaveProperty('preload');
    expect(seen.printed).toEqual({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    });
  });

  it('answers for the page alone', async () => {
    const { printer, seen, answers } = standIn(async () => Buffer.from('%PDF'));
    await printer.print(page());
    const [answer] = answers;
    expect(seen.loaded).toBe('app://sightline/report.html');
    expect(await answer?.({ url: seen.loaded }).text()).toBe('<p>one</p>');
    for (const url of ['app://sightline/index.html', 'app://sightline/report.html?x', 'file:///etc/passwd']) {
      expect(answer?.({ url }).status).toBe(404);
    }
  });

  it('leaves nothing behind, also when it fails or is stopped', async () => {
    const failing = standIn(() => Promise.reject(new Error('no')));
    await expect(failing.printer.print(page())).rejects.toThrow('no');
    expect([failing.seen.destroyed, failing.seen.handlers.size]).toEqual([true, 0]);
    const controller = new AbortController();
    const stopped = standIn(() => {
      controller.abort();
      return Promise.reject(new Error('destroyed'));
    });
    await expect(stopped.printer.print(page(), controller.signal)).rejects.toMatchObject({ code: 'export.cancelled' });
    expect([stopped.seen.destroyed, stopped.seen.handlers.size]).toEqual([true, 0]);
  });
});
