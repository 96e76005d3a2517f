import type { Locator, Page } from '@playwright/test';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { currentStep, fillAccount, goOn, leaveTest, openConnectionForm, streamLine } from './support/sources.ts';
import { goTo, resultCount, tabTo } from './support/workbench.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** Pictures of what is shown, in both sizes and themes; axe must find nothing serious in any. */
async function photograph(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}-${size.width}.png`) });
    }
    expect(await findBarriers(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

const numberOf = async (element: Locator): Promise<number> =>
  Number((await element.textContent())?.replaceAll(',', ''));

test.describe('across vendors', () => {
  test.use({ isSeeded: true });

  test('a number of the overlap opens exactly the rows that it counts', async ({ page }) => {
    await goTo(page, 'Sources');
    await page.getByRole('button', { name: 'Overlap of vendors' }).click();
    const table = page.getByRole('table');
    await expect(table.getByRole('rowheader')).toHaveCount(4);
    await photograph(page, 'overlap');
    const cells = table.getByRole('button');
    for (const at of [1, (await cells.count()) - 1]) {
      const cell = cells.nth(at);
      const count = await numberOf(cell.locator('.overlap-count'));
      expect(count).toBeGreaterThan(0);
      await cell.click();
      await expect(resultCount(page)).toHaveText(`${count.toLocaleString('en-US')} indicators`);
      await page.goBack();
      await expect(table).toBeVisible();
    }
  });

  test('a check of what drifts opens its rows, by keyboard too', async ({ page }) => {
    await goTo(page, 'Sources');
    await page.getByRole('button', { name: 'Enforced and drifting' }).click();
    const enforced = page.getByRole('region', { name: 'Enforced now' }).getByRole('button');
    await expect(enforced).toContainText('CrowdStrike Falcon');
    await photograph(page, 'standing');
    const count = await numberOf(enforced.locator('.check-count'));
    expect(count).toBeGreaterThan(0);
    await tabTo(page, enforced);
    await page.keyboard.press('Enter');
    await expect(resultCount(page)).toHaveText(`${count.toLocaleString('en-US')} indicators`);
  });
});

test.describe('connecting', () => {
  let emulators: AllEmulators;
  test.beforeEach(async () => {
    emulators = await startAllEmulators({ size: 120, now: Date.now() });
  });
  test.afterEach(() => emulators.stop());

  test('the wizard goes from an account to a watched first sync, and back where something was wrong', async ({
    page,
  }) => {
    const account = accountOf(emulators, 'crowdstrike');
    const dialog = await openConnectionForm(page, account.vendor);
    await goOn(dialog);
    await expect(dialog.getByText('Needed.').first()).toBeVisible();
    await fillAccount(dialog, { ...account, secrets: { ...account.secrets, 'Client secret': 'wrong' } });
    await photograph(page, 'wizard-account');
    await goOn(dialog);
    await expect(dialog.getByRole('status').locator('.is-failed')).toHaveCount(1);
    await photograph(page, 'wizard-refused');
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(currentStep(dialog)).toHaveText(/Account$/);
    await expect(dialog.getByLabel('Client ID')).toHaveValue(account.secrets['Client ID'] ?? '');
    await dialog.getByLabel('Client secret').fill(account.secrets['Client secret'] ?? '');
    await goOn(dialog);
    await expect(dialog.getByRole('status')).toContainText('The connection works.');
    await leaveTest(dialog);
    await photograph(page, 'wizard-streams');
    await goOn(dialog);
    await dialog.getByRole('radio', { name: /By itself/ }).check({ force: true });
    await dialog.getByRole('textbox', { name: 'How many' }).fill('0');
    await expect(dialog.getByText('A whole number, from 5 minutes to 168 hours.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Connect' })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'How many' }).fill('2');
    await photograph(page, 'wizard-schedule');
    await goOn(dialog);
    await expect(streamLine(page, 'Indicators').last()).toBeVisible();
    await expect(dialog.getByRole('region', { name: 'Streams' })).toContainText('Complete');
    await photograph(page, 'wizard-sync');
    await dialog.getByRole('button', { name: 'Show the connection' }).click();
    await expect(page.getByRole('heading', { level: 2, name: account.name })).toBeVisible();
    await expect(page.getByText(/every 2 hours · next in/)).toBeVisible();
    await expect(page.getByRole('contentinfo')).toContainText(/Next sync in/);
  });

  test('a source that is due is synced by itself, and new matches of a saved search are told', async ({ page }) => {
    const search = { name: 'All of Datadog', query: 'vendor:datadog', columns: null };
    const message = JSON.stringify({ id: 1_000_000, method: 'searches.save', input: search });
    // An empty cache has no box to search in yet.
    expect(await page.evaluate(`window.workbench.call(${JSON.stringify(message)})`)).toContain('"ok":true');
    const account = accountOf(emulators, 'datadog');
    const dialog = await openConnectionForm(page, account.vendor);
    await fillAccount(dialog, account);
    await goOn(dialog);
    await leaveTest(dialog);
    await goOn(dialog);
    await dialog.getByText('Start the first sync now').click();
    await goOn(dialog);
    await expect(page.getByRole('heading', { level: 2, name: account.name })).toBeVisible();
    await page.getByRole('button', { name: 'Change how often it is synced' }).click();
    const schedule = page.getByRole('dialog', { name: 'How often it is synced' });
    await schedule.getByRole('radio', { name: /By itself/ }).check({ force: true });
    await schedule.getByRole('button', { name: 'Save' }).click();
    await expect(schedule).toBeHidden();
    await expect(page.getByRole('region', { name: 'Run history' })).toContainText('Complete');
    await expect(page.getByText(/New: \d+ in “All of Datadog”/)).toBeVisible();
    await expect(page.getByText(/every hour · next in/)).toBeVisible();
    await photograph(page, 'schedule');
  });
});
