import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { columnTexts, resultCount, resultGrid, resultRows, search, tabTo } from './support/workbench.ts';

test.use({ isSeeded: true });

const menuButton = (page: Page): Locator => page.getByRole('button', { name: 'Columns', exact: true });
const menu = (page: Page): Locator => page.getByRole('region', { name: 'Columns' });
const heads = (page: Page): Locator => resultGrid(page).locator('th[data-column]');

/** Ids of the columns from left to right. */
async function shownColumns(page: Page): Promise<readonly string[]> {
  return heads(page).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-column') ?? ''));
}

async function openMenu(page: Page): Promise<Locator> {
  await menuButton(page).click();
  await menu(page).waitFor();
  return menu(page);
}

/** Shows a column, or takes it away. */
async function choose(choice: Locator, title: string): Promise<void> {
  const label = choice.locator('label').filter({ hasText: new RegExp(`^${title}( no room)?$`) });
  const wasChecked = await label.getByRole('checkbox').isChecked();
  await label.click();
  await expect(label.getByRole('checkbox')).toBeChecked({ checked: !wasChecked });
}

async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(menu(page)).toHaveCount(0);
}

/** Carries a head with the pointer onto the right half of another one. */
async function dragHead(page: Page, id: string, onto: string): Promise<void> {
  const from = await resultGrid(page).locator(`th[data-column="${id}"]`).boundingBox();
  const to = await resultGrid(page).locator(`th[data-column="${onto}"]`).boundingBox();
  if (from === null || to === null) throw new Error('A head is not drawn.');
  await page.mouse.move(from.x + 12, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + from.height / 2, { steps: 3 });
  await page.mouse.move(to.x + to.width - 20, to.y + to.height / 2, { steps: 6 });
  await expect(resultGrid(page).locator(`th[data-column="${onto}"]`)).toHaveClass(/drop-(before|after)/);
  await page.mouse.up();
}

test('what each vendor says stands in a column of its own, with whose it is', async ({ page }) => {
  await search(page, 'vendor:(datadog AND crowdstrike)');
  const choice = await openMenu(page);
  await choice.getByRole('searchbox', { name: 'Find a column' }).fill('severity');
  await expect(choice.getByRole('checkbox')).toHaveCount(2);
  await choose(choice, 'Severity by vendor');
  await closeMenu(page);
  const cells = resultRows(page).locator('.cell-saidSeverity');
  await expect(cells.first().locator('.vendor-mark').first()).toBeVisible();
  const said = await columnTexts(page, 'saidSeverity');
  expect(said.length).toBeGreaterThan(0);
  for (const text of said) expect(text).toMatch(/(None|Low|Medium|High|Critical)(gone)?[A-Z]{2}/);
  // The tooltip names the connections.
  await expect(cells.first().locator('.ellipsis')).toHaveAttribute('title', /: /);
});

