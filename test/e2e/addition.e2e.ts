import { expect, test } from './support/fixtures.ts';
import { goTo, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('everything a query finds goes into a case, from a dialog and from the page of the case', async ({ page }) => {
  const domains = await search(page, 'type:domain');
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('All domains');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(`${domains.toLocaleString('en')} indicators added to CASE-0001`)).toBeVisible();

  const addresses = await search(page, 'type:ipv4');
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'All domains' }).click();
  await page.getByLabel('Indicator or query to add').fill('type:ipv4 OR type:domain');
  await page.keyboard.press('Enter');
  await expect(
    page.getByText(
      `${addresses.toLocaleString('en')} indicators added to CASE-0001; ${domains.toLocaleString('en')} indicators already there`,
    ),
  ).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Addition to the case' })).toHaveCount(0);
});
