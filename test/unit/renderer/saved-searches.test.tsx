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

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent ?? '').toBe(true);
}

it('tells that a saved search could not be forgotten', async () => {
  window.history.replaceState(null, '', '#/explore');
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 30, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> => {
    const { id, method } = JSON.parse(text) as { id: number; method: string };
    if (method !== 'searches.remove') return fake.call(text);
    const error = toWireError(new AppError('storage.full', 'The disk is full.'), null);
    return JSON.stringify({ id, ok: false, error });
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  const button = (name: RegExp) =>
    [...document.querySelectorAll('button')].find((one) => name.test(one.getAttribute('aria-label') ?? ''));
  await until(() => button(/^Saved searches/) !== undefined);
  await act(async () => button(/^Saved searches/)?.click());
  await until(() => button(/^Forget /) !== undefined);
  await act(async () => button(/^Forget /)?.click());
  await until(() => (document.body.textContent ?? '').includes('The disk is full.'));
});
