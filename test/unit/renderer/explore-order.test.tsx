// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { writeRoute } from '../../../src/renderer/src/app/routes.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
const nowMs = Date.UTC(2026, 10, 21, 7, 0);

let root: Root | undefined;
beforeEach(() => window.localStorage.clear());
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

interface Asked {
  readonly method: string;
  readonly query: string | undefined;
}

/** A window whose calls are written down, and wait as long as `held` says so. */
function open(): { readonly calls: Asked[]; hold: (method: string) => () => void } {
  window.location.hash = writeRoute({ screen: 'explore', query: '' });
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs });
  const calls: Asked[] = [];
  const held = new Map<string, Promise<void>>();
  const call = async (text: string): Promise<string> => {
    const { method, input } = JSON.parse(text) as { method: string; input: { query?: string } | null };
    calls.push({ method, query: input?.query });
    await held.get(method);
    return fake.call(text);
  };
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  return {
    calls,
    hold: (method) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(method, promise);
      return resolve;
    },
  };
}

const isAsked = (calls: readonly Asked[], method: string, query: string): boolean =>
  calls.some((one) => one.method === method && one.query === query);
const rows = (): string => document.querySelector('.result-rows')?.textContent ?? '';
const exportButton = (): HTMLButtonElement | null => document.querySelector('.result-toolbar [aria-label="Export"]');

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent ?? '').toBe(true);
}

async function goTo(query: string): Promise<void> {
  await act(async () => {
    window.location.hash = writeRoute({ screen: 'explore', query });
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
}

describe('a query on the Explore screen', () => {
  it('has its rows painted before anything beside them is counted or remarked', async () => {
    const { calls } = open();
    await until(() => isAsked(calls, 'indicators.facets', '') && rows() !== '');
    const before = rows();
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((callback) => frames.push(callback));
    await goTo('type:url');
    await until(() => rows() !== before && !rows().includes('Loading'));
    expect(isAsked(calls, 'indicators.facets', 'type:url')).toBe(false);
    expect(isAsked(calls, 'indicators.histogram', 'type:url')).toBe(false);
    expect(isAsked(calls, 'indicators.hints', 'type:url')).toBe(false);
    for (const frame of frames) frame(0);
    await until(
      () => isAsked(calls, 'indicators.facets', 'type:url') && isAsked(calls, 'indicators.histogram', 'type:url'),
    );
  });

  it('keeps the values beside those that the one before narrows to, until its rows are there', async () => {
    const { calls, hold } = open();
    const types = (): string => document.querySelector('.facet-of-type')?.textContent ?? '';
    await goTo('type:url');
    await until(() => isAsked(calls, 'indicators.facets', '') && types().includes('IPv4'));
    const before = types();
    expect(before).toMatch(/URL.*IPv4|IPv4.*URL/);
    const answer = hold('indicators.search');
    await goTo('type:url score:>=40');
    await until(() => isAsked(calls, 'indicators.search', 'type:url score:>=40'));
    expect(types()).toBe(before);
    answer();
    await until(() => isAsked(calls, 'indicators.facets', 'score:>=40') && types() !== before);
    await until(() => types().includes('IPv4'));
  });

  it('disables nothing before its rows look out of date, and has nothing done with them all the same', async () => {
    const { calls, hold } = open();
    await until(() => exportButton()?.disabled === false);
    const answer = hold('indicators.search');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await goTo('type:url');
      expect(isAsked(calls, 'indicators.search', 'type:url')).toBe(true);
      expect(exportButton()?.disabled).toBe(false);
      await act(async () => exportButton()?.click());
      expect(document.querySelector('[role=dialog]')).toBeNull();
      await act(async () => vi.runOnlyPendingTimers());
      expect(exportButton()?.disabled).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    answer();
    await until(() => exportButton()?.disabled === false);
  });
});
