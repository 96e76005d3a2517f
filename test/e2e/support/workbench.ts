import { expect, type Locator, type Page } from '@playwright/test';

/** The window by what its user sees: roles, names and labels. */

/** The screens of the rail. */
export type ScreenName = 'Explore' | 'Lookup' | 'Cases' | 'Outbox' | 'Sources' | 'Settings';

/** Goes to a screen by pointer. */
export async function goTo(page: Page, screen: ScreenName): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click();
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeAttached();
}

/** The box that queries are typed into. */
export const searchBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Search indicators' });

/** The result table. */
export const resultGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Indicators' });

/** Rows of the result that are drawn, the header left out. */
export const resultRows = (page: Page): Locator => resultGrid(page).locator('tbody').getByRole('row');

/** The row that keys act on. */
export const cursorRow = (page: Page): Locator => resultGrid(page).locator('tr.is-cursor');

/** Where the number of hits stands, or of selected rows. */
export const resultCount = (page: Page): Locator =>
  page.getByRole('toolbar', { name: 'Result' }).getByText(/ indicators?$| selected$/);

/** The panel beside the result. */
export const detailPanel = (page: Page): Locator => page.getByRole('complementary', { name: 'Indicator' });

/** Runs a query and waits for its answer; the result has the focus afterwards. @returns the number of hits. */
export async function search(page: Page, query: string): Promise<number> {
  await searchBox(page).fill(query);
  await searchBox(page).press('Enter');
  // What is drawn belongs to an earlier query until the address and the table both have the new one.
  await page.waitForFunction((text) => {
    const address = decodeURIComponent(location.hash);
    return text === '' ? !address.includes('?q=') : address.endsWith(text);
  }, query);
  // The address is there before the window is drawn anew and says that it is busy.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(undefined)))),
  );
  await expect(page.locator('[aria-busy="true"], .toolbar-count.is-stale')).toHaveCount(0);
  // "about 200" stands there until everything has been counted; a search without a hit has no number at all.
  await expect(resultCount(page)).toHaveText(/^\d/);
  const text = (await resultCount(page).textContent()) ?? '';
  return Number(text.replace(/\D/g, ''));
}

/** Text of a cell in each drawn row, from top to bottom. */
export async function columnTexts(page: Page, column: string): Promise<readonly string[]> {
  const cells = await resultRows(page).evaluateAll(
    (rows, name) =>
      rows
        .map((row) => ({ at: Number(row.getAttribute('aria-rowindex')), cell: row.querySelector(`.cell-${name}`) }))
        .sort((a, b) => a.at - b.at)
        .map(({ cell }) => cell?.querySelector('time')?.dateTime ?? cell?.textContent ?? ''),
    column,
  );
  return cells;
}

/** Moves the focus with Tab until it is where it should be: what cannot be reached fails. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused({ timeout: 1 });
}

/** Queues the creation of what is selected, or of the row under the cursor, at the vendor that can. */
export async function queueCreation(page: Page): Promise<void> {
  await page.keyboard.press('p');
  const push = page.getByRole('dialog', { name: /^Queue a change/ });
  const choice = push.getByLabel('Change', { exact: true });
  const create = choice.getByRole('option', { name: 'create indicators' });
  await choice.selectOption((await create.getAttribute('value')) ?? '');
  await push.getByRole('button', { name: 'Queue' }).click();
}
