/** The bridge of Chromium's window: the driver is a double, the page a context of its own that runs what is put into it as text. */
import { createContext, runInContext } from 'node:vm';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { connectBridge } from '#main/shell/chromium/bridge.ts';
import { messageLengthLimit } from '#shared/contract/envelope.ts';

type Binding = (source: { readonly frame: Frame }, text: unknown) => Promise<string>;
const home = 'https://sightline.invalid/index.html';

async function connect(url = home) {
  const seen = { url, isClosed: false, dispatched: [] as string[], pushed: 0, unheard: 0 };
  const main = { url: () => seen.url };
  let binding: Binding | undefined;
  let tell: (text: string) => void = () => undefined;
  const names: string[] = [];
  const inPage = createContext({});
  const run = (script: unknown, given: unknown): unknown =>
    runInContext(`(${script})(${JSON.stringify(given)})`, inPage);
  const page = {
    mainFrame: () => main,
    isClosed: () => seen.isClosed,
    evaluate: async (script: unknown, given: unknown) => {
      seen.pushed += 1;
      return run(script, given);
    },
  };
  const context = {
    exposeBinding: async (name: string, heard: Binding) => {
      binding = heard;
      names.push(name);
      Object.assign(inPage, { [name]: (text: unknown) => heard({ frame: main as Frame }, text) });
    },
    addInitScript: async (script: unknown, given: unknown) => {
      run(script, given);
    },
  };
  const disconnect = await connectBridge(context as unknown as BrowserContext, page as unknown as Page, {
    dispatch: async (text) => {
      seen.dispatched.push(text);
      return `answer to ${text}`;
    },
    onEvent: (listener) => {
      tell = listener;
      return () => {
        seen.unheard += 1;
      };
    },
    stop: async () => undefined,
  });
  return {
    seen,
    names,
    disconnect,
    tell: (text: string) => tell(text),
    /** As the browser hands a call over, from any frame. */
    hear: (frame: unknown, text: unknown) => binding?.({ frame: frame as Frame }, text),
    main,
    /** A script of the page. */
    inPage: (script: string): unknown => runInContext(script, inPage),
  };
}

describe('the bridge of the Chromium window', () => {
  it('carries the text of a call and of its answer', async () => {
    const { inPage, seen } = await connect();
    expect(await inPage("workbench.call('a message')")).toBe('answer to a message');
    expect(seen.dispatched).toEqual(['a message']);
  });

  it('makes text of whatever is given, before it leaves the page', async () => {
    const { inPage, seen } = await connect();
    await inPage("workbench.call({ toString: () => 'a text' }, 'and more')");
    expect(seen.dispatched).toEqual(['a text']);
  });

  it('exposes two functions that no script exchanges or takes away', async () => {
    const { inPage, names } = await connect();
    expect(names).toEqual(['__sightlineCall']);
    expect(inPage('Object.keys(workbench).join()')).toBe('call,onEvent');
    const attacks = [
      'workbench.call = () => "mine"',
      'workbench = {}',
      'delete globalThis.workbench',
      'Object.defineProperty(globalThis, "workbench", { value: {} })',
      '__sightlinePush = () => undefined',
      'delete globalThis.__sightlinePush',
    ];
    const held = inPage('[workbench, workbench.call, globalThis.__sightlinePush]');
    for (const attack of attacks) inPage(`try { ${attack} } catch {}`);
    expect(inPage('[workbench, workbench.call, globalThis.__sightlinePush]')).toEqual(held);
    expect(inPage('Object.isFrozen(workbench)')).toBe(true);
  });

  it('hears no frame but the one of the window', async () => {
    const { hear, seen } = await connect();
    for (const frame of [{ url: () => home }, { url: () => 'about:blank' }]) {
      await expect(hear(frame, 'a message')).rejects.toThrow(/^Refused\.$/);
    }
    expect(seen.dispatched).toEqual([]);
  });

  it.each([
    'about:blank',
    'https://evil.example/',
    'https://sightline.invalid/assets/index.js',
    'blob:https://sightline.invalid/7f0f8273-1c36-4dd0-acb4-2186f7f5688a',
  ])('hears nothing while the window shows %s, and tells it nothing', async (url) => {
    const { hear, main, seen, tell } = await connect(url);
    await expect(hear(main, 'a message')).rejects.toThrow(/^Refused\.$/);
    tell('news');
    expect(seen).toMatchObject({ dispatched: [], pushed: 0 });
  });

  it.each([[null], [7], [['a message']], [{ toString: () => 'a message' }], ['x'.repeat(messageLengthLimit + 1)]])(
    'refuses what is no text or longer than a message may be: %#',
    async (text) => {
      const { hear, main, seen } = await connect();
      await expect(hear(main, text)).rejects.toThrow(/^Refused\.$/);
      expect(seen.dispatched).toEqual([]);
    },
  );

  it('takes the longest message', async () => {
    const { hear, main, seen } = await connect();
    await hear(main, 'x'.repeat(messageLengthLimit));
    expect(seen.dispatched[0]).toHaveLength(messageLengthLimit);
  });

  it('tells whoever listens, and no longer', async () => {
    const { inPage, tell } = await connect();
    inPage('globalThis.heard = []; globalThis.stop = workbench.onEvent((...given) => heard.push(given.join()))');
    tell('news');
    inPage('stop()');
    tell('more news');
    expect(inPage('heard.join()')).toBe('news');
  });

  it('tells a window that is closed nothing, and none after it was disconnected', async () => {
    const { seen, tell, disconnect } = await connect();
    seen.isClosed = true;
    tell('news');
    expect(seen.pushed).toBe(0);
    disconnect();
    expect(seen.unheard).toBe(1);
  });
});