test('columns are put in order, pinned and made wider by keyboard alone', async ({ page }) => {
  await search(page, 'type:domain');
  const before = await shownColumns(page);
  expect(before.slice(0, 3)).toEqual(['type', 'value', 'score']);
  await tabTo(page, menuButton(page), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const left = menu(page).getByRole('button', { name: 'To the left: Vendors' });
  await tabTo(page, left);
  await page.keyboard.press('Enter');
  await expect.poll(() => shownColumns(page)).toEqual(['type', 'value', 'vendors', 'score', ...before.slice(4)]);
  await expect(left).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await shownColumns(page)).slice(0, 3)).toEqual(['type', 'vendors', 'value']);

  const width = async () => (await resultGrid(page).locator('th[data-column="vendors"]').boundingBox())?.width ?? 0;
  const narrow = await width();
  await tabTo(page, menu(page).getByRole('button', { name: 'Wider: Vendors' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(width).toBe(narrow + 40);

  const pin = menu(page).getByRole('button', { name: 'Pin: Score' });
  await tabTo(page, pin);
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Enter');
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(menu(page)).toHaveCount(0);
  await page.reload();
  await expect(resultCount(page)).toHaveText(/^\d/);
  expect((await shownColumns(page)).slice(0, 4)).toEqual(['type', 'vendors', 'value', 'score']);
  expect(await width()).toBe(narrow + 40);
});

test('a head is dragged to another place without sorting, and clicked to sort without moving', async ({ page }) => {
  await search(page, 'type:domain');
  const before = await shownColumns(page);
  await dragHead(page, 'score', 'vendors');
  await expect.poll(() => shownColumns(page)).toEqual(['type', 'value', 'vendors', 'score', ...before.slice(4)]);
  await expect(resultGrid(page).locator('th[aria-sort="descending"]')).toHaveCount(0);
  await page.getByRole('columnheader', { name: 'Score' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Score' })).toHaveAttribute('aria-sort', 'descending');
  expect((await shownColumns(page)).slice(2, 4)).toEqual(['vendors', 'score']);
});

test('pinned columns stay in sight when the others are scrolled sideways', async ({ page }) => {
  await search(page, 'type:domain');
  const choice = await openMenu(page);
  for (const title of ['Sources', 'Description', 'Vendor’s key', 'Fetched']) {
    await choose(choice, title);
  }
  await choice.getByRole('button', { name: 'Pin: Score' }).click();
  await closeMenu(page);
  const left = async (column: string) =>
    (await resultRows(page).first().locator(`.cell-${column}`).boundingBox())?.x ?? Number.NaN;
  const before = { value: await left('value'), score: await left('score'), vendors: await left('vendors') };
  await resultGrid(page).evaluate((grid) => grid.scrollTo({ left: 300 }));
  await expect.poll(() => left('vendors')).toBe(before.vendors - 300);
  expect(await left('value')).toBe(before.value);
  expect(await left('score')).toBe(before.score);
  // Nothing of what is scrolled past shines through or takes the pointer.
  const onTop = await resultRows(page)
    .first()
    .locator('.cell-score')
    .evaluate((cell) => {
      const { left: x, top: y, width, height } = cell.getBoundingClientRect();
      return cell.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
  expect(onTop).toBe(true);
});

test('a saved search brings its columns back; the ordinary ones stay what they were', async ({ page }) => {
  await search(page, 'type:domain sort:-last_seen');
  const ordinary = await shownColumns(page);
  let choice = await openMenu(page);
  await choose(choice, 'Severity by vendor');
  await choose(choice, 'Cases');
  await choice.getByRole('button', { name: 'Pin: Severity by vendor' }).click();
  await choice.getByRole('button', { name: 'Wider: Severity by vendor' }).click();
  await closeMenu(page);
  const kept = await shownColumns(page);
  expect(kept.slice(0, 3)).toEqual(['type', 'value', 'saidSeverity']);
  await page.getByRole('button', { name: /^Saved searches/ }).click();
  await page.getByRole('textbox', { name: 'Name of the search' }).fill('Severities');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Forget Severities' })).toBeVisible();
  await page.getByRole('button', { name: /^Saved searches/ }).click();
  await expect(page.getByRole('button', { name: 'Forget Severities' })).toHaveCount(0);

  choice = await openMenu(page);
  await choice.getByRole('button', { name: 'Usual columns and widths' }).click();
  await closeMenu(page);
  expect(await shownColumns(page)).toEqual(ordinary);
  await page.reload();
  await search(page, '');
  expect(await shownColumns(page)).toEqual(ordinary);

  await page.getByRole('button', { name: /^Saved searches/ }).click();
  await page.getByRole('button', { name: /^Severities/ }).click();
  await expect.poll(() => shownColumns(page)).toEqual(kept);
  await expect(page.getByRole('columnheader', { name: 'Last seen' })).toHaveAttribute('aria-sort', 'descending');
  expect((await resultGrid(page).locator('th[data-column="saidSeverity"]').boundingBox())?.width).toBe(210);
  choice = await openMenu(page);
  await expect(choice).toContainText('Columns of Severities');
  await choice.getByRole('button', { name: 'Ordinary columns' }).click();
  await expect.poll(() => shownColumns(page)).toEqual(ordinary);
});
