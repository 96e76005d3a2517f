// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Transport } from '#shared/contract/client.ts';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import { readRoute, writeRoute } from '../../../src/renderer/src/app/routes.ts';
import { BridgeProvider } from '../../../src/renderer/src/bridge/BridgeProvider.tsx';
import { coalesce } from '../../../src/renderer/src/bridge/coalesce.ts';
import { staleAreas } from '../../../src/renderer/src/bridge/keys.ts';
import { createQueryClient } from '../../../src/renderer/src/bridge/query-client.ts';
import { refresh } from '../../../src/renderer/src/bridge/refresh.ts';
import { createSyncStore } from '../../../src/renderer/src/bridge/sync-store.ts';
import { type Results, useResults } from '../../../src/renderer/src/features/explore/use-results.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

const nowMs = Date.UTC(2026, 10, 21, 7, 0);
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  vi.useRealTimers();
  act(() => root?.unmount());
  root = undefined;
});

function Probe(props: { readonly query: string; readonly onResults: (results: Results) => void }): null {
  const results = useResults(props.query);
  useEffect(() => props.onResults(results));
  return null;
}

/** Draws the hook over a bridge and hands out what it returns. */
function mountResults(transport: Transport): {
  readonly results: () => Results;
  readonly search: (query: string) => void;
} {
  let latest: Results | undefined;
  const keep = (results: Results): void => {
    latest = results;
  };
  const made = createRoot(document.createElement('div'));
  root = made;
  return {
    search: (query) => {
      act(() =>
        made.render(
          <BridgeProvider transport={transport}>
            <Probe query={query} onResults={keep} />
          </BridgeProvider>,
        ),
      );
    },
    results: () => {
      if (latest === undefined) throw new Error('Nothing was drawn yet.');
      return latest;
    },
  };
}

async function settle(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone()).toBe(true);
}

describe('useResults', () => {
  it('fetches the pages that are on screen and no others', async () => {
    const asked: number[] = [];
    const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 1_000, nowMs });
    const probe = mountResults({
      ...fake,
      call: (text) => {
        const { method, input } = JSON.parse(text) as { method: string; input: { offset: number } };
        if (method === 'indicators.search') asked.push(input.offset);
        return fake.call(text);
      },
    });
    probe.search('');
    await settle(() => probe.results().total === 1_000);
    expect(asked).toEqual([0]);
    expect(probe.results().row(650)).toBeUndefined();
    act(() => probe.results().setRange({ first: 640, last: 680 }));
    await settle(() => probe.results().row(650) !== undefined);
    expect(asked).toEqual([0, 600]);
  });

  it('goes on past the first page while nobody can count the rows', async () => {
    const asked: number[] = [];
    const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 250, nowMs });
    const error = toWireError(new AppError('storage.busy', 'Busy.'), null);
    const probe = mountResults({
      ...fake,
      call: async (text) => {
        const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: { offset: number } };
        if (method === 'indicators.search') asked.push(input.offset);
        return method === 'indicators.count' ? JSON.stringify({ id, ok: false, error }) : fake.call(text);
      },
    });
    probe.search('');
    await settle(() => probe.results().countError !== null);
    expect(probe.results()).toMatchObject({ total: 100, isExact: false });
    act(() => probe.results().setRange({ first: 60, last: 99 }));
    await settle(() => probe.results().total === 200);
    act(() => probe.results().setRange({ first: 160, last: 199 }));
    await settle(() => probe.results().isExact);
    expect(probe.results().total).toBe(250);
    expect(asked).toEqual([0, 100, 200]);
    act(() => probe.results().setRange({ first: 0, last: 60 }));
    expect(probe.results()).toMatchObject({ total: 250, isExact: true });
  });

  it('keeps the last good rows while a query is wrong, and says what is wrong', async () => {
    const probe = mountResults(createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs }));
    probe.search('type:domain');
    await settle(() => probe.results().row(0) !== undefined);
    const { total } = probe.results();
    probe.search('type:domain tpye:x');
    await settle(() => probe.results().error !== null);
    expect(probe.results()).toMatchObject({ query: 'type:domain', total });
    expect(probe.results().error?.message).toContain('tpye');
    probe.search('type:domain severity:high');
    await settle(() => probe.results().query === 'type:domain severity:high' && probe.results().total !== undefined);
    expect(probe.results().error).toBeNull();
    expect(probe.results().total).toBeLessThan(total ?? 0);
  });
});

