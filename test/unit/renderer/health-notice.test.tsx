// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { createFakeWorkbench, type FakeOptions } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const nowMs = Date.UTC(2026, 10, 21);
const damaged = { kind: 'damaged', detail: 'row 7 missing from index', foundAtMs: nowMs, reference: '3f9a2c1e' };
const cutShort = { kind: 'logCutShort', detail: 'ends at frame 12', foundAtMs: nowMs, reference: null };

let root: Root | undefined;

afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

/** @returns what sends the window an event. */
function open(scenario: FakeOptions['scenario']): (event: string, payload: unknown) => void {
  window.history.replaceState(null, '', '#/cases');
  const fake = createFakeWorkbench({ scenario, theme: 'light', rows: 50, nowMs });
  const listeners = new Set<(text: string) => void>();
  const transport = {
    call: fake.call,
    onEvent: (listener: (text: string) => void): (() => void) => {
      listeners.add(listener);
      const leave = fake.onEvent(listener);
      return () => {
        listeners.delete(listener);
        leave();
      };
    },
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={transport} />));
  return (event, payload) =>
    act(() => {
      for (const tell of listeners) tell(JSON.stringify({ event, payload }));
    });
}

const notice = (): HTMLElement | null => document.querySelector('section[aria-label="State of the data"]');
const dialog = (): HTMLElement | null => document.querySelector('[role="dialog"]');
const says = (part: HTMLElement | null, words: RegExp): boolean => words.test(part?.textContent ?? '');

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent).toBe(true);
}

function press(name: string, within: ParentNode = document): void {
  const found = [...within.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  expect(found, name).toBeDefined();
  act(() => found?.click());
}

/** Until the screen has been answered. */
const shown = (): Promise<void> => until(() => says(document.querySelector('main'), /CASE-/));

it('nothing is said of sound data', async () => {
  open('full');
  await shown();
  expect(notice()).toBeNull();
});

it('damage that was known at the start is said on each screen, with what it means, the code and the reference', async () => {
  open('unsound');
  await until(() => notice() !== null);
  const alert = notice()?.querySelector<HTMLElement>('[role="alert"]') ?? null;
  expect(says(alert, /The database is damaged\..*may be wrong or incomplete until it is put right/)).toBe(true);
  expect(says(notice(), /storage\.corrupt.*3f9a2c1e/)).toBe(true);
  for (const screen of ['Explore', 'Lookup', 'Outbox', 'Sources', 'Settings']) {
    const entry = [...document.querySelectorAll<HTMLElement>('nav button')].find(({ textContent }) =>
      textContent?.includes(screen),
    );
    act(() => entry?.click());
    await until(() => says(document.querySelector('h1'), new RegExp(screen)));
    expect(notice(), screen).not.toBeNull();
  }
  // No dialog comes by itself: everything is answered.
  expect(dialog()).toBeNull();
});

it('damage that is found later is said at once, and no longer when it is gone', async () => {
  const tell = open('full');
  await shown();
  tell('care.healthChanged', [damaged]);
  await until(() => says(notice(), /The database is damaged/));
  tell('care.healthChanged', []);
  await until(() => notice() === null);
});

it('says which decisions to look after where the log was cut short', async () => {
  const tell = open('full');
  await shown();
  tell('care.healthChanged', [cutShort]);
  await until(() => says(notice(), /Some of what was stored last may be missing/));
  expect(says(notice(), /The database is damaged/)).toBe(false);
  tell('care.healthChanged', [cutShort, damaged]);
  await until(() => says(notice(), /The database is damaged.*Some of what was stored last may be missing/));
});

describe('what can be done', () => {
  it('tells what the check found, and stays in reach when it is put off', async () => {
    open('unsound');
    await until(() => notice() !== null);
    press('What can be done…');
    await until(() => dialog() !== null);
    expect(says(dialog(), /btreeInitPage/)).toBe(true);
    expect(says(dialog(), /3f9a2c1e/)).toBe(true);
    press('Not now');
    await until(() => dialog() === null);
    expect(notice()).not.toBeNull();
    press('What can be done…');
    await until(() => dialog() !== null);
  });

  it('repairs, after which nothing is said any more', async () => {
    open('unsound');
    await until(() => notice() !== null);
    press('What can be done…');
    await until(() => dialog() !== null);
    press('Repair');
    await until(() => says(dialog(), /431 saved, up to 12 lost/));
    expect(notice()).toBeNull();
    press('Go on');
    await until(() => dialog() === null);
  });

  it('restores a backup', async () => {
    open('unsound');
    await until(() => notice() !== null);
    press('What can be done…');
    await until(() => dialog() !== null);
    press('Restore a backup…');
    await until(() => says(dialog(), /sightline-2026-11-20\.backup/));
    act(() => document.querySelector<HTMLElement>('input[type="radio"]')?.click());
    press('Restore');
    await until(() => notice() === null && dialog() === null);
  });
});

it('an answer that failed on damage brings the dialog by itself, and the notice that stays', async () => {
  open('damaged');
  await until(() => says(dialog(), /The database is damaged/));
  press('Not now');
  await until(() => dialog() === null);
  expect(says(notice(), /The database is damaged.*storage\.corrupt/)).toBe(true);
  press('What can be done…');
  await until(() => dialog() !== null);
  press('Repair');
  await until(() => says(dialog(), /431 saved, up to 12 lost/));
  expect(notice()).toBeNull();
});
