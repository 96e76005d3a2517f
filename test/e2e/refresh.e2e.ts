import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { expect, test } from './support/fixtures.ts';
import { connect, runLine } from './support/sources.ts';
import { detailPanel, goTo, resultGrid, search } from './support/workbench.ts';

let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 60, now: Date.now() });
});
test.afterEach(() => emulators.stop());

test('an indicator is refreshed from its vendor, and what came is there without a network', async ({ page }) => {
  await connect(page, accountOf(emulators, 'crowdstrike'));
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await expect(runLine(page)).toContainText(/complete/i);
  const { crowdstrike } = emulators;
  const [record] = [...crowdstrike.holdings()[0].records()].filter(({ deleted }) => !deleted);
  const value = record?.value ?? '';
  crowdstrike.clock.advance(60_000);
  crowdstrike.change(record?.id ?? '', { severity: 'critical', action: 'detect', description: 'changed at Falcon' });

  await goTo(page, 'Explore');
  await search(page, `value:"${value}"`);
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  await panel.getByRole('tab', { name: 'Vendors' }).click();
  const card = panel.getByRole('article', { name: 'My CrowdStrike Falcon: Custom IOC' });
  await expect(card).toContainText('Not asked yet.');

  await test.step('asked', async () => {
    await panel.getByRole('button', { name: 'Refresh from vendors' }).click();
    await expect(card).toContainText('changed at Falcon');
    await expect(panel.getByRole('region', { name: 'Seen in our estate' })).toContainText(/host/);
    await expect(panel.getByRole('region', { name: 'Summary' })).toContainText('In our estate');
    // The cached record follows, with its earlier state.
    await panel.getByRole('tab', { name: 'Records 1' }).click();
    await expect(panel.getByRole('button', { name: 'Changed 1×' })).toBeVisible();
  });
  await test.step('offline', async () => {
    crowdstrike.faults.add({ fault: { kind: 'reset' } });
    await page.reload();
    await search(page, `value:"${value}"`);
    await resultGrid(page).press('Enter');
    await panel.getByRole('tab', { name: 'Vendors' }).click();
    await expect(card).toContainText('changed at Falcon');
    await panel.getByRole('button', { name: 'Refresh from vendors' }).click();
    await expect(panel.getByRole('alert')).toContainText('Shown is what was answered before.');
    await expect(card).toContainText('changed at Falcon');
  });
});

test('a selection is refreshed at once, with a word on what came of it', async ({ page }) => {
  await connect(page, accountOf(emulators, 'datadog'));
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await expect(runLine(page)).toContainText(/complete/i);
  await goTo(page, 'Explore');
  await search(page, 'vendor:datadog');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x', 'j', 'x', 'v']) await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(dialog).toContainText('3 answers, no record changed.');
});
