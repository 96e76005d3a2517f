import { expect, test } from './support/fixtures.ts';
import { resultGrid, search, tabTo } from './support/workbench.ts';

test.use({ isSeeded: true });

test('what was told in passing can be read again, by keyboard', async ({ page }) => {
  await search(page, 'type:domain');
  await resultGrid(page).press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('Read me later');
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: /^Messages/ });
  await expect(button).toHaveAccessibleName(/not read$/);
  await resultGrid(page).focus();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Messages' });
  await expect(dialog.getByRole('list')).toContainText('1 indicator added to CASE-0001');
  await expect(button).toHaveAccessibleName('Messages');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(resultGrid(page)).toBeFocused();
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
});
