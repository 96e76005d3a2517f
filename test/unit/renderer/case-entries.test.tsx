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

it.each([
  ['task', 'New task', 'cases.addTask'],
  ['timeline entry', 'New timeline entry', 'cases.addTimelineEntry'],
])(
  'adds a %s once, however often Enter is pressed, and keeps what is written meanwhile',
  async (_what, label, method) => {
    window.history.replaceState(null, '', '#/cases/CASE-0001');
    const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 30, nowMs: Date.UTC(2026, 10, 21) });
    const slow = Promise.withResolvers<void>();
    const added: string[] = [];
    const call = async (text: string): Promise<string> => {
      const sent = JSON.parse(text) as { method: string; input: { text: string } };
      if (sent.method === method) {
        added.push(sent.input.text);
        await slow.promise;
      }
      return fake.call(text);
    };
    const made = createRoot(document.body.appendChild(document.createElement('div')));
    root = made;
    act(() => made.render(<App transport={{ ...fake, call }} />));
    const field = () => document.querySelector<HTMLInputElement>(`[aria-label="${label}"]`);
    await until(() => field() !== null);
    const write = (text: string): Promise<void> =>
      act(async () => {
        // React listens to the prototype's setter.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field(), text);
        field()?.dispatchEvent(new Event('input', { bubbles: true }));
      });
    // As a key press: what it changes is drawn before the next one.
    const submit = (): Promise<void> =>
      act(async () => {
        field()?.form?.requestSubmit();
        await new Promise((done) => setTimeout(done, 10));
      });
    await write('Isolate it');
    await submit();
    await submit();
    expect(added).toEqual(['Isolate it']);
    await write('Ask the owner');
    slow.resolve();
    await act(async () => await new Promise((done) => setTimeout(done, 50)));
    expect(field()?.value).toBe('Ask the owner');
    await submit();
    await until(() => field()?.value === '');
    expect(added).toEqual(['Isolate it', 'Ask the owner']);
  },
);
