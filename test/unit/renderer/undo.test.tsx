// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
/** Decisions that the window was told of. */
let decided = 0;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

/** @param faults with what each attempt to take back fails, in turn; after them none does. @returns the decisions asked for. */
function open(faults: AppError[]): number[] {
  window.history.replaceState(null, '', '#/explore');
  decided = 0;
  const undone: number[] = [];
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> => {
    const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: { decision: number } };
    if (method === 'triage.apply') {
      const answer = await fake.call(text);
      decided += 1;
      return answer;
    }
    if (method !== 'triage.undo') return fake.call(text);
    undone.push(input.decision);
    const error = faults.shift();
    return error === undefined ? fake.call(text) : JSON.stringify({ id, ok: false, error: toWireError(error, null) });
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  return undone;
}

const shown = (): string => document.body.textContent ?? '';

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), shown()).toBe(true);
}

async function press(key: string): Promise<void> {
  await act(async () => {
    document.querySelector('[role=grid]')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
}

async function decide(): Promise<void> {
  await until(() => document.querySelector('[role=grid]') !== null && shown().includes('300 indicators'));
  await press('m');
  await until(() => decided === 1);
}

it('can try again to take a decision back, and no more once it is done', async () => {
  const undone = open([new AppError('storage.busy', 'Another Sightline is writing.')]);
  await decide();
  await press('u');
  await until(() => shown().includes('Another Sightline is writing.'));
  await press('u');
  await until(() => shown().includes('Taken back on 1 indicator'));
  await press('u');
  await until(() => shown().includes('There is nothing to take back.'));
  expect(undone).toEqual([1, 1]);
});

it('forgets a decision that the store knows no more', async () => {
  const undone = open([new AppError('state.notFound', 'Too long ago.')]);
  await decide();
  await press('u');
  await until(() => shown().includes('Too long ago.'));
  await press('u');
  await until(() => shown().includes('There is nothing to take back.'));
  expect(undone).toEqual([1]);
});
