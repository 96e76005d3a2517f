import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { cursorRow, goTo, resultGrid, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('from a finding to a closed case and its report on disk', async ({ page, window }) => {
  const value = await test.step('the finding goes into a new case', () => fileFinding(page));
  await test.step('notes and tasks are kept', () => work(page));
  await test.step('what supports it is pinned, told and attached', () => support(page, value));
  await test.step('the case is closed with what it came to', () => closeCase(page));
  await test.step('the report is a file that carries its mark', async () => {
    await writeReport(page, 'HTML');
    const report = readFileSync(join(window.exportFolder, 'CASE-0001.html'), 'utf8');
    expect(report).toContain('TLP:AMBER');
    expect(report).toContain('A loader on two laptops');
    expect(report).toContain('Isolated, reinstalled.');
    expect(report).toContain('both machines are isolated');
    expect(report).toContain('The mail was opened');
    expect(report).toContain('mail.eml');
    expect(report).toContain(mailSha256);
    expect(report).toContain('Evidence: ');
    // Defanged: the value as it is must not stand in a report for people.
    expect(report).not.toContain(`>${value}<`);
    expect(report).toContain(value.replaceAll('.', '[.]'));
  });
  await test.step('other formats lie beside it', async () => {
    await writeReport(page, 'JSON');
    const exported: unknown = JSON.parse(readFileSync(join(window.exportFolder, 'CASE-0001.json'), 'utf8'));
    expect(exported).toMatchObject({ tlp: 'amber', case: { number: 'CASE-0001', status: 'closed' } });
    expect(readdirSync(window.exportFolder).toSorted()).toEqual(['CASE-0001.html', 'CASE-0001.json']);
  });
  await test.step('a bundle of it is opened read-only, and one that was changed is told', async () => {
    const told = await writeReport(page, 'Case bundle');
    const [fingerprint = 'none'] = /[0-9a-f]{64}/.exec(told) ?? [];
    const bytes = readFileSync(join(window.exportFolder, 'CASE-0001-bundle.zip'));
    await openBundle(page, bytes, 'Every member is what was sealed');
    await openBundle(page, bytes, fingerprint);
    const at = bytes.indexOf('notes.jsonl') + 40;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at);
    await openBundle(page, bytes, 'This bundle is not what was sealed');
  });
});

async function fileFinding(page: Page): Promise<string> {
  await search(page, 'type:domain vendor:(datadog AND crowdstrike)');
  await resultGrid(page).focus();
  const value = (await cursorRow(page).locator('.cell-value bdi').textContent()) ?? '';
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('A loader on two laptops');
  await dialog.getByLabel('Role').fill('C2');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 indicator added to CASE-0001')).toBeVisible();
  await expect(cursorRow(page).locator('.cell-cases')).toHaveText('CASE-0001');
  return value;
}

async function work(page: Page): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'A loader on two laptops' }).click();
  await expect(page.getByRole('region', { name: 'Indicators' }).locator('tbody').getByRole('row')).toHaveCount(1);
  await page.getByLabel('New note').fill('Contacted ten minutes after the mail; both machines are isolated.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText('both machines are isolated');
  await page.getByLabel('New task').fill('Block the domain at the proxy');
  await page.keyboard.press('Enter');
  const task = page.getByRole('checkbox', { name: 'Block the domain at the proxy' });
  await expect(task).not.toBeChecked();
  await page.getByText('Block the domain at the proxy').first().click();
  await expect(task).toBeChecked();
}

const mail = 'Subject: your invoice';
const mailSha256 = createHash('sha256').update(mail).digest('hex');

async function support(page: Page, value: string): Promise<void> {
  const when = page.getByLabel('When it happened (UTC)');
  await expect(when).toHaveValue(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  await when.fill('2026-02-31 09:30');
  await expect(when).toHaveAttribute('aria-invalid', 'true');
  await when.fill('2026-01-05 09:30');
  await expect(when).toHaveAttribute('aria-invalid', 'false');
  await when.press('ArrowUp');
  await expect(when).toHaveValue('2026-01-05 09:31');
  await when.press('ArrowDown');
  await page.getByLabel('New timeline entry').fill('The mail was opened');
  await page.keyboard.press('Enter');
  // The oldest of all, so it stands last.
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByRole('listitem').last()).toContainText('The mail was opened');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files…' }).click();
  await (await chooser).setFiles({ name: 'mail.eml', mimeType: 'message/rfc822', buffer: Buffer.from(mail) });
  await expect(page.getByRole('region', { name: 'Files' })).toContainText(mailSha256.slice(0, 8));
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(notes.getByRole('button', { name: 'Pinned' })).toBeVisible();

  await goTo(page, 'Explore');
  await resultGrid(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pin to case…' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(page.getByText('of CASE-0001')).toBeVisible();
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'A loader on two laptops' }).click();
  await expect(notes.getByRole('list', { name: 'Evidence' })).toContainText(value);
}

async function closeCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close case' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Verdict').selectOption('Malicious');
  await dialog.getByLabel('Summary').fill('Isolated, reinstalled.');
  await dialog.getByRole('button', { name: 'Close the case' }).click();
  await expect(page.getByText('CASE-0001 closed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close case' })).toHaveCount(0);
}

async function openBundle(page: Page, buffer: Buffer, verdict: string): Promise<void> {
  await goTo(page, 'Cases');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a bundle…' }).click();
  await (await chooser).setFiles({ name: 'CASE-0001-bundle.zip', mimeType: 'application/zip', buffer });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('status')).toContainText(verdict);
  await expect(dialog).toContainText('A loader on two laptops');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
}

/** @returns what the window says of what was written. */
async function writeReport(page: Page, format: string): Promise<string> {
  await page.getByRole('button', { name: 'Report' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(format, { exact: false }).first().click();
  await dialog.getByRole('button', { name: 'Choose a place and write' }).click();
  await expect(dialog.getByRole('status')).toContainText('Written');
  await expect(dialog.getByRole('status')).toContainText('TLP:AMBER');
  const told = (await dialog.getByRole('status').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
  return told;
}
