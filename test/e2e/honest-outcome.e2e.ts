import type { Locator } from '@playwright/test';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { expect, test } from './support/fixtures.ts';
import { connect, openConnection, runLine, streamLine } from './support/sources.ts';
import { goTo, search } from './support/workbench.ts';

let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 300, now: Date.now() });
});

test.afterEach(() => emulators.stop());

/** Hue of the text colour, 0 to 360. */
function hueOf(element: Locator): Promise<number> {
  return element.evaluate((node) => {
    const canvas = document.createElement('canvas').getContext('2d', { colorSpace: 'srgb' });
    if (canvas === null) throw new Error('No canvas.');
    canvas.fillStyle = getComputedStyle(node).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    const most = Math.max(red, green, blue);
    const span = most - Math.min(red, green, blue) || 1;
    const sector =
      most === red ? (green - blue) / span : most === green ? 2 + (blue - red) / span : 4 + (red - green) / span;
    return (sector * 60 + 360) % 360;
  });
}

test('one vendor refuses and one sends a bad record: both say so, the good one is complete', async ({ page }) => {
  emulators.datadog.faults.add({
    fault: { kind: 'malformedRecord', index: 3, replacement: { id: 'x', indicator: 17 } },
  });
  emulators.virustotal.faults.add({ fault: { kind: 'expiredToken' } });
  for (const vendor of ['datadog', 'virustotal', 'crowdstrike'] as const) {
    await connect(page, accountOf(emulators, vendor));
  }
  await page.getByRole('button', { name: 'Sync all' }).click();
  await expect(page.getByRole('button', { name: 'Cancel all' })).toHaveCount(0);
  const connections = page.getByRole('navigation', { name: 'Connections' }).getByRole('button');

  await test.step('the refused one has failed and names the key', async () => {
    await expect(connections.filter({ hasText: 'My VirusTotal' })).toContainText('Failed');
    await openConnection(page, 'My VirusTotal');
    await expect(runLine(page)).toContainText(/key|refused/i);
  });

  await test.step('the one with the bad record is incomplete, in amber, and shows the record', async () => {
    await expect(connections.filter({ hasText: 'My Datadog' })).toContainText('Incomplete');
    await openConnection(page, 'My Datadog');
    const line = streamLine(page, 'IoC explorer');
    const hue = await hueOf(line.getByText('Incomplete'));
    expect(hue).toBeGreaterThan(18);
    expect(hue).toBeLessThan(62);
    await expect(page.getByText('1 record could not be read.').first()).toBeVisible();
    await runLine(page).getByRole('button', { name: '1', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Run history' })).toContainText('indicator');
  });

  await test.step('the good one is complete, and everything readable is there', async () => {
    await expect(connections.filter({ hasText: 'My CrowdStrike Falcon' })).toContainText('Complete');
    const [falcon] = emulators.crowdstrike.holdings();
    const [datadog] = emulators.datadog.holdings();
    await goTo(page, 'Explore');
    expect(await search(page, 'vendor:crowdstrike')).toBeGreaterThan(0);
    expect(falcon.count).toBeGreaterThan(0);
    expect(await search(page, 'vendor:datadog')).toBe(datadog.count - 1);
  });
});
