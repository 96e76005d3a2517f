import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FoundSearch } from '#shared/model/schedule.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { connectAll, startVendors } from './four-vendors.ts';

let emulators: AllEmulators;
let app: TestApp;

beforeEach(async () => {
  emulators = await startVendors(60);
  app = openTestApp({ isImpatient: true });
  await connectAll(app, emulators);
});

afterEach(async () => {
  await app.remove();
  await emulators.stop();
});

const idOf = async (name: string) => (await app.services.connections.find(name)).id;
const stateOf = async (name: string) => {
  const id = await idOf(name);
  return (await app.services.schedule.list()).find(({ connectionId }) => connectionId === id)?.state;
};

it('syncs what is due and nothing else, and tells which saved searches have new matches', async () => {
  const { connections, schedule, savedSearches, runs } = app.services;
  const found: (readonly FoundSearch[])[] = [];
  schedule.onFound((some) => found.push(some));
  await savedSearches.save({ name: 'From Datadog', query: 'vendor:datadog', columns: null });
  await savedSearches.save({ name: 'From Falcon', query: 'vendor:crowdstrike', columns: null });
  await schedule.runDue();
  expect(await runs.list({ connectionId: null, limit: 10 })).toEqual([]);

  await connections.update(await idOf('datadog'), { syncEveryMinutes: 30 });
  expect(await stateOf('datadog')).toBe('due');
  await schedule.runDue();
  const made = await runs.list({ connectionId: null, limit: 10 });
  expect(new Set(made.map(({ connection, status }) => `${connection} ${status}`))).toEqual(
    new Set(['datadog complete']),
  );
  expect(await stateOf('datadog')).toBe('waiting');
  expect(await stateOf('crowdstrike')).toBe('off');
  const { value } = await app.services.search.count('vendor:datadog');
  expect(found).toEqual([[{ name: 'From Datadog', query: 'vendor:datadog', newCount: value }]]);
});

it('pauses when the key is refused, and goes on with another one', async () => {
  const { connections, schedule } = app.services;
  const id = await idOf('datadog');
  await connections.setSecret(id, { apiKey: 'wrong', applicationKey: 'wrong' }, 'memory');
  await connections.update(id, { syncEveryMinutes: 30 });
  await schedule.runDue();
  expect(await stateOf('datadog')).toBe('denied');
  const before = emulators.datadog.requests.length;
  await schedule.runDue();
  expect(emulators.datadog.requests).toHaveLength(before);
  await connections.setSecret(id, emulators.datadog.secrets, 'memory');
  expect(await stateOf('datadog')).not.toBe('denied');
});
