// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { createFakeWorkbench, type FakeOptions } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
const calls: string[] = [];

afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  calls.length = 0;
  document.body.replaceChildren();
});

/** @returns what sends the window an event. */
function open(scenario: FakeOptions['scenario'], screen = 'settings'): (event: string, payload: unknown) => void {
  window.history.replaceState(null, '', `#/${screen}`);
  const fake = createFakeWorkbench({ scenario, theme: 'light', rows: 50, nowMs: Date.UTC(2026, 10, 21) });
  const listeners = new Set<(text: string) => void>();
  const transport = {
    call: (text: string): Promise<string> => {
      calls.push(JSON.parse(text).method);
      return fake.call(text);
    },
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

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), section()?.textContent ?? '').toBe(true);
}

const section = (): HTMLElement | null => document.querySelector('section[aria-label="Updates"]');
const says = (words: RegExp): boolean => words.test(section()?.textContent ?? '');
const button = (name: RegExp): HTMLElement | undefined =>
  [...(section()?.querySelectorAll('button') ?? [])].find((one) =>
    name.test(one.getAttribute('aria-label') ?? one.textContent),
  );
const press = (name: RegExp): void => act(() => button(name)?.click());

function goTo(screen: string): void {
  const links = [...document.querySelectorAll<HTMLElement>('nav a, nav button')];
  act(() => links.find((one) => (one.getAttribute('aria-label') ?? one.textContent).includes(screen))?.click());
}

it('a build without updates says so and has nothing to press', async () => {
  open('empty');
  await until(() => says(/This is version 0\.1\.0\. This build names no place to look for updates\./));
  expect(section()?.querySelectorAll('button, input')).toHaveLength(0);
});

it('nobody is asked before the button is pressed, nothing is brought before the other one is', async () => {
  open('full');
  await until(() => button(/^Look for an update$/) !== undefined);
  expect(calls).not.toContain('updates.look');
  press(/^Look for an update$/);
  await until(() => says(/Sightline 0\.2\.0 is there, released on 2026-11-20/));
  expect(calls).not.toContain('updates.download');
});

it('shows notes as text, with what is hidden in them marked', async () => {
  open('full');
  await until(() => button(/^Look/) !== undefined);
  press(/^Look/);
  await until(() => says(/<b>Not bold<\/b> and no \[link\]\(http:\/\/evil\.example\/\)/));
  expect(section()?.querySelectorAll('a')).toHaveLength(0);
  expect(document.querySelector('.update-notes b')).toBeNull();
  expect(document.querySelector('.update-notes .hostile-mark')?.textContent).toContain('202E');
});

it('shows how far a download is and stops it, also after the screen was left', async () => {
  open('full');
  await until(() => button(/^Look/) !== undefined);
  press(/^Look/);
  await until(() => button(/AppImage/) !== undefined);
  press(/AppImage/);
  await until(() => says(/45 of 135 MiB/));
  expect(button(/^Download/)).toBeUndefined();
  goTo('Cases');
  await until(() => section() === null);
  goTo('Settings');
  await until(() => button(/^Cancel$/) !== undefined);
  press(/^Cancel$/);
  await until(() => says(/Stopped\. Nothing was kept\./));
  expect(button(/AppImage/)).toBeDefined();
});

it('says where a file is that was brought', async () => {
  open('full');
  await until(() => button(/^Look/) !== undefined);
  press(/^Look/);
  await until(() => button(/\.deb/) !== undefined);
  press(/\.deb/);
  await until(() => says(/It is the file that was signed.*~\/Downloads\/Sightline-0\.2\.0-linux-amd64\.deb/));
});

it('tells of a version that the look of the day found, on any screen', async () => {
  const send = open('full', 'cases');
  await until(() => document.querySelector('[aria-label^="Messages"]') !== null);
  await until(() => document.querySelector('table') !== null);
  send('updates.found', { version: '0.2.0' });
  await until(() => document.body.textContent?.includes('Sightline 0.2.0 is there') === true);
});
