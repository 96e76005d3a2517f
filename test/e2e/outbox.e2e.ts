import type { Page } from '@playwright/test';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { accountOf } from './support/accounts.ts';
import { expect, openWindow, test } from './support/fixtures.ts';
import { change, compose, dialogOf, giveSecret, outboxRow, outboxRows, sendAll } from './support/outbox.ts';
import { connect, openConnection, runLine } from './support/sources.ts';
import { goTo } from './support/workbench.ts';

let emulators: AllEmulators;

test.beforeEach(async () => {
  emulators = await startAllEmulators({ size: 60, now: Date.now() });
});
test.afterEach(() => emulators.stop());

const falconWrites = () =>
  emulators.crowdstrike.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/iocs/'));
const live = () => [...emulators.crowdstrike.holdings()[0].records()].filter(({ deleted }) => !deleted);

test('changes are written offline, compared, edited, ordered, and sent once they may; each row says what came of it', async ({
  shell,
  dataFolder,
}) => {
  // Two windows, one after the other.
  test.slow();
  const [indicator = ''] = [...emulators.datadog.holdings()[0].records()].map((record) => record.indicator);
  const first = await openWindow(shell, dataFolder);
  const { page } = first;
  for (const vendor of ['datadog', 'crowdstrike'] as const) await connect(page, accountOf(emulators, vendor));
  const online = [emulators.datadog, emulators.crowdstrike].map(({ faults }) =>
    faults.add({ fault: { kind: 'reset' } }),
  );

  await test.step('written without a network', async () => {
    await goTo(page, 'Outbox');
    await compose(page, 'My CrowdStrike Falcon: create indicators', {
      Values: 'good-one.example\nbad host\ngood-two.example',
    });
    await expect(page.getByText('3 changes queued')).toBeVisible();
    await compose(page, 'My Datadog: triage', { 'Indicator, as Datadog writes it': indicator });
    await expect(outboxRows(page)).toHaveCount(4);
  });
  await test.step('compared and edited', async () => {
    await outboxRow(page, 'domain good-one.example').click();
    await expect(change(page).getByRole('row', { name: /^severity/ })).toContainText('high');
    await change(page).getByRole('button', { name: 'Edit' }).click();
    await dialogOf(page).getByLabel('Severity').selectOption('critical');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await expect(change(page).getByRole('row', { name: /^severity/ })).toContainText('critical');
  });
  await test.step('put into another order', async () => {
    await outboxRow(page, indicator).click();
    for (const at of [2, 1, 0]) {
      await change(page).getByRole('button', { name: 'Send earlier' }).click();
      await expect(outboxRows(page).nth(at)).toContainText(indicator);
    }
  });
  await first.close();
  for (const clear of online) clear();
  expect(falconWrites()).toEqual([]);

  const second = await openWindow(shell, dataFolder);
  await test.step('all of it is there after a restart, and nothing goes by itself', async () => {
    await goTo(second.page, 'Outbox');
    await expect(outboxRows(second.page)).toHaveCount(4);
    await expect(outboxRows(second.page).first()).toContainText(indicator);
    expect(falconWrites()).toEqual([]);
  });
  await test.step('sent on an explicit act', async () => {
    for (const vendor of ['datadog', 'crowdstrike'] as const)
      await giveSecret(second.page, accountOf(emulators, vendor));
    await goTo(second.page, 'Outbox');
    await sendAll(second.page, 'Sent: 3');
    await expect(outboxRows(second.page)).toHaveCount(1);
    await expect(outboxRow(second.page, 'domain bad host')).toContainText('invalid domain value');
    await expect(outboxRow(second.page, 'domain bad host')).toContainText('Refused');
    await second.page.getByRole('radio', { name: 'Sent' }).click();
    await expect(outboxRows(second.page)).toHaveCount(3);
    const created = live().filter(({ value }) => value.startsWith('good-'));
    expect(created.map(({ value, severity }) => `${value} ${severity}`).toSorted()).toEqual([
      'good-one.example critical',
      'good-two.example high',
    ]);
  });
  await second.close();
});

