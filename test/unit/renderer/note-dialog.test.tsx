// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

const shown = (): string => document.body.textContent ?? '';

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), shown()).toBe(true);
}

it('tells that a note could not be saved, although its dialog is closed by then', async () => {
  window.history.replaceState(null, '', '#/explore');
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> => {
    const { id, method } = JSON.parse(text) as { id: number; method: string };
    if (method !== 'triage.apply') return fake.call(text);
    await new Promise((done) => setTimeout(done, 50));
    return JSON.stringify({
      id,
      ok: false,
      error: toWireError(new AppError('storage.full', 'The disk is full.'), null),
    });
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  await until(() => document.querySelector('[role=grid]') !== null && shown().includes('300 indicators'));
  const press = (target: Element | null, key: string, rest: KeyboardEventInit = {}): Promise<void> =>
    act(async () => {
      target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...rest }));
    });
  await press(document.querySelector('[role=grid]'), 'n');
  await until(() => document.querySelector('#note-text') !== null);
  const field = document.querySelector<HTMLTextAreaElement>('#note-text');
  await act(async () => {
    // React listens to the prototype's setter.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, 'Seen on the proxy.');
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await press(field, 'Enter', { ctrlKey: true });
  await until(() => shown().includes('The disk is full.'));
});
