import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { callChannel, eventChannel } from '#shared/contract/channels.ts';

interface Bridge {
  call(text: unknown): Promise<string>;
  onEvent(listener: (...heard: unknown[]) => void): () => void;
}

const exposeInMainWorld = vi.fn<(name: string, value: Bridge) => void>();
const invoke = vi.fn(() => Promise.resolve('reply'));
const on = vi.fn<(channel: string, listener: (event: unknown, text: unknown) => void) => void>();
const removeListener = vi.fn();

async function expose(): Promise<Bridge> {
  await import('../../../src/preload/index.ts');
  const [[name, bridge] = []] = exposeInMainWorld.mock.calls;
  expect(name).toBe('workbench');
  if (bridge === undefined) throw new Error('Nothing was exposed.');
  return bridge;
}

beforeEach(() => {
  vi.resetModules();
  vi.clearAllMocks();
  vi.doMock('electron', () => ({ contextBridge: { exposeInMainWorld }, ipcRenderer: { invoke, on, removeListener } }));
});
afterEach(() => {
  vi.doUnmock('electron');
});

it('exposes two functions that cannot be exchanged, and nothing else', async () => {
  const bridge = await expose();
  expect(exposeInMainWorld).toHaveBeenCalledTimes(1);
  expect(Object.keys(bridge)).toEqual(['call', 'onEvent']);
  expect(Object.isFrozen(bridge)).toBe(true);
});

it('calls one channel, with text and nothing besides', async () => {
  const bridge = await expose();
  const call = bridge.call as (...given: unknown[]) => Promise<string>;
  expect(await call({ toString: () => 'a text' }, 'and more')).toBe('reply');
  expect(invoke.mock.calls).toEqual([[callChannel, 'a text']]);
});

it('hands on the text of an event, and neither the event nor what else came with it', async () => {
  const bridge = await expose();
  const listener = vi.fn();
  const stop = bridge.onEvent(listener);
  const [[channel, forward] = []] = on.mock.calls;
  expect(channel).toBe(eventChannel);
  forward?.({ sender: 'Electron’s own' }, { toString: () => 'news' });
  expect(listener.mock.calls).toEqual([['news']]);
  stop();
  expect(removeListener.mock.calls).toEqual([[eventChannel, forward]]);
});
