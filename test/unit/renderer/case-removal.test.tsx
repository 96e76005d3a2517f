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

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent ?? '').toBe(true);
}

it('closes what was compared when it is removed: a second click would remove the next one', async () => {
  window.history.replaceState(null, '', '#/cases/CASE-0001');
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 30, nowMs: Date.UTC(2026, 10, 21) });
  const removed: string[] = [];
  const call = (text: string): Promise<string> => {
    const { method, input } = JSON.parse(text) as { method: string; input: { value: string } };
    if (method === 'cases.removeIndicator') removed.push(input.value);
    return fake.call(text);
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  const grid = () => document.querySelector<HTMLElement>('[aria-label="Indicators of the case"]');
  const opened = () => document.querySelector('[aria-label="Then and now"]');
  const button = () =>
    [...document.querySelectorAll('button')].find((one) => one.textContent === 'Remove from the case');
  await until(() => grid() !== null);
  await until(() => grid()?.getAttribute('aria-busy') === 'false');
  await act(async () => {
    grid()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  });
  await until(() => button() !== undefined);
  await act(async () => button()?.click());
  await until(() => opened() === null);
  expect(removed).toHaveLength(1);
  expect(document.activeElement).toBe(grid());
  // Nor does it open again with the rows that come.
  await act(async () => await new Promise((done) => setTimeout(done, 50)));
  expect(opened()).toBeNull();
});
