import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectRoot } from '../support/project-root.ts';
import { findBarriers } from './support/axe.ts';
import { dropFiles } from './support/drop-files.ts';
import { expect, test } from './support/fixtures.ts';
import { pasteText } from './support/paste-text.ts';
import { watchClipboard } from './support/watch-clipboard.ts';
import { columnTexts, goTo, search } from './support/workbench.ts';

test.use({ isSeeded: true });

const corpus = (name: string): string => join(projectRoot, 'test', 'corpus', 'files', name);
const grid = (page: Page) => page.getByRole('grid', { name: 'Candidates' });
const rows = (page: Page) => grid(page).locator('tbody').getByRole('row');
const text = (page: Page) => page.getByRole('region', { name: 'Text' });

const drop = (page: Page, paths: readonly string[]): Promise<void> =>
  dropFiles(
    page,
    '.lookup',
    paths.map((path) => ({ name: basename(path), content: readFileSync(path) })),
  );

test('pasted text is matched, shown in its place, filtered and put into a case as a whole', async ({ page }) => {
  await search(page, 'type:ipv4 vendor:datadog');
  const [cell = ''] = await columnTexts(page, 'value');
  // Marks such as "listed" stand behind the value.
  const known = /^[0-9.]+/.exec(cell)?.[0] ?? '';
  await page.keyboard.press('Escape');
  await goTo(page, 'Lookup');
  await pasteText(
    page,
    `Beacon to ${known.replaceAll('.', '[.]')} and hxxp://never-seen[.]badhost[.]net/a\nresolver 8.8.8.8\n${'filler\n'.repeat(400)}see 999.1.1.1 and setup.py`,
  );
  await expect(rows(page).filter({ hasText: known })).toContainText('Known');
  await expect(rows(page).filter({ hasText: 'never-seen' })).toContainText('Unknown');
  await expect(rows(page).filter({ hasText: '8.8.8.8' })).toContainText('Listed');
  await expect(rows(page).filter({ hasText: '8.8.8.8' })).toContainText('IPv4 public DNS resolvers');
  await expect(rows(page).filter({ hasText: '999.1.1.1' })).toContainText('a part is above 255');
  // The known one comes first: its vendors stand beside the list.
  const panel = page.getByRole('complementary', { name: 'Candidate' });
  await expect(panel.getByRole('table')).toContainText('Datadog');
  await expect(page.getByRole('link')).toHaveCount(0);
  expect(await findBarriers(page)).toEqual([]);

  // Its place is far below; pointing at the row brings it into sight, marked.
  await rows(page).filter({ hasText: '999.1.1.1' }).click();
  await expect(text(page).locator('[aria-current="location"]')).toHaveText('999.1.1.1');
  await expect(text(page).locator('[aria-current="location"]')).toBeInViewport();
  await text(page).getByRole('button', { name: 'setup.py' }).click();
  await expect(panel.getByRole('heading')).toHaveText('setup.py');

  await page.getByRole('button', { name: /^Invalid/ }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: /^Invalid/ }).click();
  await page.getByRole('button', { name: /^IPv4 \d/ }).click();
  await page.getByRole('button', { name: /^Known/ }).click();
  await page.getByRole('button', { name: /^Listed/ }).click();
  await expect(rows(page)).toHaveCount(2);

  await grid(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('From a blog post');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 indicators added to CASE-0001')).toBeVisible();
  await expect(rows(page).filter({ hasText: known })).toContainText('In 1 case');
  await page.keyboard.press('b');
  await expect(page.getByText('2 indicators marked benign')).toBeVisible();
  await expect(rows(page).filter({ hasText: known })).toContainText('In 1 case, last judged benign');

  // It waits as it was left while another screen is shown.
  await goTo(page, 'Cases');
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(rows(page)).toHaveCount(2);
});

test('a PDF and a mail that are dropped are read, and named where things were found', async ({ page }) => {
  await goTo(page, 'Lookup');
  await drop(page, [corpus('43-report.pdf'), corpus('03-phish-mail.eml')]);
  await expect(page.getByText('43-report.pdf and 1 more file')).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press('Home');
  await expect(text(page).getByText('43-report.pdf › page 1')).toBeVisible();
  await page.keyboard.press('End');
  await expect(text(page).locator('[aria-current="location"]')).toBeInViewport();
  await page.keyboard.press('x');
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('Dropped');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
});

test('what cannot be read is said, and typing works instead', async ({ page }) => {
  await goTo(page, 'Lookup');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles({ name: 'bad.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') });
  await expect(page.getByRole('alert')).toContainText('bad.pdf: The PDF is damaged.');
  await page.getByLabel('Text to look up').fill('nothing to see');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('No indicators in it')).toBeVisible();
  await page.getByRole('button', { name: 'New look-up' }).click();
  await expect(page.getByLabel('Text to look up')).toBeVisible();
});

test('fifty thousand candidates are listed, all are copied, and a long look-up can be stopped', async ({ page }) => {
  await goTo(page, 'Lookup');
  const many = Array.from({ length: 50_000 }, (_, at) => `11.${at >> 16}.${(at >> 8) & 255}[.]${at & 255}`).join('\n');
  await pasteText(page, many);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByLabel('Text to look up')).toBeVisible();
  await pasteText(page, many);
  await expect(page.getByText('50,000 candidates').first()).toBeVisible({ timeout: 60_000 });
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(rows(page).filter({ hasText: '11.0.195.79' })).toBeVisible();
  await expect(text(page).locator('[aria-current="location"]')).toHaveText('11.0.195[.]79');

  const readClipboard = await watchClipboard(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('y');
  await expect(page.getByText('50,000 candidates defanged')).toBeVisible({ timeout: 60_000 });
  const lines = (await readClipboard()).split('\n').filter(Boolean);
  expect(lines).toHaveLength(50_000);
  expect(lines).toEqual(many.replaceAll(/(?<!\[)\.(?!\])/g, '[.]').split('\n'));
});

test('a place at the far end of a text of wrapped lines is brought into sight', async ({ page }) => {
  await goTo(page, 'Lookup');
  const line = (at: number): string =>
    `host-${at}[.]evil${at % 97}[.]net was asked for hxxp://a${at}[.]badhost[.]net/x and stage2`;
  await pasteText(page, Array.from({ length: 3_000 }, (_, at) => line(at)).join('\n'));
  await grid(page).press('End');
  const place = text(page).locator('[aria-current="location"]');
  await expect(place).toHaveText('hxxp://a2999[.]badhost[.]net/x');
  await expect(place).toBeInViewport();
});
