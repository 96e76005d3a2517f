import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { detailPanel, resultCount, resultGrid, search, searchBox, tabTo } from './support/workbench.ts';

test.use({ isSeeded: true });

const sharedPart = (page: Page): Locator => detailPanel(page).getByRole('region', { name: 'Shared with others' });

async function openRelations(page: Page, query: string): Promise<Locator> {
  await search(page, query);
  await resultGrid(page).press('Enter');
  await detailPanel(page)
    .getByRole('tab', { name: /^Relations/ })
    .click();
  await expect(sharedPart(page).locator('.pivot-line').first()).toBeVisible();
  return sharedPart(page);
}

const countIn = (name: string): number => Number(/([\d,]+) indicators?$/.exec(name)?.[1]?.replaceAll(',', ''));

test('each thing that is shared says how many, and a click finds exactly those', async ({ page }) => {
  const query = 'vendor:threatgrid type:domain has:relation';
  const shared = await openRelations(page, query);
  const names = await shared
    .getByRole('button', { name: /indicators?$/ })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
  expect(names.length).toBeGreaterThan(2);
  expect(names.join('\n')).toMatch(/Same sample/);
  for (const name of names.slice(0, 6)) {
    const part = await openRelations(page, query);
    await part.getByRole('button', { name, exact: true }).click();
    await expect(resultCount(page)).toHaveText(new RegExp(`^${countIn(name).toLocaleString('en-US')} indicators?$`));
  }
});

test('they stand with the rare first, and by keyboard too', async ({ page }) => {
  const shared = await openRelations(page, 'vendor:(datadog AND virustotal) type:ipv4');
  const counts = (
    await shared
      .getByRole('button', { name: /indicators?$/ })
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''))
  ).map(countIn);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  const first = shared.getByRole('button', { name: /indicators?$/ }).first();
  await detailPanel(page)
    .getByRole('tab', { name: /^Relations/ })
    .focus();
  await tabTo(page, first);
  await page.keyboard.press('Enter');
  await expect(searchBox(page)).not.toHaveValue('vendor:(datadog AND virustotal) type:ipv4');
});

test('the graph says the same: every node has a name and takes the focus', async ({ page }) => {
  await page.evaluate(() => localStorage.setItem('sightline.panel.width', '340'));
  await page.reload();
  const shared = await openRelations(page, 'vendor:(datadog AND virustotal) type:ipv4');
  await shared.getByText('Graph', { exact: true }).click();
  const graph = shared.getByRole('group', { name: 'Graph of what it shares' });
  const nodes = graph.getByRole('button');
  await expect(graph.locator('.graph-leaf').first()).toBeVisible();
  const total = await nodes.count();
  expect(total).toBeGreaterThan(3);
  const field = await graph.boundingBox();
  for (let at = 0; at < total; at += 1) {
    const node = nodes.nth(at);
    expect(await node.getAttribute('aria-label')).toMatch(/\S/);
    await tabTo(page, node);
    const box = await node.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(field?.x ?? Number.POSITIVE_INFINITY);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((field?.x ?? 0) + (field?.width ?? 0) + 1);
  }
  const leaf = graph.locator('.graph-leaf').first();
  const value = (await leaf.getAttribute('aria-label'))?.replace(/ \([^)]*\)$/, '') ?? '';
  await leaf.press('Enter');
  await expect(detailPanel(page).getByRole('heading', { level: 2 })).toHaveText(value);
});
