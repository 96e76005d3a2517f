import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { cursorRow, goTo, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('from a finding to a closed case and its report on disk', async ({ page, window }) => {
  const value = await test.step('the finding goes into a new case', () => fileFinding(page));
  await test.step('notes and tasks are kept', () => work(page));
  await test.step('the case is closed with what it came to', () => closeCase(page));
  await test.step('the report is a file that carries its mark', async () => {
    await writeReport(page, 'HTML');
    const report = readFileSync(join(window.exportFolder, 'CASE-0001.html'), 'utf8');
    expect(report).toContain('TLP:AMBER');
    expect(report).toContain('A loader on two laptops');
    expect(report).toContain('Isolated, reinstalled.');
    expect(report).toContain('both machines are isolated');
    // Defanged: the value as it is must not stand in a report for people.
    expect(report).not.toContain(`>${value}<`);
    expect(report).toContain(value.replaceAll('.', '[.]'));
  });
  await test.step('other formats lie beside it', async () => {
    await writeReport(page, 'JSON');
    const exported: unknown = JSON.parse(readFileSync(join(window.exportFolder, 'CASE-0001.json'), 'utf8'));
    expect(exported).toMatchObject({ tlp: 'amber', case: { number: 'CASE-0001', status: 'closed' } });
    expect(readdirSync(window.exportFolder).toSorted()).toEqual(['CASE-0001.html', 'CASE-0001.json']);
  });
});

async function fileFinding(page: Page): Promise<string> {
  await search(page, 'type:domain vendor:(datadog AND crowdstrike)');
  await resultGrid(page).focus();
  const value = (await cursorRow(page).locator('.cell-value bdi').textContent()) ?? '';
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('A loader on two laptops');
  await dialog.getByLabel('Role').fill('C2');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
  await expect(cursorRow(page).locator('.cell-cases')).toHaveText('CASE-0001');
  return value;
}

async function work(page: Page): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'A loader on two laptops' }).click();
  await expect(page.getByRole('region', { name: 'Indicators' }).locator('tbody').getByRole('row')).toHaveCount(1);
  await page.getByLabel('New note').fill('Contacted ten minutes after the mail; both machines are isolated.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText('both machines are isolated');
  await page.getByLabel('New task').fill('Block the domain at the proxy');
  await page.keyboard.press('Enter');
  const task = page.getByRole('checkbox', { name: 'Block the domain at the proxy' });
  await expect(task).not.toBeChecked();
  await page.getByText('Block the domain at the proxy').first().click();
  await expect(task).toBeChecked();
}

async function closeCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close case' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Verdict').selectOption('Malicious');
  await dialog.getByLabel('Summary').fill('Isolated, reinstalled.');
  await dialog.getByRole('button', { name: 'Close the case' }).click();
  await expect(page.getByText('CASE-0001 closed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close case' })).toHaveCount(0);
}

async function writeReport(page: Page, format: string): Promise<void> {
  await page.getByRole('button', { name: 'Report' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(format, { exact: false }).first().click();
  await dialog.getByRole('button', { name: 'Choose a place and write' }).click();
  await expect(dialog.getByRole('status')).toContainText('Written');
  await expect(dialog.getByRole('status')).toContainText('TLP:AMBER');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
}
