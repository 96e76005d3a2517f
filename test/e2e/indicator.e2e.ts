import { expect, test } from './support/fixtures.ts';
import { detailPanel, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('one indicator shows what each vendor said, word for word, and what changed', async ({ page, seed }) => {
  const { changed } = await seed();
  expect(await search(page, changed)).toBe(1);
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(changed);
  const record = panel.getByRole('article').filter({ hasText: 'Datadog US1' });

  await test.step('the raw record is the vendor’s text', async () => {
    await record.getByRole('button', { name: 'Raw record' }).click();
    const raw = record.getByRole('region', { name: 'Raw record' });
    await expect(raw).toContainText(`"indicator": "${changed}"`);
    await expect(raw).toContainText('"changed-at-vendor"');
    await expect(record.getByText(/^SHA-256/)).toContainText(/[0-9a-f]{64}/);
    await record.getByLabel('Search in the raw record').fill('indicator_type');
    await expect(record.getByText('1 of 1')).toBeVisible();
  });

  await test.step('the history has the change', async () => {
    await record.getByRole('button', { name: 'Changed 1×' }).click();
    await expect(record.locator('.diff-added').filter({ hasText: 'changed-at-vendor' })).toBeVisible();
    await expect(record.locator('.diff-added').filter({ hasText: '97' }).first()).toBeVisible();
  });

  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('the raw record of each vendor can be read', async ({ page }) => {
  for (const vendor of ['datadog', 'crowdstrike', 'threatgrid', 'virustotal']) {
    await search(page, `vendor:${vendor} -vendor:(${others(vendor)})`);
    await resultGrid(page).press('Enter');
    const panel = detailPanel(page);
    await panel.getByRole('button', { name: 'Raw record' }).first().click();
    await expect(panel.getByRole('region', { name: 'Raw record' })).toContainText(/^1\{/);
    await page.keyboard.press('Escape');
  }
});

function others(vendor: string): string {
  return ['datadog', 'crowdstrike', 'threatgrid', 'virustotal'].filter((other) => other !== vendor).join(' OR ');
}
