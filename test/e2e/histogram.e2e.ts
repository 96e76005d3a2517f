import type { Page } from '@playwright/test';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { resultCount, resultGrid, search, searchBox } from './support/workbench.ts';

test.use({ isSeeded: true });

const histogram = (page: Page) => page.getByRole('region', { name: 'Over time' });
const plot = (page: Page) => histogram(page).getByRole('slider');

/** Count of what is said of the bars: `2026-11-16 – 2026-11-22: 12 indicators (3 critical, 9 high)`. */
async function spokenCount(page: Page): Promise<number> {
  const text = (await plot(page).getAttribute('aria-valuetext')) ?? '';
  return Number(/: ([\d,]+) indicator/.exec(text)?.[1]?.replaceAll(',', ''));
}

/** The sum of the numbers that stand in the table for screen readers. */
async function tabledCount(page: Page): Promise<number> {
  const cells = await histogram(page).locator('tbody tr td:first-of-type').allTextContents();
  return cells.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
}

test('everything with a date stands in the bars, and dragging over some writes their range into the query', async ({
  page,
}) => {
  const total = await search(page, 'type:domain');
  await expect(plot(page)).toBeVisible();
  const outside = (await histogram(page).locator('.histogram-outside').textContent()) ?? '';
  const missing = (outside.match(/[\d,]+/g) ?? []).reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
  expect((await tabledCount(page)) + missing).toBe(total);

  const box = await plot(page).boundingBox();
  if (box === null) throw new Error('The histogram is not drawn.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3, y, { steps: 4 });
  const picked = await spokenCount(page);
  await page.mouse.up();
  await expect(searchBox(page)).toHaveValue(/^type:domain last_seen:\d{4}-\d\d-\d\d/);
  await expect(resultCount(page)).toHaveText(new RegExp(`^${picked} indicators?$`));
  expect(picked).toBeLessThan(total);

  await histogram(page).getByRole('button', { name: 'Clear range' }).click();
  await expect(searchBox(page)).toHaveValue('type:domain');
  await page.goBack();
  await expect(searchBox(page)).toHaveValue(/last_seen:/);
});

test('the keys pick a range too, and the table keeps its own', async ({ page }) => {
  await search(page, 'type:ipv4');
  await plot(page).focus();
  for (const key of ['Home', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
  const picked = await spokenCount(page);
  await page.keyboard.press('Escape');
  await expect(searchBox(page)).toHaveValue('type:ipv4');
  for (const key of ['Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect(searchBox(page)).toHaveValue(/^type:ipv4 last_seen:\S+$/);
  await expect(resultCount(page)).toHaveText(new RegExp(`^${picked} indicators?$`));
});

test('the other date is counted too, and a hidden histogram stays hidden', async ({ page }) => {
  await search(page, 'type:domain');
  await histogram(page).getByRole('button', { name: 'First seen' }).click();
  await expect(plot(page)).toHaveAccessibleName(/^Indicators by first seen, per (hour|day|week|month)$/);
  expect(await findBarriers(page)).toEqual([]);
  await resultGrid(page).press('h');
  await expect(plot(page)).toHaveCount(0);
  await page.reload();
  await expect(resultGrid(page)).toBeVisible();
  await expect(plot(page)).toHaveCount(0);
  await histogram(page).getByRole('button', { name: 'Over time' }).click();
  await expect(plot(page)).toHaveAccessibleName(/by first seen/);
});
