import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { expect, test } from './support/fixtures.ts';
import { connect, runLine } from './support/sources.ts';

let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 40, now: Date.now() });
});
test.afterEach(() => emulators.stop());

test('how long records of a source are kept is set on its page, after what would go was counted', async ({ page }) => {
  await connect(page, accountOf(emulators, 'crowdstrike'));
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await expect(runLine(page)).toContainText(/complete/i);
  await expect(page.getByText('for good')).toBeVisible();

  await page.getByRole('button', { name: 'Change how long records are kept' }).click();
  const dialog = page.getByRole('dialog', { name: 'How long records are kept' });
  await dialog.getByRole('radio', { name: /For some days/ }).check({ force: true });
  const days = dialog.getByRole('textbox', { name: 'Days' });
  await days.fill('0');
  await expect(dialog.getByText('A whole number from 1 to 3,650.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await days.fill('90');
  await expect(dialog.getByText(/Nothing is older than that now/)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('retention.png') });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('90 days after anything was last heard of them')).toBeVisible();

  await page.reload();
  await expect(page.getByText('90 days after anything was last heard of them')).toBeVisible();
});
