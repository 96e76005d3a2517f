import { spoilAuditLog } from '../support/spoil-audit-log.ts';
import { expect, test } from './support/fixtures.ts';
import { goTo } from './support/workbench.ts';

test('the audit log is checked: whole first, then not any more', async ({ page, dataFolder }) => {
  await goTo(page, 'Settings');
  await page.getByLabel('Analyst name').fill('R. Keller');
  await page.keyboard.press('Enter');
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'New case' }).first().click();
  await page.getByRole('dialog').getByLabel('Title').fill('Loader');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Loader' })).toBeVisible();
  await goTo(page, 'Settings');
  const log = page.getByRole('region', { name: 'Audit log' });
  const check = log.getByRole('button', { name: 'Check the log' });
  await check.click();
  await expect(log.getByRole('status')).toContainText('1 entry, none changed or missing');
  await expect(log.getByRole('status').locator('code')).toHaveText(/^1:[0-9a-f]{64}$/);

  spoilAuditLog(dataFolder, 1, { from: 'R. Keller', to: 'A. Nother' });
  await check.click();
  await expect(log.getByRole('status')).toContainText('The log does not hold');
  await expect(log.getByRole('status')).toContainText('Entry 1');
  await log.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('broken.png') });
});
