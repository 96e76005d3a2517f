import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { expect, test } from './support/fixtures.ts';
import { type Account, currentStep } from './support/sources.ts';
import { cursorRow, detailPanel, resultCount, resultGrid, searchBox, tabTo } from './support/workbench.ts';

let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 300, now: Date.now() });
});

test.afterEach(() => emulators.stop());

test('the main job is done without a pointer', async ({ page, window }) => {
  await test.step('connect', () => connectByKeys(page, accountOf(emulators, 'datadog')));
  await test.step('sync', () => syncByKeys(page));
  await test.step('search, look closer, decide', () => decideByKeys(page));
  await test.step('case and report', async () => {
    await reportByKeys(page);
    expect(readFileSync(join(window.exportFolder, 'CASE-0001.html'), 'utf8')).toContain('By keys alone');
  });
});

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

async function connectByKeys(page: Page, account: Account): Promise<void> {
  await press(page, 'g', 's');
  const add = page.getByRole('button', { name: 'Add connection' });
  await tabTo(page, add);
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(page, dialog.getByRole('button', { name: account.vendor }));
  await press(page, 'Enter');
  await typeInto(page, dialog.getByLabel('Name', { exact: true }), account.name);
  await typeInto(page, dialog.getByLabel('Other address'), account.address);
  for (const [label, text] of Object.entries(account.secrets)) await typeInto(page, dialog.getByLabel(label), text);
  await tabTo(page, dialog.getByRole('radio', { name: 'the system keychain' }));
  await press(page, 'ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'memory, until Sightline closes' })).toBeChecked();
  await goOnByKeys(page, dialog);
  await expect(dialog.getByRole('status')).toContainText('The connection works.');
  await goOnByKeys(page, dialog);
  await expect(currentStep(dialog)).toHaveText(/Streams$/);
  await goOnByKeys(page, dialog);
  await tabTo(page, dialog.getByRole('checkbox', { name: 'Start the first sync now' }));
  await press(page, ' ');
  await goOnByKeys(page, dialog);
  await expect(page.getByRole('heading', { level: 2, name: account.name })).toBeVisible();
}

async function goOnByKeys(page: Page, dialog: Locator): Promise<void> {
  await tabTo(page, dialog.getByRole('button', { name: /^(Next|Connect)$/ }));
  await press(page, 'Enter');
}

async function syncByKeys(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Sync', exact: true }));
  await press(page, 'Enter');
  await expect(page.getByRole('region', { name: 'Run history' })).toContainText('Complete');
}

async function decideByKeys(page: Page): Promise<void> {
  await press(page, '/');
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.type('type:domain state:new');
  await expect(resultGrid(page)).toBeVisible();
  await press(page, 'Enter');
  await expect(resultGrid(page)).toBeFocused();
  await expect(resultCount(page)).toHaveText(/^\d+ indicators$/);
  await press(page, 'j', 'Enter');
  await expect(detailPanel(page)).toBeVisible();
  await tabTo(page, detailPanel(page).getByRole('button', { name: 'Raw record' }).first());
  await press(page, 'Enter');
  await expect(detailPanel(page).getByRole('region', { name: 'Raw record' })).toBeVisible();
  await tabTo(page, resultGrid(page), 'Shift+Tab');
  await press(page, 'Escape');
  await expect(detailPanel(page)).toHaveCount(0);
  await press(page, 's');
  await expect(cursorRow(page).locator('.cell-verdict')).toHaveText('Suspicious');
}

async function reportByKeys(page: Page): Promise<void> {
  await press(page, 'c');
  const dialog = page.getByRole('dialog');
  await typeInto(page, dialog.getByLabel('Title'), 'By keys alone');
  await press(page, 'Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
  await expect(resultGrid(page)).toBeFocused();
  await press(page, 'g', 'c');
  await tabTo(page, page.getByRole('button', { name: 'By keys alone' }));
  await press(page, 'Enter');
  await tabTo(page, page.getByRole('button', { name: 'Report', exact: true }));
  await press(page, 'Enter');
  await tabTo(page, dialog.getByRole('button', { name: 'Choose a place and write' }));
  await press(page, 'Enter');
  await expect(dialog.getByRole('status')).toContainText('Written');
  await press(page, 'Escape');
  await expect(dialog).toHaveCount(0);
}
