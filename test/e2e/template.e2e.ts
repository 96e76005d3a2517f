import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { cursorRow, goTo, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('a template of the analyst is previewed, told where it is wrong, and written', async ({
  page,
  window,
  dataFolder,
}) => {
  const folder = join(dataFolder, 'templates');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'Letter.liquid'),
    '# To whom it may concern\n\n{{ case.title }} is {{ tlp }}.\n\n{% section indicators %}\n',
  );
  writeFileSync(join(folder, 'Wrong.liquid'), 'One\n\n{{ case.nothing }}\n');
  await search(page, 'type:domain vendor:(datadog AND crowdstrike)');
  await resultGrid(page).focus();
  const value = (await cursorRow(page).locator('.cell-value bdi').textContent()) ?? '';
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('A <b>letter</b>');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();

  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'A <b>letter</b>' }).click();
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('HTML', { exact: false }).first().click();
  const template = dialog.getByLabel('Template');

  await test.step('a mistake is named with its line, and nothing is written', async () => {
    await template.selectOption('Wrong');
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await expect(dialog.getByRole('alert')).toContainText('line:3');
    await page.screenshot({ path: test.info().outputPath('wrong.png') });
  });
  await test.step('the preview is what will be written, formatted, and in sight', async () => {
    await template.selectOption('Letter');
    await dialog.getByRole('button', { name: 'Preview' }).click();
    const preview = dialog.getByRole('region', { name: 'Preview' });
    await expect(preview).toContainText('To whom it may concern');
    await expect(preview).toContainText('TLP:AMBER');
    await expect(preview.getByRole('heading', { name: 'To whom it may concern' })).toBeVisible();
    await expect(preview.getByRole('cell', { name: value.replaceAll('.', '[.]') }).first()).toBeAttached();
    await expect(preview).not.toContainText('\\');
    await expect(preview).toBeInViewport({ ratio: 1 });
    expect(await findBarriers(page)).toEqual([]);
    await expect(preview).toContainText(value.replaceAll('.', '[.]'));
    await page.screenshot({ path: test.info().outputPath('preview.png') });
    await dialog.getByRole('button', { name: 'Back to the choices' }).click();
    await expect(template).toHaveValue('Letter');
    await dialog.getByRole('button', { name: 'Preview' }).click();
  });
  await test.step('the report follows it', async () => {
    await dialog.getByRole('button', { name: 'Choose a place and write' }).click();
    await expect(dialog.getByRole('status')).toContainText('Written');
    const report = readFileSync(join(window.exportFolder, 'CASE-0001.html'), 'utf8');
    expect(report).toContain('To whom it may concern');
    expect(report).not.toContain('<b>letter</b>');
    expect(report).not.toContain('Provenance');
  });
});
