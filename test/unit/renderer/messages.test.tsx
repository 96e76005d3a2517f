// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

/** @returns what sends the window an event. */
function open(): (name: string, payload: unknown) => void {
  window.history.replaceState(null, '', '#/settings');
  const listeners = new Set<(text: string) => void>();
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 50, nowMs: Date.UTC(2026, 10, 21) });
  const onEvent = (listener: (text: string) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, onEvent }} />));
  return (event, payload) =>
    act(() => {
      for (const tell of listeners) tell(JSON.stringify({ event, payload }));
    });
}

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent ?? '').toBe(true);
}

const button = (name: RegExp): HTMLElement | undefined =>
  [...document.querySelectorAll('button')].find((one) => name.test(one.getAttribute('aria-label') ?? one.textContent));

it('new matches of a saved search can be read later, and looked at from there', async () => {
  const send = open();
  await until(() => button(/^Messages$/) !== undefined);
  send('searches.found', [{ name: 'Invoices', query: 'tag:c2', newCount: 4 }]);
  await until(() => button(/^Messages, 1 not read$/) !== undefined);
  act(() => button(/^Messages/)?.click());
  await until(() => document.querySelector('.past-notice') !== null);
  const line = document.querySelector('.past-notice');
  expect(line?.textContent).toMatch(/Invoices/);
  expect(button(/^Messages$/)).toBeDefined();
  act(() => line?.querySelector('button')?.click());
  await until(() => window.location.hash === `#/explore?q=${encodeURIComponent('tag:c2')}`);
  expect(document.querySelector('.past-notice')).toBeNull();
});
