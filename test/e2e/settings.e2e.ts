import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { spoilNetworkSettings } from '../support/spoil-settings.ts';
import { expect, openWindow, test } from './support/fixtures.ts';
import { goTo } from './support/workbench.ts';

const brightness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return (red + green + blue) / 3;
  });

const choose = (page: Page, group: string, option: string): Promise<void> =>
  page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option }).click();

test('theme, name and sharing default are kept by the window and by the program', async ({
  window,
  shell,
  dataFolder,
}) => {
  const { page } = window;
  await page.emulateMedia({ colorScheme: 'light' });
  await goTo(page, 'Settings');
  expect(await brightness(page)).toBeGreaterThan(180);
  await choose(page, 'Theme', 'Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await brightness(page)).toBeLessThan(80);
  await page.getByLabel('Analyst name').fill('R. Keller');
  await page.keyboard.press('Enter');
  await page.getByLabel('Default TLP').selectOption('TLP:GREEN');

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await window.close();

  const again = await openWindow(shell, dataFolder);
  try {
    await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await goTo(again.page, 'Settings');
    await expect(again.page.getByLabel('Analyst name')).toHaveValue('R. Keller');
    await expect(again.page.getByLabel('Default TLP')).toHaveValue('green');
    await choose(again.page, 'Theme', 'Light');
    await again.page.emulateMedia({ colorScheme: 'dark' });
    expect(await brightness(again.page)).toBeGreaterThan(180);
    await choose(again.page, 'Theme', 'High contrast');
    await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'contrast');
    expect(await brightness(again.page)).toBe(0);
    await choose(again.page, 'Theme', 'As the system');
    await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await again.page.emulateMedia({ contrast: 'more' });
    await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  } finally {
    await again.close();
  }
  expect(again.watch.problems).toEqual([]);
});

test('who wants less motion gets another theme at once', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await goTo(page, 'Settings');
  const moving = await page.evaluate(async () => {
    document.documentElement.dataset['theme'] = 'dark';
    await new Promise(requestAnimationFrame);
    // What is still being loaded may pulse: that is no change of the theme.
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
    return transitions.map(({ transitionProperty }) => transitionProperty);
  });
  expect(moving).toEqual([]);
});

test('network settings that cannot be read are said to be, and begun anew', async ({ shell, dataFolder }) => {
  const first = await openWindow(shell, dataFolder);
  await first.close();
  await spoilNetworkSettings(dataFolder);
  const { page, close } = await openWindow(shell, dataFolder);
  try {
    await goTo(page, 'Settings');
    const network = page.getByRole('region', { name: 'Network' });
    await expect(network).toContainText('cannot be read by this version');
    await network.getByRole('button', { name: 'Begin anew' }).click();
    await expect(network.getByRole('radio', { name: 'As the system' })).toBeChecked();
    await expect(network).not.toContainText('cannot be read');
  } finally {
    await close();
  }
});

test('a backup is restored from the window, and what it replaced is kept', async ({ page, dataFolder }) => {
  await goTo(page, 'Settings');
  const data = page.getByRole('region', { name: 'Data' });
  await page.getByLabel('Analyst name').fill('Before');
  await page.keyboard.press('Enter');
  await data.getByRole('button', { name: 'Back up…' }).click();
  await expect(data.getByRole('status')).toContainText('.backup');
  await page.getByLabel('Analyst name').fill('After');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Analyst name')).toHaveValue('After');

  await data.getByRole('button', { name: 'Restore…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
  await expect(dialog.getByRole('button', { name: 'Restore' })).toBeDisabled();
  await dialog.getByRole('radio', { name: /^sightline-/ }).check({ force: true });
  await page.screenshot({ path: test.info().outputPath('restore.png') });
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(/what was there before is kept in replaced-/)).toBeVisible();
  await expect(page.getByLabel('Analyst name')).toHaveValue('Before');
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('replaced-'))).toHaveLength(1);
});

test('a build that names no place for updates says so, and offers nothing to press', async ({ page }) => {
  await goTo(page, 'Settings');
  const updates = page.getByRole('region', { name: 'Updates' });
  await expect(updates).toContainText('This build names no place to look for updates.');
  await expect(updates.getByRole('button')).toHaveCount(0);
  await expect(updates.getByRole('radio')).toHaveCount(0);
});
