import type { Page } from '@playwright/test';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { expect, test } from './support/fixtures.ts';
import { poisonDatadog } from './support/hostile-records.ts';
import { connect } from './support/sources.ts';
import { cursorRow, detailPanel, goTo, resultGrid, resultRows, search } from './support/workbench.ts';

let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 2_500, now: Date.now() });
  poisonDatadog(emulators);
});

test.afterEach(() => emulators.stop());

/** What must not exist in a window that shows foreign text as text. */
async function expectNothingAlive(page: Page): Promise<void> {
  expect(new URL(page.url()).pathname).toBe('/index.html');
  expect(page.frames()).toHaveLength(1);
  for (const selector of [
    'iframe',
    'embed',
    'object',
    'a[href]',
    'img[src]',
    'script:not([src])',
    '[onclick]',
    '[onerror]',
  ]) {
    await expect(page.locator(selector), selector).toHaveCount(0);
  }
}

test('what attackers wrote is shown as text, with everything hidden made visible', async ({ page }) => {
  await connect(page, accountOf(emulators, 'datadog'));
  await page.getByRole('button', { name: 'Sync all' }).click();
  // The button alone says it before the first word of the sync has arrived, too.
  await expect(page.getByRole('region', { name: 'Run history' }).locator('tbody')).toContainText(/complete/i);
  await expect(page.getByRole('button', { name: 'Sync all' })).toBeVisible();
  await goTo(page, 'Explore');
  const found = await search(page, 'score:100');
  expect(found).toBeGreaterThan(250);

  await test.step('markup stays text', async () => {
    await expect(resultGrid(page).getByText('<script>alert(1)</script>', { exact: true }).first()).toBeVisible();
    await expectNothingAlive(page);
  });

  await test.step('hidden characters are marked', async () => {
    await search(page, 'value:evil*');
    const value = resultRows(page).first().locator('.cell-value');
    await expect(value).toContainText('evilU+202Egpj.exe');
    await expect(value.locator('.hostile-mark')).toHaveText('U+202E');
  });

  await test.step('each of them can be opened, records and all', () => openEach(page, found));
});

/** Opens the indicators one after the other, with the raw record of each. */
async function openEach(page: Page, count: number): Promise<void> {
  await search(page, 'score:100');
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  for (let at = 0; at < count; at += 1) {
    const shown = await cursorRow(page).locator('.cell-value bdi').textContent();
    // A title is cut where a cell is not yet; both say it with an ellipsis.
    await expect(async () => {
      const title = (await panel.getByRole('heading', { level: 2 }).locator('bdi').textContent()) ?? '';
      const isCut = title.endsWith('…') && title.length > 100;
      expect(isCut ? shown?.startsWith(title.slice(0, -1)) : title === shown).toBe(true);
    }).toPass();
    await panel.getByRole('button', { name: 'Raw record' }).first().click();
    await expect(panel.getByRole('region', { name: 'Raw record' })).toContainText('"indicator"');
    await resultGrid(page).focus();
    await page.keyboard.press('j');
  }
  await expectNothingAlive(page);
}
