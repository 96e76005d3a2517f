import { expect, test } from './support/fixtures.ts';
import { cursorRow, detailPanel, resultCount, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('a decision by two keys is saved, counts, and survives the window', async ({ page }) => {
  const before = await search(page, 'type:domain state:new');
  await resultGrid(page).focus();
  const value = (await cursorRow(page).locator('.cell-value').textContent()) ?? '';
  await page.keyboard.press('m');
  await expect(cursorRow(page).locator('.cell-verdict')).toHaveText('Malicious');
  await page.keyboard.press('r');
  await expect(resultCount(page)).toHaveText(`${before - 1} indicators`);

  await page.reload();
  expect(await search(page, value)).toBe(1);
  await expect(cursorRow(page).locator('.cell-verdict')).toHaveText('Malicious');
  await expect(cursorRow(page).locator('.cell-state')).toHaveText('Reviewed');
  await resultGrid(page).press('Enter');
  await detailPanel(page).getByRole('tab', { name: 'Triage 2' }).click();
  await expect(detailPanel(page).getByRole('tabpanel', { name: 'Triage 2' })).toContainText('Malicious');
});

test('several rows are decided at once, and all of them only after a question', async ({ page }) => {
  const total = await search(page, 'type:url state:new');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await expect(resultCount(page)).toHaveText('3 selected');
  await page.keyboard.press('e');
  await expect(page.getByText('3 indicators escalated')).toBeVisible();
  await page.keyboard.press('Escape');

  const rest = await search(page, 'type:url state:new');
  expect(rest).toBe(total - 3);
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('b');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(`${rest} indicators`);
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await search(page, 'type:url verdict:benign')).toBe(0);
  await search(page, 'type:url state:new');
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('b');
  await question.getByRole('button', { name: 'Mark as benign' }).click();
  await expect(page.getByText(`${rest} indicators marked benign`)).toBeVisible();
  expect(await search(page, 'type:url verdict:benign')).toBe(rest);
});

test('a note stands in the history', async ({ page }) => {
  await search(page, 'type:domain');
  await resultGrid(page).press('n');
  await page.getByLabel(/^Note on 1 indicator/).fill('Seen on the proxy of site B.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await resultGrid(page).press('Enter');
  await detailPanel(page)
    .getByRole('tab', { name: /^Triage/ })
    .click();
  await expect(detailPanel(page).getByText('Seen on the proxy of site B.')).toBeVisible();
});
