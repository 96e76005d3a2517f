import { expect, type Locator, type Page } from '@playwright/test';
import { type Account, openConnection } from './sources.ts';
import { goTo } from './workbench.ts';

/** The dialog that is open. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog');

/** What the selected change does. */
export const change = (page: Page): Locator => page.getByRole('region', { name: 'Change', exact: true });

/** Queued changes, the head left out. */
export const outboxRows = (page: Page): Locator =>
  page.getByRole('region', { name: 'Queued changes' }).locator('tbody').getByRole('row');

/** The change of a subject. */
export const outboxRow = (page: Page, subject: string): Locator =>
  outboxRows(page).filter({ has: page.getByRole('button', { name: subject, exact: true }) });

/** Queues a new change. @param texts by label. */
export async function compose(page: Page, label: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: 'New change' }).click();
  await dialogOf(page).getByLabel('Change', { exact: true }).selectOption({ label });
  for (const [name, text] of Object.entries(texts)) await dialogOf(page).getByRole('textbox', { name }).fill(text);
  await dialogOf(page).getByRole('button', { name: 'Queue' }).click();
  await expect(dialogOf(page)).toHaveCount(0);
}

/** Sends what is due, after the question. @param outcome is one line of what is said then. */
export async function sendAll(page: Page, outcome: string): Promise<void> {
  await page.getByRole('button', { name: /^Send all/ }).click();
  await dialogOf(page)
    .getByRole('button', { name: /^Send \d/ })
    .click();
  await expect(dialogOf(page).getByRole('listitem').filter({ hasText: outcome })).toBeVisible();
  // The cross in the corner bears the same name.
  await dialogOf(page).getByText('Close', { exact: true }).click();
}

/** Types the secret of a connection again, as after a restart without a keychain. */
export async function giveSecret(page: Page, account: Account): Promise<void> {
  await goTo(page, 'Sources');
  await openConnection(page, account.name);
  await page.getByRole('button', { name: 'Credentials', exact: true }).click();
  for (const [label, text] of Object.entries(account.secrets)) await dialogOf(page).getByLabel(label).fill(text);
  await dialogOf(page).getByText('memory, until Sightline closes').click();
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialogOf(page)).toHaveCount(0);
}
