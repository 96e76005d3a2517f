import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { bigCaseSize, fillBigCase } from './support/big-case.ts';
import { test as base, expect } from './support/fixtures.ts';
import { goTo } from './support/workbench.ts';

const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    await fillBigCase(dataFolder);
    await use(dataFolder);
  },
});

// Its folder alone takes as long as other tests.
test.setTimeout(300_000);

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Indicators of the case' });
const rows = (page: Page): Locator => grid(page).locator('tbody').getByRole('row');
const opened = (page: Page): Locator => page.getByRole('region', { name: 'Then and now' });

test('a case of twenty thousand is worked in like one of seven', async ({ page, window }) => {
  const total = await test.step('it opens with the first of its indicators', () => openCase(page));
  const last = await test.step('its end is one key away', () => goToEnd(page, total));
  await test.step('an indicator is opened in sight, and a double click takes its text', () => openMember(page, last));
  await test.step('notes and timeline go back on demand', () => goBack(page));
  await test.step('all of it is in the report', async () => {
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('JSON, lossless').click();
    await dialog.getByRole('button', { name: 'Choose a place and write' }).click();
    await expect(dialog.getByRole('status')).toContainText('Written', { timeout: 60_000 });
    const report = JSON.parse(readFileSync(join(window.exportFolder, 'CASE-0001.json'), 'utf8'));
    expect(report.indicators).toHaveLength(total);
    expect(report.case.notes).toHaveLength(120);
    expect(report.case.timeline).toHaveLength(122);
  });
});

/** @returns how many indicators the case says it holds. */
async function openCase(page: Page): Promise<number> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'Everything from one campaign' }).click();
  await expect(rows(page).first()).toContainText(/Critical/);
  const total = Number(await grid(page).getAttribute('aria-rowcount')) - 1;
  expect(total).toBeGreaterThanOrEqual(bigCaseSize);
  await expect(page.getByRole('heading', { name: 'Indicators' })).toContainText(total.toLocaleString('en'));
  // Only what is on screen exists, here as at the end.
  expect(await rows(page).count()).toBeLessThan(60);
  return total;
}

/** @returns the last row. */
async function goToEnd(page: Page, total: number): Promise<Locator> {
  await grid(page).focus();
  await page.keyboard.press('End');
  const last = page.locator(`#case-row-${total - 1}`);
  await expect(last.locator('.cell-value bdi')).toBeInViewport();
  expect(await rows(page).count()).toBeLessThan(60);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('End');
  await expect(last).toHaveAttribute('aria-selected', 'true');
  return last;
}

async function openMember(page: Page, last: Locator): Promise<void> {
  const value = (await last.locator('.cell-value bdi').textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect(opened(page).getByRole('heading')).toHaveText(value);
  await expect(opened(page)).toContainText('From the bulk import of the week.');
  await expect(opened(page).getByRole('button', { name: 'Remove from the case' })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(opened(page)).toHaveCount(0);
  await last.locator('.cell-value').dblclick();
  await expect(opened(page)).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(value);
}

async function goBack(page: Page): Promise<void> {
  const notes = page.getByRole('region', { name: 'Notes' });
  await expect(notes.getByRole('listitem').first()).toContainText('Observation 120');
  await expect(notes.getByRole('listitem')).toHaveCount(50);
  await notes.getByRole('button', { name: 'Show older' }).click();
  await expect(notes.getByRole('listitem')).toHaveCount(100);
  await notes.getByRole('button', { name: 'Show older' }).click();
  await expect(notes.getByRole('listitem').last()).toContainText('Observation 1 of');
  await expect(notes.getByRole('button', { name: 'Show older' })).toHaveCount(0);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  for (const count of [100, 122]) {
    await timeline.getByRole('button', { name: 'Show older' }).click();
    await expect(timeline.getByRole('listitem')).toHaveCount(count);
  }
  await expect(timeline.getByRole('listitem').last()).toContainText('Case opened');
}
