import type { Page } from '@playwright/test';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { cursorRow, detailPanel, goTo, resultCount, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Tags of/ });
const field = (page: Page) => dialog(page).getByRole('combobox', { name: 'Tag' });
const line = (page: Page, name: string) => dialog(page).getByRole('option').filter({ hasText: name });

/** A picture for whoever looks at the artefacts. */
const shoot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });

test('a tag is put on by keys alone, is found, stands in the details, and is taken off there', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await search(page, 'type:domain sort:value');
  await resultGrid(page).focus();
  const value = (await cursorRow(page).locator('.cell-value bdi').first().textContent()) ?? '';
  await page.keyboard.press('t');
  await expect(dialog(page)).toHaveAccessibleName('Tags of 1 indicator');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('Campaign  X');
  await page.keyboard.press('Enter');
  await expect(line(page, 'Campaign X')).toHaveAttribute('aria-selected', 'true');
  await expect(field(page)).toHaveValue('');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText('Tags of 1 indicator changed')).toBeVisible();
  await expect(resultGrid(page)).toBeFocused();

  expect(await search(page, 'tag:"campaign x"')).toBe(1);
  await expect(cursorRow(page).locator('.cell-value')).toContainText(value);
  await resultGrid(page).press('Enter');
  const off = detailPanel(page).getByRole('button', { name: 'Take off the tag Campaign X' });
  await expect(off).toBeVisible();
  await shoot(page, 'details');
  expect(await findBarriers(page)).toEqual([]);
  await off.click();
  await expect(off).toHaveCount(0);
  await detailPanel(page)
    .getByRole('tab', { name: /^Triage/ })
    .click();
  await expect(detailPanel(page).getByRole('region', { name: 'Own tags' }).getByRole('listitem')).toHaveCount(2);
  // What was taken off comes back by the key that takes decisions back.
  await page.keyboard.press('u');
  await expect(off).toBeVisible();
  await expect(cursorRow(page).locator('.cell-value')).toContainText(value);
});

test('a selection with a tag on some shows it mixed; all get it, and one key takes the whole back', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const total = await search(page, 'type:url');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x', 't']) await page.keyboard.press(key);
  await field(page).fill('loader-a');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Tags of 2 indicators changed')).toBeVisible();

  await resultGrid(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.getByRole('toolbar', { name: 'Result' }).getByRole('button', { name: 'Tag' }).click();
  await expect(dialog(page)).toHaveAccessibleName(`Tags of ${total} indicators`);
  await expect(line(page, 'loader-a')).toContainText(`2 of ${total}`);
  await expect(line(page, 'loader-a')).toContainText('on some');
  await field(page).press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(line(page, 'loader-a')).toContainText('on all');
  await field(page).fill('triage-later');
  await page.keyboard.press('Enter');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(dialog(page)).toBeVisible();
    await shoot(page, `editor-${colorScheme}`);
    expect(await findBarriers(page)).toEqual([]);
  }
  await dialog(page)
    .getByRole('button', { name: `Apply to all ${total} indicators` })
    .click();
  await expect(page.getByText(`Tags of ${total} indicators changed`)).toBeVisible();
  expect(await search(page, 'tag:loader-a tag:triage-later')).toBe(total);
  await resultGrid(page).focus();
  await page.keyboard.press('u');
  await expect(page.getByText(`Taken back on ${total} indicators`)).toBeVisible();
  expect(await search(page, 'tag:loader-a')).toBe(2);
  await page.reload();
  await expect(resultGrid(page)).toBeVisible();
  expect(await search(page, 'tag:loader-a')).toBe(2);
});

test('what cannot be a name is said beside the field; the palette opens it, and a nasty name is only text', async ({
  page,
}) => {
  await search(page, 'type:domain');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What to do or find' }).fill('put tags');
  await page.keyboard.press('Enter');
  await field(page).fill('x'.repeat(101));
  await expect(dialog(page)).toContainText('at most 100 characters');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await field(page).fill('<img src=x onerror=alert(1)>');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tags of 1 indicator changed')).toBeVisible();
  expect(await search(page, 'tag:"<img*"')).toBe(1);
  await expect(page.locator('img')).toHaveCount(0);
  await expect(resultCount(page)).toHaveText('1 indicator');
  await expect(cursorRow(page).locator('.cell-tags')).toContainText('<img src=x onerror=alert(1)>');
});

test('candidates of a look-up are tagged, those that the cache did not know too', async ({ page }) => {
  await goTo(page, 'Lookup');
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'hxxp://never-seen[.]badhost[.]net/a and other[.]badhost[.]net');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  const grid = page.getByRole('grid', { name: 'Candidates' });
  await grid.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('t');
  await expect(dialog(page)).toHaveAccessibleName('Tags of 2 candidates');
  await field(page).fill('from the blog');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Tags of 2 indicators changed')).toBeVisible();
  await goTo(page, 'Explore');
  expect(await search(page, 'tag:"from the blog"')).toBe(2);
});
