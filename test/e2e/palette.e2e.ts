import type { Page } from '@playwright/test';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { detailPanel, goTo, resultGrid, resultRows, search, searchBox } from './support/workbench.ts';

test.use({ isSeeded: true });

const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' });
const box = (page: Page) => palette(page).getByRole('combobox');
const option = (page: Page, name: string | RegExp) => palette(page).getByRole('option', { name }).first();

async function open(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(box(page)).toBeFocused();
  await box(page).fill(text);
}

test('an indicator that is pasted defanged is opened from any screen', async ({ page }) => {
  await search(page, 'type:ipv4');
  const value = (await resultRows(page).first().locator('.cell-value bdi').textContent()) ?? '';
  await goTo(page, 'Settings');
  await open(page, value.replaceAll('.', '[.]'));
  await expect(option(page, `IPv4 ${value}`)).toHaveAttribute('aria-selected', 'true');
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(detailPanel(page)).toContainText(value);
  await expect(searchBox(page)).toHaveValue(`value:${value}`);

  // From Explore itself the panel opens too, also for who does not wait, and back leads to what was there before.
  await search(page, 'type:domain');
  await open(page, value);
  await page.keyboard.press('Enter');
  await expect(detailPanel(page)).toContainText(value);
  await resultGrid(page).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(searchBox(page)).toHaveValue('type:domain');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(searchBox(page)).toHaveValue(`value:${value}`);
});

test('what the cache does not know is looked up', async ({ page }) => {
  await open(page, 'hxxp://never-seen-before[.]example/x');
  await expect(option(page, /^Look up/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  const candidates = page.getByRole('grid', { name: 'Candidates' });
  await expect(candidates).toContainText('never-seen-before');
  await expect(candidates).toContainText('Unknown');
});

test('actions of the screen, places and searches are done by name', async ({ page }) => {
  await search(page, 'type:domain');
  await resultGrid(page).focus();
  await open(page, 'verdict mal');
  await page.keyboard.press('Enter');
  await expect(page.locator('tr.is-cursor .cell-verdict')).toHaveText('Malicious');
  await open(page, 'go to cases');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeAttached();
  await open(page, 'type:dom');
  await option(page, 'type:domain').click();
  await expect(searchBox(page)).toHaveValue('type:domain');
  await open(page, '');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
});

test('the help names every key, made of the same table', async ({ page }) => {
  await resultGrid(page).press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const label of ['Do or find anything', 'Show or hide the histogram', 'Verdict malicious', 'Back', 'Forward']) {
    await expect(help.getByText(label, { exact: true })).toBeVisible();
  }
});

test('what is typed right after the palette was called for is for the palette, and decides nothing', async ({
  page,
}) => {
  await search(page, 'sort:value');
  await resultGrid(page).focus();
  // Faster than the box is drawn.
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false): void => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
      );
    };
    press('k', true);
    return Promise.resolve().then(() => {
      for (const key of ['m', 'e', 'x', 'p']) press(key);
    });
  });
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveValue('mexp');
  await page.keyboard.type('o');
  await expect(box(page)).toHaveValue('mexpo');
  await page.keyboard.press('Escape');
  expect(await search(page, 'state:escalated verdict:malicious')).toBe(0);
});
