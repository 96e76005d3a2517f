import type { Page } from '@playwright/test';
import { findBarriers } from './support/axe.ts';
import { dropFiles } from './support/drop-files.ts';
import { expect, test } from './support/fixtures.ts';
import { goTo, search } from './support/workbench.ts';

test.use({ isSeeded: true });

/** Gives a file to the import of the Cases screen. */
async function give(page: Page, name: string, text: string): Promise<void> {
  await goTo(page, 'Cases');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…', exact: true }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
}

test('a table is previewed, its columns are told, and it goes into a new case', async ({ page }) => {
  await give(page, 'feed.csv', 'what,who,ours\nimported-one.example,Jane,x\nimported-two.example,Jane,y\nno pe,,\n');
  const dialog = page.getByRole('dialog');
  const rows = dialog.getByRole('region', { name: 'What each row comes to' }).locator('tbody').getByRole('row');
  await expect(dialog.getByRole('button', { name: /^New 2/ })).toBeEnabled();
  await expect(rows.filter({ hasText: 'no pe' })).toContainText('It looks like no kind of indicator.');
  await dialog.getByLabel('What column 2 is').selectOption({ label: 'Source' });
  await dialog.getByLabel('Keep this one as').fill('Feed A');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByLabel('Saved mapping')).toHaveValue('Feed A');
  await dialog.getByLabel('Into').selectOption({ label: 'A new case' });
  await expect(dialog).toContainText('feed.csv (new)');
  await dialog.getByRole('button', { name: /^Refused 1/ }).click();
  await expect(rows).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toContainText('Imported. What the file says is in the cache as import feed.csv');
  await dialog.getByRole('button', { name: /^Open CASE-/ }).click();
  await expect(page.getByRole('main')).toContainText('imported-one.example');
  await goTo(page, 'Explore');
  expect(await search(page, 'vendor:import source:Jane')).toBe(2);
  // Facets call what was imported as people do, the query by its id.
  for (const name of ['Imported file', 'CSV'])
    await expect(page.locator('.facet-line', { hasText: name }).first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('facets.png') });
});

test('what was imported before is the same, and nothing that can be read is said so', async ({ page }) => {
  const table = 'imported-three.example\n';
  for (const count of [/^New 1/, /^The same 1/]) {
    await give(page, 'list.txt', table);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: count })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog).toContainText('Imported.');
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  }
  await give(page, 'odd.json', '{"hello":"world"}');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no format that can be imported');
});

const misp = JSON.stringify({
  Event: { info: 'Dropped event', Attribute: [{ type: 'domain', value: 'dropped.example' }] },
});

test('a file that is dropped on the Cases screen is looked at, one at a time', async ({ page }) => {
  await goTo(page, 'Cases');
  const dialog = page.getByRole('dialog');
  const one = { name: 'event.json', content: misp };
  await dropFiles(page, '.cases', [one, { name: 'two.csv', content: 'two.example\n' }]);
  await expect(page.getByText('One file at a time')).toBeVisible();
  await expect(dialog).toHaveCount(0);

  await dropFiles(page, '.cases', [one]);
  await expect(dialog).toContainText('MISP event');
  await expect(page.locator('.drop-veil')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByRole('button', { name: /^Open CASE-/ }).click();
  await expect(page.getByRole('main')).toContainText('dropped.example');
});

test('a bundle that is dropped there is opened, and what only looks like one is said to be none', async ({ page }) => {
  await goTo(page, 'Cases');
  await dropFiles(page, '.cases', [{ name: 'renamed.json', content: 'PK\u0003\u0004 and nothing else' }]);
  await expect(page.getByText(/It is no case bundle/)).toBeVisible();
  await dropFiles(page, '.cases', [{ name: 'sealed', content: 'age-encryption.org/v1\nno more' }]);
  await expect(page.getByRole('dialog', { name: 'Bundle sealed' }).getByLabel('Passphrase')).toBeVisible();
});

test('importing begins from the command palette on any screen', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await goTo(page, 'Settings');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What to do or find' }).fill('import');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'event.json', mimeType: 'text/plain', buffer: Buffer.from(misp) });
  const dialog = page.getByRole('dialog', { name: 'Import event.json' });
  await expect(dialog).toContainText('MISP event');
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
