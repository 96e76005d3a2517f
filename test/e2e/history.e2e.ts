import { expect, test } from './support/fixtures.ts';
import { cursorRow, goTo, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('going back beyond the first place keeps the window, and with it what can be taken back', async ({ page }) => {
  await search(page, 'type:domain verdict:unknown');
  await search(page, 'type:domain');
  await resultGrid(page).press('m');
  await expect(cursorRow(page)).toContainText('Malicious');
  await goTo(page, 'Cases');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeAttached();
  await page.keyboard.press('u');
  await expect(page.getByText('Taken back on 1 indicator')).toBeVisible();
});
