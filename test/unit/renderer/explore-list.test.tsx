// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
});

function open(): { readonly asked: string[] } {
  window.history.replaceState(null, '', '#/explore');
  const asked: string[] = [];
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  const call = (text: string): Promise<string> => {
    const { method, input } = JSON.parse(text) as { method: string; input: { query: string } };
    if (method === 'indicators.count') asked.push(input.query);
    return fake.call(text);
  };
  act(() => made.render(<App transport={{ ...fake, call }} />));
  return { asked };
}

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent ?? '').toBe(true);
}

async function paste(text: string): Promise<void> {
  const box = document.querySelector('input[type=search]');
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Reflect.set(event, 'clipboardData', { getData: () => text });
  await act(async () => {
    box?.dispatchEvent(event);
  });
}

const chip = (): string => document.querySelector('.list-chip-open')?.textContent ?? '';
const box = (): string => document.querySelector<HTMLInputElement>('input[type=search]')?.value ?? '';

describe('a list pasted into the search box', () => {
  it('means any of its values: a short one as text, a long one as a chip that can be taken out', async () => {
    const { asked } = open();
    await until(() => asked.includes(''));
    await paste('1.2.3.4\nevil[.]example');
    await until(() => asked.includes('value:(1.2.3.4 OR evil[.]example)'));
    expect(box()).toBe('value:(1.2.3.4 OR evil[.]example)');
    await act(async () => document.querySelector<HTMLButtonElement>('[aria-label="Clear the query"]')?.click());
    await paste(Array.from({ length: 10_000 }, (_unused, at) => `evil${at}[.]example`).join('\r\n'));
    await until(() => chip() === 'any of 10,000 values' && asked.some((query) => query.length > 200_000));
    expect(box()).toBe('');
    expect(window.location.hash).toBe('#/explore');
    await act(async () => document.querySelector<HTMLButtonElement>('[aria-label="Remove the list"]')?.click());
    await until(() => chip() === '');
  });
});