describe('refresh', () => {
  it('asks once for what many commands changed shortly after each other', () => {
    vi.useFakeTimers();
    const cache = createQueryClient();
    const asked = vi.spyOn(cache, 'invalidateQueries');
    refresh(cache, []);
    expect(asked).not.toHaveBeenCalled();
    refresh(cache, ['indicators']);
    expect(asked).toHaveBeenCalledTimes(1);
    for (let command = 0; command < 100; command += 1) {
      refresh(cache, ['indicators', 'cases']);
      vi.advanceTimersByTime(5);
    }
    expect(asked.mock.calls.length).toBeLessThan(10);
    vi.advanceTimersByTime(1_000);
    const isStale = asked.mock.calls.at(-1)?.[0]?.predicate;
    for (const area of ['indicators', 'cases', 'outbox']) cache.setQueryData([area], area);
    const shown = cache.getQueryCache().getAll();
    expect(shown.filter((query) => isStale?.(query)).map(({ queryKey }) => queryKey)).toEqual([
      ['indicators'],
      ['cases'],
    ]);
  });
});

describe('coalesce', () => {
  it('runs the first at once and the rest together', () => {
    vi.useFakeTimers();
    const runs: string[][] = [];
    const changes = coalesce<string>(20, (items) => runs.push([...items]));
    changes.add(['a']);
    changes.add(['b']);
    changes.add(['b', 'c']);
    expect(runs).toEqual([['a']]);
    vi.advanceTimersByTime(60);
    expect(runs).toEqual([['a'], ['b', 'c']]);
    changes.add(['d']);
    changes.add(['e']);
    changes.stop();
    vi.advanceTimersByTime(60);
    expect(runs).toEqual([['a'], ['b', 'c'], ['d']]);
  });
});

describe('sync store', () => {
  it('gives the same array until something changes, and tells its listeners', () => {
    const store = createSyncStore();
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    const progress = {
      connectionId: 'c-1111111111111111',
      connection: 'b',
      stream: 's',
      pages: 1,
      received: 1,
      expected: null,
      waitingUntilMs: null,
    };
    store.progressed(progress as never);
    store.progressed({ ...progress, connection: 'a', connectionId: 'c-2222222222222222' } as never);
    expect(store.get().map((one) => one.connection)).toEqual(['a', 'b']);
    expect(store.get()).toBe(store.get());
    store.finished('c-2222222222222222', 's');
    store.finished('c-2222222222222222', 's');
    expect(store.get()).toHaveLength(1);
    expect(told).toBe(3);
    stop();
    store.replace([]);
    expect(told).toBe(3);
  });
});

describe('cache and address', () => {
  it('marks only what a change touches', () => {
    const none = { indicators: false, cases: false, connections: false, settings: false, outbox: false };
    expect(staleAreas({ ...none, connections: true, settings: true })).toEqual([
      'connections',
      'settings',
      'details',
      'searches',
    ]);
    expect(staleAreas({ ...none, indicators: true })).toEqual(['indicators', 'details', 'audit']);
    expect(staleAreas(none)).toEqual([]);
  });

  it('writes and reads every route, and survives nonsense', () => {
    const routes = [
      { screen: 'explore', query: 'tag:"a/b?c#d" 100% -é' },
      { screen: 'explore', query: '' },
      { screen: 'cases', number: 'CASE-0001' },
      { screen: 'cases', number: null },
      { screen: 'sources', connection: 'c-1111111111111111' },
      { screen: 'settings' },
    ] as const;
    for (const route of routes) expect(readRoute(writeRoute(route))).toEqual(route);
    expect(readRoute('#/explore?q=%E0%A4%A')).toEqual({ screen: 'explore', query: '' });
    expect(readRoute('nonsense')).toEqual({ screen: 'explore', query: '' });
  });
});
