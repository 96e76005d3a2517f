import { afterEach, expect, it } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';

let app: TestApp | undefined;
afterEach(() => app?.remove());

it('keeps a query that was asked right before the program ends', async () => {
  app = openTestApp();
  await app.start();
  const client = createClient({ call: app.dispatch, onEvent: app.onEvent });
  await client.call('searches.remember', { query: 'tag:c2' });
  await app.stop();
  app = openTestApp({ folder: app.folder });
  await app.start();
  expect(await app.services.savedSearches.history()).toMatchObject([{ query: 'tag:c2' }]);
});
