import type { Page } from '@playwright/test';
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
