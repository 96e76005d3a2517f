import type { Page } from '@playwright/test';
import { findBarriers } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { detailPanel, goTo, resultGrid, search, searchBox } from './support/workbench.ts';

test.use({ isSeeded: true });

/** Each place of the window: how to get there. Dialogs and popovers are closed again with Escape. */
const places: readonly { readonly name: string; readonly open: (page: Page) => Promise<unknown> }[] = [
  { name: 'result', open: (page) => goTo(page, 'Explore').then(() => search(page, 'score:>=40')) },
  {
    name: 'columns',
    open: async (page) => {
      await page.getByRole('button', { name: 'Columns', exact: true }).click();
      const menu = page.getByRole('region', { name: 'Columns' });
      await menu.locator('label').filter({ hasText: 'Severity by vendor' }).click();
      await page.locator('.cell-saidSeverity .vendor-mark').first().waitFor();
    },
  },
  { name: 'query help', open: (page) => page.getByRole('button', { name: 'What can be searched for' }).click() },
  {
    name: 'mistaken query',
    open: async (page) => {
      await searchBox(page).fill('tpye:ipv4');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'indicator',
    open: async (page) => {
      await search(page, 'vendor:(datadog AND virustotal)');
      await resultGrid(page).press('Enter');
      await detailPanel(page).getByText('How the number came about').click();
      await detailPanel(page).getByRole('button', { name: 'Raw record' }).first().click();
      await detailPanel(page).getByRole('region', { name: 'Raw record' }).waitFor();
    },
  },
  {
    name: 'what an indicator shares',
    open: async (page) => {
      await detailPanel(page)
        .getByRole('tab', { name: /^Relations/ })
        .click();
      await detailPanel(page)
        .getByRole('button', { name: /^Same .* indicators?$/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'graph of what an indicator shares',
    open: async (page) => {
      const shared = detailPanel(page).getByRole('region', { name: 'Shared with others' });
      await shared.getByText('Graph', { exact: true }).click();
      await shared.locator('.graph-leaf').first().waitFor();
    },
  },
  {
    name: 'add to case',
    open: async (page) => {
      await resultGrid(page).press('c');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'tags',
    open: async (page) => {
      await resultGrid(page).press('t');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'command palette',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'What to do or find' }).fill('ex');
    },
  },
  {
    name: 'messages',
    open: async (page) => {
      await page.getByRole('button', { name: /^Messages/ }).click();
      await page.getByRole('dialog', { name: 'Messages' }).waitFor();
    },
  },
  { name: 'shortcuts', open: (page) => page.getByRole('button', { name: 'Keys' }).click() },
  { name: 'cases', open: (page) => goTo(page, 'Cases') },
  { name: 'new case', open: (page) => page.getByRole('button', { name: 'New case' }).first().click() },
  { name: 'sources', open: (page) => goTo(page, 'Sources') },
  { name: 'overlap', open: (page) => page.getByRole('button', { name: 'Overlap of vendors' }).click() },
  {
    name: 'enforced and drifting',
    open: (page) => page.getByRole('button', { name: 'Enforced and drifting' }).click(),
  },
  {
    name: 'add connection',
    open: async (page) => {
      await page.getByRole('button', { name: 'Add connection' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Datadog' }).click();
    },
  },
  { name: 'settings', open: (page) => goTo(page, 'Settings') },
];

const media = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  'high contrast': { colorScheme: 'dark', contrast: 'more' },
} as const;

for (const theme of ['light', 'dark', 'high contrast'] as const) {
  test(`axe finds nothing serious in any place, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ ...media[theme], reducedMotion: 'reduce' });
    for (const { name, open } of places) {
      await test.step(name, async () => {
        await open(page);
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        expect(await findBarriers(page)).toEqual([]);
        const overlay = page.locator('[role=dialog], .bp6-popover');
        if ((await overlay.count()) > 0) await page.keyboard.press('Escape');
        await expect(overlay).toHaveCount(0);
      });
    }
  });
}

test('a case page has nothing serious either', async ({ page }) => {
  await search(page, 'type:domain');
  await resultGrid(page).press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('Seen by a screen reader');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'Seen by a screen reader' }).click();
  await page.getByRole('grid', { name: 'Indicators of the case' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Then and now' })).toContainText('Frozen');
  for (const theme of Object.values(media)) {
    await page.emulateMedia({ ...theme, reducedMotion: 'reduce' });
    expect(await findBarriers(page)).toEqual([]);
  }
});
