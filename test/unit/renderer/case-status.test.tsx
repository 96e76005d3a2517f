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

/** @param refusal what every change of a case is refused with; undefined: none is. @returns the changes asked for. */
function open(fragment: string, refusal?: AppError): unknown[] {
  window.history.replaceState(null, '', fragment);
  const changes: unknown[] = [];
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> => {
    const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: unknown };
    if (method !== 'cases.update') return fake.call(text);
    changes.push(input);
    return refusal === undefined
      ? fake.call(text)
      : JSON.stringify({ id, ok: false, error: toWireError(refusal, null) });
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  return changes;
}

const shown = (): string => document.body.textContent ?? '';

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), shown()).toBe(true);
}

const statusField = (): HTMLSelectElement | null => document.querySelector('select#case-status');
const headMark = (): string | undefined => document.querySelector('.screen-head .mark')?.textContent ?? undefined;

async function choose(status: string): Promise<void> {
  await act(async () => {
    const field = statusField();
    if (field !== null) field.value = status;
    field?.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

it('lets an open case be in progress and back, which its head and the list of cases then show', async () => {
  const changes = open('#/cases/CASE-0001');
  await until(() => statusField() !== null);
  expect(document.querySelector('label[for=case-status]')?.textContent).toBe('Status');
  expect([...(statusField()?.options ?? [])].map(({ value, text }) => [value, text])).toEqual([
    ['open', 'Open'],
    ['in_progress', 'In progress'],
  ]);
  expect([statusField()?.value, headMark()]).toEqual(['in_progress', 'In progress']);
  await choose('open');
  await until(() => headMark() === 'Open');
  await choose('in_progress');
  await until(() => headMark() === 'In progress');
  expect(changes).toEqual([
    { number: 'CASE-0001', fields: { status: 'open' } },
    { number: 'CASE-0001', fields: { status: 'in_progress' } },
  ]);
  await choose('open');
  await until(() => headMark() === 'Open');
  await act(async () => document.querySelector<HTMLButtonElement>('[aria-label="All cases"]')?.click());
  await until(() => document.querySelector('.case-line') !== null);
  expect(document.querySelector('.case-line .mark')?.textContent).toBe('Open');
});

it('says why a status was not taken, and shows the one that holds', async () => {
  open('#/cases/CASE-0001', new AppError('state.illegalTransition', 'CASE-0001 is closed; its status stays.'));
  await until(() => statusField() !== null);
  await choose('open');
  await until(() => shown().includes('CASE-0001 is closed; its status stays.'));
  expect([statusField()?.value, headMark()]).toEqual(['in_progress', 'In progress']);
});

it('offers no other status for a closed case', async () => {
  open('#/cases/CASE-0002');
  await until(() => document.querySelector('select#case-severity') !== null);
  expect(headMark()).toBe('Closed');
  expect(statusField()).toBeNull();
});
