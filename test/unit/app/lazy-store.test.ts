import { expect, it } from 'vitest';
import { createLazyStore } from '#main/app/lazy-store.ts';
import type { Store, StoreChange } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const change: StoreChange = { indicators: true, cases: false, connections: false, settings: false, outbox: false };

const health: StoreHealth = [{ kind: 'damaged', detail: 'page 7', foundAtMs: 1, reference: null }];

/** A store that can be made to tell of a change and of damage, and that counts how often it was closed. */
function makeStore() {
  const listeners = new Set<(change: StoreChange) => void>();
  const patients = new Set<(health: StoreHealth) => void>();
  let closed = 0;
  const inner = new ScriptedStore({ reads: { 'cases.list': () => [] } });
  const signals: (AbortSignal | undefined)[] = [];
  const store: Store = {
    read: (name, input, options) => {
      signals.push(options?.signal);
      return inner.read(name, input);
    },
    write: (name, input) => inner.write(name, input),
    snapshot: () => inner.snapshot(),
    ingest: (page) => inner.ingest(page),
    leaseConnection: (id) => inner.leaseConnection(id),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    health: async () => health,
    onHealth(listener) {
      patients.add(listener);
      return () => {
        patients.delete(listener);
      };
    },
    close: async () => {
      patients.clear();
      closed += 1;
    },
  };
  const tell = (): void => {
    for (const listener of listeners) listener(change);
  };
  const fallIll = (): void => {
    for (const listener of patients) listener(health);
  };
  return { store, signals, tell, fallIll, closed: () => closed, followers: () => listeners.size };
}

it('passes on the signal that takes a question back', async () => {
  const { store, signals } = makeStore();
  const { signal } = new AbortController();
  await createLazyStore(async () => store).read('cases.list', null, { signal });
  expect(signals).toEqual([signal]);
});

it('opens once, with the first question, also when several come at once', async () => {
  let opened = 0;
  const { store } = makeStore();
  const lazy = createLazyStore(async () => {
    opened += 1;
    return store;
  });
  expect(opened).toBe(0);
  await Promise.all([lazy.read('cases.list', null), lazy.read('cases.list', null), lazy.open()]);
  expect(opened).toBe(1);
});

it('passes changes on to listeners that came before it was opened, and to nobody who left', async () => {
  const { store, tell } = makeStore();
  const lazy = createLazyStore(async () => store);
  const heard: StoreChange[] = [];
  lazy.onChange((told) => heard.push(told));
  const leave = lazy.onChange((told) => heard.push(told));
  await lazy.open();
  tell();
  leave();
  tell();
  expect(heard).toEqual([change, change, change]);
});

it('passes on what is found wrong with the data, also by a store that was opened anew', async () => {
  const { store, fallIll } = makeStore();
  const lazy = createLazyStore(async () => store);
  const heard: StoreHealth[] = [];
  const leave = lazy.onHealth((told) => heard.push(told));
  expect(await lazy.health()).toBe(health);
  fallIll();
  await lazy.close();
  await lazy.open();
  leave();
  lazy.onHealth((told) => heard.push(told));
  await lazy.open();
  fallIll();
  expect(heard).toEqual([health, health]);
});

it('does not follow changes while nobody wants to know of them', async () => {
  const { store, followers } = makeStore();
  const lazy = createLazyStore(async () => store);
  await lazy.open();
  expect(followers()).toBe(0);
  const leave = lazy.onChange(() => undefined);
  await lazy.read('cases.list', null);
  expect(followers()).toBe(1);
  leave();
  expect(followers()).toBe(0);
});

it('tries again after it could not be opened', async () => {
  const { store } = makeStore();
  let attempts = 0;
  const lazy = createLazyStore(async () => {
    attempts += 1;
    if (attempts === 1) throw new AppError('storage.full', 'Full.');
    return store;
  });
  await expect(lazy.read('cases.list', null)).rejects.toMatchObject({ code: 'storage.full' });
  await expect(lazy.read('cases.list', null)).resolves.toEqual([]);
});

it('closes what was opened, and opens nothing in order to close it', async () => {
  const { store, closed } = makeStore();
  let opened = 0;
  const lazy = createLazyStore(async () => {
    opened += 1;
    return store;
  });
  await lazy.close();
  expect(opened).toBe(0);
  await lazy.open();
  await lazy.close();
  expect(closed()).toBe(1);
});

it('is closed while somebody works on the file: questions wait, and are answered by what is there afterwards', async () => {
  const { store, closed } = makeStore();
  const opened: string[] = [];
  let state = 'before';
  const lazy = createLazyStore(async () => {
    opened.push(state);
    return store;
  });
  await lazy.read('cases.list', null);
  const { promise: done, resolve: finish } = Promise.withResolvers<string>();
  state = 'during';
  const work = lazy.closedDuring(() => done);
  const asked = lazy.read('cases.list', null);
  await expect(lazy.write('settings.set', { name: 'network', value: '{}' })).rejects.toMatchObject({
    code: 'state.conflict',
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect({ opened, closed: closed() }).toEqual({ opened: ['before'], closed: 1 });
  state = 'after';
  finish('worked');
  expect(await work).toBe('worked');
  expect(await asked).toEqual([]);
  expect(opened).toEqual(['before', 'after']);
});

it('is opened again after work that failed', async () => {
  const lazy = createLazyStore(async () => makeStore().store);
  await expect(lazy.closedDuring(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lazy.read('cases.list', null)).toEqual([]);
});

it('has settled when every write that was asked for before has been committed or refused, and not earlier', async () => {
  const { store } = makeStore();
  const outcomes = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  let asked = 0;
  // Both writes are of the same name, whose answer is null.
  const write = (() => outcomes[asked++]?.promise) as Store['write'];
  const lazy = createLazyStore(async () => ({ ...store, write }));
  const done: string[] = [];
  const first = lazy.write('settings.set', { name: 'a', value: '1' });
  const refused = expect(lazy.write('settings.set', { name: 'b', value: '2' })).rejects.toThrow('full');
  const settled = lazy.settled().then(() => done.push('settled'));
  outcomes[0]?.resolve(null);
  await first;
  expect(done).toEqual([]);
  outcomes[1]?.reject(new Error('full'));
  await Promise.all([refused, settled]);
  expect(done).toEqual(['settled']);
});
