import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { pasteText } from './support/paste-text.ts';
import { goTo, resultGrid, resultRows, search } from './support/workbench.ts';

test.use({ isSeeded: true });

const written = (folder: string, page: Page): Promise<string> =>
  page
    .getByRole('dialog')
    .locator('.export-written bdi')
    .first()
    .textContent()
    .then((place) => readFileSync(join(folder, place?.split('/').at(-1) ?? ''), 'utf8'));

const valuesOf = (text: string): readonly string[] =>
  JSON.parse(text)
    .indicators.map(({ value }: { value: string }) => value)
    .toSorted();

test('picked rows are exported and nothing else; what is marked RED only when somebody types so', async ({
  page,
  window,
}) => {
  await search(page, 'type:domain');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
  const values = (await resultRows(page).locator('.cell-value bdi').allTextContents()).slice(0, 2);
  const toolbar = page.getByRole('toolbar', { name: 'Result' });
  const dialog = page.getByRole('dialog', { name: 'Export 2 selected indicators' });
  const write = dialog.getByRole('button', { name: 'Choose a place and write' });

  await test.step('from the toolbar', async () => {
    await toolbar.getByRole('button', { name: 'Export the selection' }).click();
    // A case bundle is of a case.
    await expect(dialog.getByText('Case bundle')).toHaveCount(0);
    await dialog.getByText('JSON, lossless').click();
    await write.click();
    await expect(dialog.getByRole('status')).toContainText('2 indicators');
    expect(valuesOf(await written(window.exportFolder, page))).toEqual(values.toSorted());
    await page.keyboard.press('Escape');
  });

  await test.step('from the palette, and marked RED', async () => {
    await resultGrid(page).focus();
    await page.keyboard.press('t');
    const tags = page.getByRole('dialog', { name: /^Tags of/ });
    await tags.getByRole('combobox', { name: 'Tag' }).fill('tlp:red');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Tags of 2 indicators changed')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('export what is selected');
    await page.keyboard.press('Enter');
    await dialog.getByText('STIX 2.1 bundle').click();
    await write.click();
    await expect(dialog.getByRole('alert')).toContainText('This export is marked TLP:RED.');
    const consent = dialog.getByLabel('Type TLP:RED to write it although it is marked so');
    await expect(write).toBeDisabled();
    await consent.fill('TLP:RE');
    await expect(write).toBeDisabled();
    await page.screenshot({ path: test.info().outputPath('red.png') });
    await consent.fill('TLP:RED');
    await write.click();
    await expect(dialog.getByRole('status')).toContainText('Written');
    const bundle = await written(window.exportFolder, page);
    for (const value of values) expect(bundle).toContain(value);
    await page.keyboard.press('Escape');
  });
});

test('everything that matches is exported as what the query finds', async ({ page, window }) => {
  const total = await search(page, 'type:ipv4');
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('toolbar', { name: 'Result' }).getByRole('button', { name: 'Export the selection' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export what the query finds' });
  await dialog.getByText('JSON, lossless').click();
  await dialog.getByRole('button', { name: 'Choose a place and write' }).click();
  await expect(dialog.getByRole('status')).toContainText('Written');
  expect(valuesOf(await written(window.exportFolder, page))).toHaveLength(total);
});

test('picked candidates of a look-up are exported, those too that nobody knows', async ({ page, window }) => {
  await goTo(page, 'Lookup');
  await pasteText(page, 'first[.]badhost[.]net and second[.]badhost[.]net, 203.0.113.77 and 999.1.1.1');
  const rows = page.getByRole('grid', { name: 'Candidates' }).locator('tbody').getByRole('row');
  await expect(rows.filter({ hasText: 'second.badhost.net' })).toContainText('Unknown');
  for (const value of ['first.badhost.net', '203.0.113.77'])
    await rows.filter({ hasText: value }).getByRole('checkbox').click();
  await page.getByRole('toolbar', { name: 'Candidates' }).getByRole('button', { name: 'Export the selection' }).click();
  const picked = page.getByRole('dialog', { name: 'Export 2 candidates' });
  await picked.getByText('JSON, lossless').click();
  await page.screenshot({ path: test.info().outputPath('candidates.png') });
  await picked.getByRole('button', { name: 'Choose a place and write' }).click();
  await expect(picked.getByRole('status')).toContainText('2 indicators');
  expect(valuesOf(await written(window.exportFolder, page))).toEqual(['203.0.113.77', 'first.badhost.net']);
  await page.keyboard.press('Escape');

  // With nothing picked it is about all that is listed; what is no indicator is left out.
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await page.keyboard.press('Control+e');
  const all = page.getByRole('dialog', { name: 'Export 4 candidates' });
  await all.getByText('STIX 2.1 bundle').click();
  await all.getByRole('button', { name: 'Choose a place and write' }).click();
  await expect(all.getByRole('status')).toContainText('3 indicators');
});