test('a conflict is decided with all three sides in view', async ({ page }) => {
  await connect(page, accountOf(emulators, 'crowdstrike'));
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await expect(runLine(page)).toContainText(/complete/i);
  const [mine, theirs] = live();
  await goTo(page, 'Outbox');
  await compose(page, 'My CrowdStrike Falcon: update indicators', {
    'Record ids': `${mine?.id}\n${theirs?.id}`,
    Description: 'as I see it',
  });
  emulators.crowdstrike.clock.advance(60_000);
  for (const record of [mine, theirs])
    emulators.crowdstrike.change(record?.id ?? '', { description: 'as they see it' });
  await sendAll(page, 'Conflict: 2');
  expect(falconWrites()).toEqual([]);

  await outboxRow(page, mine?.value ?? '').click();
  await expect(change(page).getByRole('row', { name: /^description/ })).toContainText('as they see itas I see it');
  await change(page).getByRole('button', { name: 'Keep mine' }).click();
  await outboxRow(page, theirs?.value ?? '').click();
  await change(page).getByRole('button', { name: 'Take theirs' }).click();
  await expect(outboxRows(page)).toHaveCount(1);
  await sendAll(page, 'Sent: 1');
  const after = new Map(live().map(({ id, description }) => [id, description]));
  expect(after.get(mine?.id ?? '')).toBe('as I see it');
  expect(after.get(theirs?.id ?? '')).toBe('as they see it');
});

test('a write by filter tells how many it concerns before it is queued', async ({ page }) => {
  await connect(page, accountOf(emulators, 'crowdstrike'));
  const domains = (): number => live().filter(({ type }) => type === 'domain').length;
  const count = domains();
  await goTo(page, 'Outbox');
  await page.getByRole('button', { name: 'New change' }).click();
  await dialogOf(page)
    .getByLabel('Change', { exact: true })
    .selectOption({ label: 'My CrowdStrike Falcon: delete indicators' });
  await dialogOf(page).getByRole('radio', { name: 'By filter' }).click();
  await dialogOf(page).getByLabel('Filter').fill("type:'domain'");
  await dialogOf(page).getByRole('button', { name: 'Count matches' }).click();
  await expect(dialogOf(page).getByText(`${count} match now`)).toBeVisible();
  await queueAndWait(page);
  await sendAll(page, 'Sent: 1');
  expect(domains()).toBe(0);
});

test('what a read-only key was refused is shown and held back, until the right was granted', async ({ page }) => {
  await connect(page, accountOf(emulators, 'crowdstrike'));
  await goTo(page, 'Outbox');
  const fields = { Values: 'refused.example' };
  await compose(page, 'My CrowdStrike Falcon: create indicators', fields);
  const granted = emulators.crowdstrike.faults.add({
    when: { method: 'POST', path: '/iocs/' },
    fault: {
      kind: 'status',
      status: 403,
      text: '{"errors":[{"code":403,"message":"access denied, scope not permitted"}]}',
      contentType: 'application/json',
    },
  });
  await sendAll(page, 'Queued: 1');
  await page.getByRole('button', { name: 'New change' }).click();
  await expect(dialogOf(page)).toContainText('lacks the right IOC Management: Write');
  await expect(dialogOf(page).getByRole('option', { name: /create indicators \(not allowed\)/ })).toBeDisabled();
  await page.keyboard.press('Escape');

  await goTo(page, 'Sources');
  await openConnection(page, 'My CrowdStrike Falcon');
  await page.getByRole('button', { name: 'Calls' }).click();
  await dialogOf(page).getByLabel('Call', { exact: true }).selectOption('indicator_delete_v1');
  await dialogOf(page).locator('#call-filter').fill("type:'domain'");
  await expect(dialogOf(page).getByRole('button', { name: 'Queue' })).toBeDisabled();
  granted();
  await dialogOf(page).getByRole('button', { name: 'The right was granted' }).click();
  await expect(dialogOf(page).getByRole('button', { name: 'Queue' })).toBeEnabled();
  await expect(dialogOf(page)).not.toContainText('lacks the right');
});

async function queueAndWait(page: Page): Promise<void> {
  await dialogOf(page).getByRole('button', { name: 'Queue' }).click();
  await expect(page.getByText('1 change queued')).toBeVisible();
}
