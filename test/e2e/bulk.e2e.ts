import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import { expect, test } from './support/fixtures.ts';
import { watchClipboard } from './support/watch-clipboard.ts';
import { cursorRow, queueCreation, resultCount, resultGrid, resultRows, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('a decision on many rows is previewed, and taken back by one key', async ({ page }) => {
  const total = await search(page, 'type:url verdict:unknown');
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('m');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(`${total} indicators`);
  await expect(question.getByRole('table')).toContainText('Unknown');
  await question.getByRole('button', { name: 'Mark as malicious' }).click();
  await expect(page.getByText(`${total} indicators marked malicious`)).toBeVisible();
  expect(await search(page, 'type:url verdict:unknown')).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(`Taken back on ${total} indicators`)).toBeVisible();
  await resultGrid(page).press('Escape');
  await expect(resultCount(page)).toHaveText(`${total} indicators`);

  await resultGrid(page).focus();
  await page.keyboard.press('b');
  await expect(resultCount(page)).toHaveText(`${total - 1} indicators`);
  await page.keyboard.press('u');
  await expect(resultCount(page)).toHaveText(`${total} indicators`);
  await page.keyboard.press('u');
  await expect(page.getByText('There is nothing to take back.')).toBeVisible();
});

test('an addition to a case and a queued change are taken back, each by one key', async ({ page }) => {
  const total = await search(page, 'type:domain');
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: /to a case$/ });
  await dialog.getByLabel('Case').selectOption('new');
  await dialog.getByLabel('Title').fill('Taken back');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText(`${total} indicators added to CASE-0001`)).toBeVisible();
  expect(await search(page, 'case:CASE-0001')).toBe(total);
  await resultGrid(page).focus();
  await page.keyboard.press('u');
  await expect(page.getByText(`${total} indicators taken out of CASE-0001 again`)).toBeVisible();
  expect(await search(page, 'case:CASE-0001')).toBe(0);

  const missing = await search(page, 'type:domain -vendor:crowdstrike');
  await resultGrid(page).focus();
  await page.keyboard.press('Control+a');
  await queueCreation(page);
  const notice = page.locator('.bp6-toast', { hasText: `${missing} changes queued` });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(`${missing} changes taken out of the outbox again`)).toBeVisible();
});

test('what is selected is copied in every form', async ({ page }) => {
  const readClipboard = await watchClipboard(page);
  await search(page, 'type:domain');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
  const values = await resultRows(page).locator('.cell-value bdi').allTextContents();
  const [first = '', second = ''] = values;
  const copy = async (form: string): Promise<void> => {
    await page.getByRole('toolbar', { name: 'Result' }).getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('menuitem', { name: form }).click();
  };
  await copy('Exact');
  await expect.poll(readClipboard).toBe(`${first}\n${second}`);
  await copy('Falcon query');
  await expect.poll(readClipboard).toBe(`type:'domain'+value:['${first}','${second}']`);
  await copy('Datadog query');
  await expect.poll(readClipboard).toBe(`indicator:("${first}" OR "${second}")`);
  await resultGrid(page).focus();
  await page.keyboard.press('y');
  await expect.poll(readClipboard).toBe(`${first.replaceAll('.', '[.]')}\n${second.replaceAll('.', '[.]')}`);
});

test('a hundred rows are judged at two keys each, and nothing of it is lost', async ({ page }) => {
  test.slow();
  expect(await search(page, 'sort:value')).toBeGreaterThan(100);
  await resultGrid(page).focus();
  // M is the verdict; R is the state, and goes on to the next row.
  for (let row = 0; row < 100; row += 1) {
    await page.keyboard.press('m');
    await page.keyboard.press('r');
  }
  await expect(cursorRow(page)).toHaveAttribute('aria-rowindex', '102');
  await page.reload();
  await expect(resultGrid(page)).toBeVisible();
  await search(page, 'state:reviewed verdict:malicious');
  // What was sent before the window went may still be on its way to the disk.
  await expect(resultCount(page)).toHaveText('100 indicators');
  await search(page, 'sort:value');
  const verdicts = await resultRows(page).locator('.cell-verdict').allTextContents();
  expect(new Set(verdicts.slice(0, 15))).toEqual(new Set(['Malicious']));
});

/** Judges the rows from the cursor on, faster than fingers could: what holds the disk must let go within five seconds. */
async function judge(page: Page, rows: number): Promise<void> {
  await page.evaluate(async (count) => {
    for (let row = 0; row < count; row += 1) {
      for (const key of ['m', 'r']) {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await new Promise((done) => setTimeout(done));
      }
    }
  }, rows);
}

test('while the disk hesitates, decisions are late and not lost', async ({ page, dataFolder }) => {
  const rows = 40;
  await search(page, 'sort:value');
  await resultGrid(page).focus();
  const holder = new Sqlite(join(dataFolder, 'sightline.db'));
  holder.exec('BEGIN IMMEDIATE');
  try {
    await judge(page, rows);
    await expect(cursorRow(page)).toHaveAttribute('aria-rowindex', `${rows + 2}`);
  } finally {
    holder.exec('ROLLBACK');
    holder.close();
  }
  await search(page, 'state:reviewed verdict:malicious');
  await expect(resultCount(page)).toHaveText(`${rows} indicators`);
});
