// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transport } from '#shared/contract/client.ts';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { writeRoute } from '../../../src/renderer/src/app/routes.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
const nowMs = Date.UTC(2026, 10, 21, 7, 0);

/** Which calls fail, and how; may change while the window is open. */
type Faults = Map<string, { readonly error: AppError; readonly reference?: string; readonly query?: string }>;

let root: Root | undefined;
beforeEach(() => window.localStorage.clear());
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

function faultyTransport(faults: Faults): Transport {
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs });
  return {
    ...fake,
    call: async (text) => {
      const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: { query?: string } };
      const fault = faults.get(method);
      if (fault === undefined || (fault.query !== undefined && fault.query !== input.query)) return fake.call(text);
      return JSON.stringify({ id, ok: false, error: toWireError(fault.error, fault.reference ?? null) });
    },
  };
}

function open(query: string, faults: Faults): void {
  window.location.hash = writeRoute({ screen: 'explore', query });
  const box = document.createElement('div');
  document.body.append(box);
  const made = createRoot(box);
  root = made;
  act(() => made.render(<App transport={faultyTransport(faults)} />));
}

const shown = (): string => document.querySelector('main')?.textContent ?? '';
const button = (name: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll<HTMLButtonElement>('main button')].find((one) => one.textContent?.startsWith(name));

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), shown()).toBe(true);
}

async function goTo(query: string): Promise<void> {
  await act(async () => {
    window.location.hash = writeRoute({ screen: 'explore', query });
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
}

const busy = new AppError('storage.busy', 'Another Sightline is writing to the same data folder.', {
  suggestion: 'Try again in a moment.',
});
const bug = new AppError('internal.bug', 'Something went wrong inside Sightline.');

describe('errors of the Explore screen', () => {
  it('stand in the place of the result with next step, reference and a way to try again', async () => {
    const faults: Faults = new Map([['indicators.search', { error: bug, reference: 'a1b2c3' }]]);
    open('type:domain', faults);
    await until(() => shown().includes('Something went wrong inside Sightline.'));
    expect(shown()).toContain('a1b2c3');
    expect(shown()).toContain('report it');
    expect(shown()).not.toContain('No indicator matches');
    faults.clear();
    await act(async () => button('Try again')?.click());
    await until(() => document.querySelector('[role=grid]') !== null);
    expect(shown()).not.toContain('Something went wrong');
  });

  it('replace the rows of the query before, which nobody may take for the answer', async () => {
    const faults: Faults = new Map([['indicators.search', { error: busy, query: 'type:url' }]]);
    open('type:domain', faults);
    await until(() => document.querySelector('[role=grid]') !== null);
    await goTo('type:url');
    await until(() => shown().includes('Another Sightline is writing'));
    expect(shown()).toContain('Try again in a moment.');
    expect(document.querySelector('[role=grid]')).toBeNull();
    expect(button('Export')?.disabled).toBe(true);
  });

  it('never stand beside "no indicator matches"', async () => {
    const faults: Faults = new Map([['indicators.search', { error: busy, query: 'type:url' }]]);
    open('nothing-like-this', faults);
    await until(() => shown().includes('No indicator matches'));
    await goTo('type:url');
    await until(() => shown().includes('Another Sightline is writing'));
    expect(shown()).not.toContain('No indicator matches');
  });

  it('in a query after one that found nothing tell no number', async () => {
    open('nothing-like-this', new Map());
    await until(() => shown().includes('0 indicators') && shown().includes('Nothing to count.'));
    // Of nothing no vendor can say when it was seen.
    expect(shown()).not.toContain('No vendor says when');
    await goTo('tpye:x');
    await until(() => shown().includes('The query cannot be read yet'));
    expect(shown()).not.toContain('0 indicators');
  });

  it('in a query leave the rows before it, out of reach', async () => {
    open('type:domain', new Map());
    await until(() => document.querySelector('[role=grid]') !== null && button('Export')?.disabled === false);
    await goTo('type:domain tpye:x');
    await until(() => document.querySelector('#query-error') !== null);
    expect(document.querySelector('[role=grid]')?.getAttribute('aria-disabled')).toBe('true');
    await until(() => document.querySelector('[role=grid]')?.classList.contains('is-stale') === true);
    expect(button('Export')?.disabled).toBe(true);
    await act(async () => {
      document
        .querySelector('[role=grid]')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true }));
    });
    expect(shown()).not.toContain('selected');
  });

  it('of counts and filters are told in their own places, and the rows stay usable', async () => {
    const faults: Faults = new Map([
      ['indicators.count', { error: busy }],
      ['indicators.facets', { error: bug, reference: 'f00d' }],
    ]);
    open('', faults);
    await until(() => shown().includes('not counted') && shown().includes('f00d'));
    expect(shown()).toContain('at least 100 indicators');
    expect(document.querySelector('[role=grid]')?.getAttribute('aria-disabled')).toBe('false');
    expect(document.querySelector('.facets [role=alert]')?.textContent).toContain('f00d');
    faults.clear();
    await act(async () => document.querySelector<HTMLButtonElement>('.count-error button')?.click());
    await until(() => shown().includes('300 indicators') && !shown().includes('not counted'));
  });
});
