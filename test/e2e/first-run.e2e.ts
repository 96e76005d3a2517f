import type { Page } from '@playwright/test';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { worldVendors } from '../emulators/world/types.ts';
import { accountOf } from './support/accounts.ts';
import { expect, test } from './support/fixtures.ts';
import { createGate } from './support/gate.ts';
import {
  connect,
  fillAccount,
  finishWithoutSync,
  goOn,
  leaveTest,
  openConnection,
  openConnectionForm,
  runLine,
  streamLine,
} from './support/sources.ts';
import { goTo, search } from './support/workbench.ts';

const pageSize = 40;
let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 700, now: Date.now() });
});

test.afterEach(() => emulators.stop());

test('from an empty window to four synced vendors that are no longer needed', async ({ page }) => {
  await test.step('the empty window says what to do', () => findTheWay(page));
  await test.step('a wrong key is found and named before anything is stored', () => tryKeys(page));
  await test.step('the other vendors are connected', async () => {
    for (const vendor of ['crowdstrike', 'threatgrid', 'virustotal'] as const) {
      await connect(page, accountOf(emulators, vendor));
    }
  });
  await test.step('a sync shows its progress while it runs', () => watchProgress(page));
  await test.step('every stream says what was announced and what arrived', () => compareOutcomes(page));
  await test.step('without the vendors the cache still answers, and a sync says why it cannot', () => goOffline(page));
});

async function findTheWay(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Connect your first vendor' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to Sources' }).click();
  await expect(page.getByRole('button', { name: 'Connect a vendor' })).toBeVisible();
}

async function tryKeys(page: Page): Promise<void> {
  const account = accountOf(emulators, 'datadog');
  const dialog = await openConnectionForm(page, account.vendor);
  await fillAccount(dialog, { ...account, secrets: { ...account.secrets, 'API key': '0'.repeat(32) } });
  await goOn(dialog);
  const result = dialog.getByRole('status');
  await expect(result.locator('.is-failed')).toContainText('Key accepted');
  await expect(result).toContainText('Datadog');

  await dialog.getByRole('button', { name: 'Back' }).click();
  await dialog.getByLabel('API key').fill(account.secrets['API key'] ?? '');
  await goOn(dialog);
  await expect(result).toContainText('The connection works.');
  await expect(result.locator('.is-failed')).toHaveCount(0);
  await leaveTest(dialog);
  await finishWithoutSync(dialog, { ...account, options: { 'IoC explorer': { limit: String(pageSize) } } });
  await expect(page.getByRole('heading', { level: 2, name: account.name })).toBeVisible();
  await expect(page.getByText('never synced').first()).toBeVisible();
}

async function watchProgress(page: Page): Promise<void> {
  const gate = createGate();
  const isThirdPage = (query: URLSearchParams): boolean => query.get('offset') === String(2 * pageSize);
  emulators.datadog.faults.add({
    when: { matches: ({ query }) => isThirdPage(query), times: 1 },
    fault: {
      kind: 'custom',
      run: async ({ answer }) => {
        await gate.wait();
        return answer();
      },
    },
  });
  await openConnection(page, 'My Datadog');
  await page.getByRole('button', { name: 'Sync all' }).click();
  await gate.reached;
  const [holding] = emulators.datadog.holdings();
  const line = streamLine(page, 'IoC explorer');
  await expect(line.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await expect(line).toContainText(`${2 * pageSize} of ${holding.count}`);
  await expect(line).toContainText('2 pages');
  await expect(page.getByRole('contentinfo')).toContainText('My Datadog');
  gate.open();
  await expect(page.getByRole('button', { name: 'Sync all' })).toBeVisible();
}

async function compareOutcomes(page: Page): Promise<void> {
  for (const vendor of worldVendors) {
    await openConnection(page, accountOf(emulators, vendor).name);
    const lines = page.getByRole('region', { name: 'Streams' }).locator('tbody').getByRole('row');
    await expect(lines.filter({ hasText: 'Complete' })).toHaveCount(await lines.count());
  }
  const [datadog] = emulators.datadog.holdings();
  await openConnection(page, 'My Datadog');
  const cells = streamLine(page, 'IoC explorer').getByRole('cell');
  const count = datadog.count.toLocaleString('en-US');
  // Announced, received, stored, rejected.
  for (const [at, text] of [count, count, count, '0'].entries()) await expect(cells.nth(at + 2)).toHaveText(text);
}

async function goOffline(page: Page): Promise<void> {
  const [holding] = emulators.datadog.holdings();
  await emulators.stop();
  await goTo(page, 'Explore');
  expect(await search(page, 'vendor:datadog')).toBe(holding.count);
  await goTo(page, 'Sources');
  await openConnection(page, 'My Datadog');
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await expect(runLine(page)).toContainText('Failed');
  await expect(runLine(page)).toContainText('refuses connections');
  await goTo(page, 'Explore');
  expect(await search(page, 'vendor:datadog')).toBe(holding.count);
}
