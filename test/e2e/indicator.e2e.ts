import { expect, test } from './support/fixtures.ts';
import { detailPanel, goTo, resultGrid, search } from './support/workbench.ts';

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

test('the panel says how the score came about, and what was concluded in its cases', async ({ page }) => {
  const query = 'vendor:(datadog AND virustotal) score:>=70';
  await search(page, query);
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);

  await test.step('each record with its vendor’s own words and what they count for', async () => {
    await panel.getByText('How the number came about').click();
    const rows = panel.locator('.score-reasons tbody tr');
    await expect(rows.filter({ hasText: 'Datadog' }).first()).toBeVisible();
    await expect(rows.filter({ hasText: 'highest' }).first()).toBeVisible();
    const records = await panel.getByRole('tab', { name: /^Records/ }).textContent();
    await expect(rows).toHaveCount(Number(/\d+/.exec(records ?? '')?.[0]));
  });

  await test.step('the conclusion of a closed case', async () => {
    await resultGrid(page).press('c');
    await page.getByRole('dialog').getByLabel('Title').fill('Loader on the web servers');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('button', { name: 'CASE-0001' })).toBeVisible();
    await goTo(page, 'Cases');
    await page.getByRole('button', { name: 'Loader on the web servers' }).click();
    await page.getByRole('button', { name: 'Close case' }).first().click();
    const dialog = page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: 'Close the case' });
    await dialog.getByLabel('Summary').fill('Blocked at the proxy; no host had run it.');
    // What it came to is the analyst's to say.
    await expect(button).toBeDisabled();
    await dialog.getByLabel('Verdict').selectOption('Suspicious');
    await button.click();
    await expect(dialog).toHaveCount(0);
    await goTo(page, 'Explore');
    await search(page, query);
    await resultGrid(page).press('Enter');
    const conclusion = panel.locator('.case-conclusion');
    await expect(conclusion).toContainText('Loader on the web servers');
    await expect(conclusion).toContainText('Closed');
    await expect(conclusion).toContainText('Concluded: Blocked at the proxy; no host had run it.');
  });
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
