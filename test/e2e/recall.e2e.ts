import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { change, outboxRow } from './support/outbox.ts';
import { detailPanel, goTo, queueCreation, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('what somebody dealt with is recalled among relations and in the rows of an import', async ({ page }) => {
  await search(page, 'vendor:threatgrid type:domain has:relation');
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  await panel.getByRole('tab', { name: /^Relations/ }).click();
  const relation = panel.locator('.relation').first();
  const value = (await relation.getByRole('button').textContent()) ?? '';
  expect(value).not.toBe('');
  await expect(relation).not.toContainText('judged');

  await relation.getByRole('button').click();
  await expect(panel.getByRole('heading', { name: value })).toBeVisible();
  await page.keyboard.press('b');
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('Recalled');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
  await panel.getByRole('button', { name: 'Back' }).click();
  await panel.getByRole('tab', { name: /^Relations/ }).click();
  await expect(relation).toContainText('in 1 case, last judged benign');
  await expect(relation.locator('.recall-note')).toHaveAttribute('title', 'CASE-0001');
  await page.screenshot({ path: test.info().outputPath('relations.png') });
  expect(await findBarriers(page)).toEqual([]);

  await goTo(page, 'Cases');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…', exact: true }).click();
  const buffer = Buffer.from(`ioc\n${value}\nnever-heard-of.example\n`);
  await (await chooser).setFiles({ name: 'feed.csv', mimeType: 'text/plain', buffer });
  const rows = page
    .getByRole('dialog')
    .getByRole('region', { name: 'What each row comes to' })
    .locator('tbody')
    .getByRole('row');
  await expect(rows.filter({ hasText: value })).toContainText('in 1 case, last judged benign');
  await expect(rows.filter({ hasText: 'never-heard-of.example' })).not.toContainText('judged');
  await page.screenshot({ path: test.info().outputPath('import.png') });
});

test('what somebody dealt with is recalled beside a change that is to be made about it', async ({ page }) => {
  await search(page, 'type:domain vendor:datadog -vendor:crowdstrike');
  await resultGrid(page).press('Enter');
  const value = (await detailPanel(page).getByRole('heading', { level: 2 }).textContent()) ?? '';
  const queue = async (): Promise<void> => {
    await queueCreation(page);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await resultGrid(page).focus();
  await queue();
  await goTo(page, 'Outbox');
  await outboxRow(page, `domain ${value}`).click();
  await expect(change(page).getByRole('row', { name: /^severity/ })).toBeVisible();
  await expect(change(page)).not.toContainText('judged');

  await goTo(page, 'Explore');
  await resultGrid(page).focus();
  await page.keyboard.press('b');
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('Recalled');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
  await goTo(page, 'Outbox');
  await outboxRow(page, `domain ${value}`).click();
  await expect(change(page)).toContainText('in 1 case, last judged benign');
  await expect(change(page).locator('.recall-note')).toHaveAttribute('title', 'CASE-0001');
  await page.screenshot({ path: test.info().outputPath('outbox.png') });
  expect(await findBarriers(page)).toEqual([]);
});
