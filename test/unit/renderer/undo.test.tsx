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

/** Opens the window with the ids that each taking back of queued changes asked for. */
function openQueueing(): number[][] {
  window.history.replaceState(null, '', '#/outbox');
  const undone: number[][] = [];
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> => {
    const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: { ids: number[] } };
    if (method === 'outbox.queue') return JSON.stringify({ id, ok: true, value: { ids: [71, 72] } });
    if (method === 'outbox.takeBack') undone.push(input.ids);
    return fake.call(text);
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  return undone;
}

const buttonOf = (text: string, within = ''): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(`${within} :is(button, a[role=button])`)].find(
    (one) => one.textContent === text && one.getAttribute('disabled') === null,
  );

async function click(text: string, within = ''): Promise<void> {
  await until(() => buttonOf(text, within) !== undefined);
  await act(async () => buttonOf(text, within)?.click());
}

it('takes back what was queued in the outbox, and once only by its notice and the key', async () => {
  const undone = openQueueing();
  await click('New change');
  const field = (): HTMLInputElement | null => document.querySelector('[role=dialog] input[type=text]');
  await until(() => field() !== null);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field(), 'a.example');
    field()?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await click('Queue', '[role=dialog]');
  await until(() => shown().includes('2 changes queued') && buttonOf('Undo') !== undefined);
  const undo = buttonOf('Undo');
  await act(async () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true })));
  await until(() => shown().includes('2 changes taken out of the outbox again'));
  await act(async () => undo?.click());
  await act(async () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true })));
  await until(() => shown().includes('There is nothing to take back.'));
  expect(undone).toEqual([[71, 72]]);
});

/** Opens Explore where one method is answered when the test says so. @returns what was asked of it, and how it is answered. */
function openWaiting(method: string, value: unknown) {
  window.history.replaceState(null, '', '#/explore');
  const asked: string[] = [];
  const undone: unknown[] = [];
  let release = (): void => undefined;
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> => {
    const request = JSON.parse(text) as { id: number; method: string; input: unknown };
    if (request.method === 'cases.undoAddition' || request.method === 'outbox.takeBack') undone.push(request.input);
    if (request.method !== method) return fake.call(text);
    asked.push(method);
    await new Promise<void>((done) => {
      release = done;
    });
    return JSON.stringify({ id: request.id, ok: true, value });
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  return { asked, undone, answer: () => act(async () => release()) };
}

const dialog = (): Element | null => document.querySelector('[role=dialog]');

it('takes an addition back that was stopped half-way', async () => {
  const added = { added: 40, alreadyThere: 0, isStopped: true, undo: 7 };
  const { asked, undone, answer } = openWaiting('cases.addIndicators', added);
  await until(() => document.querySelector('[role=grid]') !== null && shown().includes('300 indicators'));
  await press('c');
  await click('Add', '[role=dialog]');
  await until(() => asked.length === 1);
  await answer();
  await until(() => /Stopped: 40 indicators added to CASE-\d+; the rest is not/.test(shown()) && dialog() === null);
  await press('u');
  await until(() => /1 indicator taken out of CASE-\d+ again/.test(shown()));
  expect(undone).toEqual([{ addition: 7 }]);
});

it('takes changes back whose dialog was left before they were queued', async () => {
  const { asked, undone, answer } = openWaiting('outbox.queueSelection', { ids: [901, 902], skipped: 0 });
  await until(() => document.querySelector('[role=grid]') !== null && shown().includes('300 indicators'));
  await press('p');
  await click('Queue', '[role=dialog]');
  await until(() => asked.length === 1);
  await act(async () => dialog()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
  await until(() => dialog() === null);
  await answer();
  await until(() => shown().includes('2 changes queued'));
  await press('u');
  await until(() => shown().includes('2 changes taken out of the outbox again'));
  expect(undone).toEqual([{ ids: [901, 902] }]);
});
