import { expect, test } from './support/fixtures.ts';
import {
  columnTexts,
  detailPanel,
  resultCount,
  resultGrid,
  resultRows,
  search,
  searchBox,
} from './support/workbench.ts';

test.use({ isSeeded: true });

test('everything in the cache is found, and less of it by a query', async ({ page, seed }) => {
  const { indicators } = await seed();
  expect(await search(page, '')).toBe(indicators);
  const domains = await search(page, 'type:domain');
  expect(domains).toBeGreaterThan(0);
  expect(domains).toBeLessThan(indicators);
  expect(new Set(await columnTexts(page, 'type'))).toEqual(new Set(['Domain']));
  const severe = await search(page, 'type:domain score:>=80 -vendor:virustotal');
  expect(severe).toBeGreaterThan(0);
  expect(severe).toBeLessThan(domains);
});

test('a click on a column sorts by it and says so in the query', async ({ page }) => {
  await search(page, 'type:domain');
  const header = page.getByRole('columnheader', { name: 'Last seen' });
  await header.getByRole('button').click();
  await expect(searchBox(page)).toHaveValue('type:domain sort:-last_seen');
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const newestFirst = await columnTexts(page, 'lastSeen');
  expect(newestFirst.length).toBeGreaterThan(10);
  expect(newestFirst).toEqual(newestFirst.toSorted().toReversed());
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await expect(resultRows(page).first().locator('.cell-lastSeen time')).not.toHaveAttribute(
    'datetime',
    newestFirst[0] ?? '',
  );
  const oldestFirst = (await columnTexts(page, 'lastSeen')).filter((text) => text !== '–');
  expect(oldestFirst).toEqual(oldestFirst.toSorted());
});

test('a facet narrows the query by exactly what it counts', async ({ page }) => {
  await search(page, 'type:domain');
  const facet = page.getByRole('region', { name: 'Severity' }).getByRole('button', { name: /^High/ });
  const count = Number((await facet.locator('.facet-count').textContent())?.replaceAll(',', ''));
  expect(count).toBeGreaterThan(0);
  await facet.click();
  await expect(searchBox(page)).toHaveValue('type:domain severity:high');
  await expect(resultCount(page)).toHaveText(`${count} ${count === 1 ? 'indicator' : 'indicators'}`);
  await expect(facet).toHaveAttribute('aria-pressed', 'true');
  await facet.click();
  await expect(searchBox(page)).toHaveValue('type:domain');
});

test('streams are called what the vendors call them, and asked for by their ids', async ({ page }) => {
  await search(page, '');
  const streams = page.getByRole('region', { name: 'Stream' });
  await expect(streams.getByRole('button', { name: /^IoC explorer|Custom IOCs · IoC explorer/ })).toBeVisible();
  await expect(streams.getByRole('button', { name: 'Exclude IoC stream' })).toBeAttached();
  await expect(streams).not.toContainText('ioc_stream');
  await streams.getByRole('button', { name: /^IoC stream/ }).click();
  await expect(searchBox(page)).toHaveValue('stream:ioc_stream');
});

test('a mistake in the query is named with its column; the last answer stays', async ({ page }) => {
  const before = await search(page, 'type:domain');
  await searchBox(page).fill('score:>=40 tpye:ipv4');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Column 12');
  await expect(alert).toContainText('type');
  await expect(searchBox(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(resultCount(page)).toHaveText(`${before} indicators`);
  await searchBox(page).fill('score:>=40 type:ipv4');
  await expect(alert).toHaveCount(0);
});

test('the far end of the table is one key away, and only what is on screen exists', async ({ page }) => {
  const total = await search(page, '');
  await resultGrid(page).focus();
  await page.keyboard.press('End');
  const last = resultGrid(page).locator(`tr[aria-rowindex="${total + 1}"]`);
  await expect(last).toBeInViewport();
  await expect(last.locator('.cell-value')).not.toBeEmpty();
  expect(await resultRows(page).count()).toBeLessThan(120);
  await page.keyboard.press('Home');
  await expect(resultGrid(page).locator('tr[aria-rowindex="2"]')).toBeInViewport();
});

test('the panel goes along to rows that have to be fetched first', async ({ page }) => {
  const total = await search(page, '');
  await resultGrid(page).press('Enter');
  const heading = detailPanel(page).getByRole('heading', { level: 2 });
  for (const [key, row] of [
    ['End', total + 1],
    ['Home', 2],
  ] as const) {
    await page.keyboard.press(key);
    const cell = resultGrid(page).locator(`tr[aria-rowindex="${row}"] .cell-value`);
    await expect(cell).not.toBeEmpty();
    const isShown = async () => (await cell.textContent())?.startsWith((await heading.textContent()) ?? '?');
    await expect.poll(isShown).toBe(true);
  }
});

test('fields and values are suggested while typing, and never taken unasked', async ({ page }) => {
  await search(page, '');
  const box = searchBox(page);
  const options = page.getByRole('option');
  await box.fill('');
  await box.pressSequentially('seve');
  await expect(options).toHaveText([/^severity:/]);
  await box.press('Tab');
  await expect(box).toHaveValue('severity:');
  await expect(box).toBeFocused();
  await expect(options.first()).toBeVisible();
  await box.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  const first = (await options.first().locator('.completion-text').textContent()) ?? '';
  const count = Number(((await options.first().locator('.number').textContent()) ?? '').replaceAll(',', ''));
  await box.press('Enter');
  await expect(box).toHaveValue(`severity:${first} `);
  await expect(resultCount(page)).toHaveText(new RegExp(`^${count.toLocaleString('en-US')} indicators?$`));
  await expect(options).toHaveCount(0);

  await box.fill('');
  await box.pressSequentially('state:n');
  await expect(options).toHaveText([/^new/, /./]);
  await box.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(box).toBeFocused();
  await box.pressSequentially('e');
  await expect(options.first()).toBeVisible();
  await box.press('Enter');
  await expect(box).toHaveValue('state:ne');
  await expect(page.getByRole('alert')).toContainText('Column 7');
});
