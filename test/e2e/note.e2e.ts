import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { goTo, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

const note = [
  '# What the loader does',
  'It asks **evil.example** for `stage2.bin`, then *sleeps*. See [the report](https://evil.example/report).',
  '1. isolate both laptops\n   - reinstall\n2. block the name',
  '> Opened the mail at nine.',
  '```\nGET /stage2.bin HTTP/1.1\nHost: evil.example\n```',
  '<img src=x onerror=alert(1)>\u202E',
].join('\n\n');

test('a note is written in Markdown, previewed, shown and reported without a link', async ({ page, window }) => {
  await search(page, 'type:domain');
  await resultGrid(page).press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('A note with a form');
  await page.keyboard.press('Enter');
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'A note with a form' }).click();
  const notes = page.getByRole('region', { name: 'Notes' });
  const field = notes.getByLabel('New note');

  await test.step('the keyboard reaches the preview and comes back', async () => {
    await field.fill(note);
    await page.keyboard.press('Tab');
    await expect(notes.getByRole('button', { name: 'Preview' })).toBeFocused();
    await page.keyboard.press('Space');
    const preview = notes.getByRole('region', { name: 'Preview of the note' });
    await expect(preview.getByRole('heading', { name: 'What the loader does' })).toBeVisible();
    await expect(preview.getByRole('listitem')).toHaveCount(3);
    await expect(notes.getByRole('button', { name: 'Preview' })).toHaveAttribute('aria-pressed', 'true');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Space');
    await expect(field).toHaveValue(note);
  });

  await test.step('the saved note is formatted, and nothing in it leads anywhere', async () => {
    await field.press('Control+Enter');
    await expect(field).toHaveValue('');
    const saved = notes.getByRole('listitem').filter({ hasText: 'What the loader does' }).first();
    await expect(saved.getByRole('heading', { name: 'What the loader does' })).toBeVisible();
    await expect(saved.locator('strong')).toHaveText('evil.example');
    await expect(saved).toContainText('the report (hxxps[://]evil[.]example/report)');
    await expect(saved).toContainText('<img src=x onerror=alert(1)>U+202E');
    await expect(saved.locator('a, img')).toHaveCount(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  await test.step('the summary too', async () => {
    const fields = page.getByRole('region', { name: 'Fields' });
    await fields.getByRole('button', { name: 'Edit summary' }).click();
    await fields.getByLabel('Summary').fill('**Two** laptops.');
    await page.keyboard.press('Control+Enter');
    await expect(fields.locator('strong')).toHaveText('Two');
    await expect(fields.getByRole('button', { name: 'Edit summary' })).toBeVisible();
  });

  await test.step('a report has the same form', async () => {
    await page.getByRole('button', { name: 'Report' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('HTML', { exact: false }).first().click();
    await dialog.getByRole('button', { name: 'Choose a place and write' }).click();
    await expect(dialog.getByRole('status')).toContainText('Written');
    const report = readFileSync(join(window.exportFolder, 'CASE-0001.html'), 'utf8');
    expect(report).toContain('<h4><bdi>What the loader does</bdi></h4>');
    expect(report).toContain('<strong><bdi>evil[.]example</bdi></strong>');
    expect(report).not.toContain('<img');
  });
});
