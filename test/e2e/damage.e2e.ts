import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import { findBarriers } from './support/axe.ts';
import { expect, openWindow, test } from './support/fixtures.ts';
import { goTo, search, searchBox, tabTo } from './support/workbench.ts';

test.use({ isSeeded: true });

const notice = (page: Page): Locator => page.getByRole('region', { name: 'State of the data' });
const damaged = 'The database is damaged. Answers and exports may be wrong or incomplete until it is put right.';

/** Spoils a page of vendors' records, which no screen reads by itself, in a file that was not checked for long. */
function spoil(dataFolder: string): void {
  const file = join(dataFolder, 'sightline.db');
  const database = new Sqlite(file);
  // What stands in the log still would hide it.
  database.pragma('wal_checkpoint(TRUNCATE)');
  const pages = "SELECT pageno FROM dbstat WHERE name = 'observation' AND pagetype = 'leaf' ORDER BY pageno DESC";
  const page = Number(database.prepare(pages).pluck().get());
  const size = Number(database.pragma('page_size', { simple: true }));
  database.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, (page - 1) * size, page * size);
  writeFileSync(file, bytes);
  rmSync(join(dataFolder, 'leases', 'last-check'), { force: true });
}

test('damage that the check finds is said on every screen and at the next start, until it is repaired', async ({
  shell,
  dataFolder,
}) => {
  spoil(dataFolder);
  const first = await openWindow(shell, dataFolder);
  try {
    const { page } = first;
    expect(await search(page, 'score:>=40')).toBeGreaterThan(0);
    await expect(notice(page).getByRole('alert')).toHaveText(damaged);
    await expect(notice(page)).toContainText(/storage\.corrupt\s*in the log: \w+/);
    for (const screen of ['Lookup', 'Cases', 'Outbox', 'Sources', 'Settings', 'Explore'] as const) {
      await goTo(page, screen);
      await expect(notice(page)).toBeInViewport({ ratio: 1 });
    }
    const whole = page.viewportSize();
    // The first is 1280x800 at 200 %.
    for (const [width, height] of [
      [640, 400],
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect(notice(page).getByRole('button', { name: 'What can be done…' })).toBeInViewport({ ratio: 1 });
      await expect(notice(page).getByRole('alert')).toBeInViewport({ ratio: 1 });
      await expect(searchBox(page)).toBeInViewport({ ratio: 1 });
    }
    if (whole !== null) await page.setViewportSize(whole);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findBarriers(page), colorScheme).toEqual([]);
    }
    await page.emulateMedia({ contrast: 'more' });
    expect(await findBarriers(page), 'more contrast').toEqual([]);
  } finally {
    await first.close();
  }
  expect(first.watch.problems).toEqual([]);

  const second = await openWindow(shell, dataFolder);
  try {
    const { page } = second;
    // Sooner than a check begins.
    await expect(notice(page)).toBeVisible({ timeout: 4_000 });
    const open = notice(page).getByRole('button', { name: 'What can be done…' });
    await tabTo(page, open);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'The database is damaged' });
    await expect(dialog).toContainText('sightline restore FILE');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(open).toBeFocused();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Repair' }).click();
    const report = page.getByRole('dialog', { name: 'The database was repaired' });
    await expect(report).toContainText('4 saved');
    await report.getByRole('button', { name: 'Go on' }).click();
    await expect(notice(page)).toHaveCount(0);
  } finally {
    await second.close();
  }
  expect(second.watch.problems).toEqual([]);
});
