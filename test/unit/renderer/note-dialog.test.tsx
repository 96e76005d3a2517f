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

/** Explore over a disk that is full until `mend`. @param slow what storing waits for. @returns the notes that were stored. */
async function openExplore(slow?: Promise<void>): Promise<{ readonly stored: readonly string[]; mend(): void }> {
  window.history.replaceState(null, '', '#/explore');
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const stored: string[] = [];
  let isFull = true;
  const call = async (text: string): Promise<string> => {
    const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: { note: string } };
    if (method !== 'triage.apply') return fake.call(text);
    await (slow ?? new Promise((done) => setTimeout(done, 50)));
    const error = toWireError(new AppError('storage.full', 'The disk is full.'), null);
    if (isFull) return JSON.stringify({ id, ok: false, error });
    stored.push(input.note);
    return fake.call(text);
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  await until(() => document.querySelector('[role=grid]') !== null && shown().includes('300 indicators'));
  return {
    stored,
    mend: () => {
      isFull = false;
    },
  };
}

const press = (target: Element | null, key: string, rest: KeyboardEventInit = {}): Promise<void> =>
  act(async () => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...rest }));
  });

const write = (field: HTMLTextAreaElement | null, text: string): Promise<void> =>
  act(async () => {
    // React listens to the prototype's setter.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, text);
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });

it.each([
  ['dialog', 'n', '#note-text'],
  ['panel', 'Enter', '.triage-note textarea'],
])('keeps a note in the %s that could not be saved, and says why, until it is', async (_place, key, selector) => {
  const { stored, mend } = await openExplore();
  const field = () => document.querySelector<HTMLTextAreaElement>(selector);
  await press(document.querySelector('[role=grid]'), key);
  await until(() => field() !== null);
  await write(field(), 'Seen on the proxy.');
  await press(field(), 'Enter', { ctrlKey: true });
  await until(() => shown().includes('The disk is full.'));
  expect(field()?.value).toBe('Seen on the proxy.');
  // The button is at rest again.
  await until(() => document.querySelector('.bp6-loading') === null);
  mend();
  await press(field(), 'Enter', { ctrlKey: true });
  await until(() => (field()?.value ?? '') === '');
  expect(stored).toEqual(['Seen on the proxy.']);
});

it('closes no other dialog when a note is saved whose own was closed before', async () => {
  const slow = Promise.withResolvers<void>();
  const { stored, mend } = await openExplore(slow.promise);
  mend();
  const field = () => document.querySelector<HTMLTextAreaElement>('#note-text');
  await press(document.querySelector('[role=grid]'), 'n');
  await until(() => field() !== null);
  await write(field(), 'Seen on the proxy.');
  await press(field(), 'Enter', { ctrlKey: true });
  await act(async () => [...document.querySelectorAll('button')].find((one) => one.textContent === 'Cancel')?.click());
  await until(() => field() === null);
  await press(document.querySelector('[role=grid]'), 't');
  const title = (): string => document.querySelector('[role=dialog]')?.textContent ?? '';
  await until(() => title().includes('Tag'));
  slow.resolve();
  await until(() => stored.length === 1);
  await act(async () => await new Promise((done) => setTimeout(done, 20)));
  expect(title()).toContain('Tag');
});
