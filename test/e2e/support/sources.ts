import { expect, type Locator, type Page } from '@playwright/test';
import { goTo } from './workbench.ts';

/** An account as it is typed into the dialog; `vendor` is the name on its button. */
export interface Account {
  readonly vendor: string;
  readonly name: string;
  readonly address: string;
  /** Label of the field to text. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Stream options: `stream title` to option name to value. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Opens the dialog on the form of a vendor. @returns the dialog. */
export async function openConnectionForm(page: Page, vendor: string): Promise<Locator> {
  await goTo(page, 'Sources');
  await page.getByRole('button', { name: 'Add connection' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: vendor }).click();
  return dialog;
}

/** Fills in the account; the secret stays in memory, so that no keychain is needed. */
export async function fillAccount(dialog: Locator, account: Account): Promise<void> {
  await dialog.getByLabel('Name', { exact: true }).fill(account.name);
  await dialog.getByLabel('Other address').fill(account.address);
  for (const [label, text] of Object.entries(account.secrets)) await dialog.getByLabel(label).fill(text);
  await dialog.getByText('memory, until Sightline closes').click();
}

/** Goes to the next step once the vendor was asked, whatever it said. */
export async function leaveTest(dialog: Locator): Promise<void> {
  await expect(currentStep(dialog)).toHaveText(/Test$/);
  await expect(dialog.getByRole('button', { name: 'Test again' })).toBeVisible();
  await dialog.getByRole('button', { name: /^(Next|Go on anyway)$/ }).click();
}

/** The step that the wizard shows. */
export const currentStep = (dialog: Locator): Locator => dialog.locator('[aria-current="step"]');

export const goOn = (dialog: Locator): Promise<void> =>
  dialog.getByRole('button', { name: /^(Next|Connect)$/ }).click();

/** Fills in options of the streams. */
export async function fillOptions(dialog: Locator, account: Account): Promise<void> {
  for (const [stream, values] of Object.entries(account.options ?? {})) {
    const group = dialog.getByRole('group', { name: stream });
    for (const [name, value] of Object.entries(values)) await group.getByLabel(name, { exact: true }).fill(value);
  }
}

/** From the step of the streams to the end, leaving the first sync to the test. */
export async function finishWithoutSync(dialog: Locator, account: Account): Promise<void> {
  await fillOptions(dialog, account);
  await goOn(dialog);
  await dialog.getByText('Start the first sync now').click();
  await goOn(dialog);
}

/** Adds a connection from beginning to end. */
export async function connect(page: Page, account: Account): Promise<void> {
  const dialog = await openConnectionForm(page, account.vendor);
  await fillAccount(dialog, account);
  await goOn(dialog);
  await leaveTest(dialog);
  await finishWithoutSync(dialog, account);
  await expect(page.getByRole('heading', { level: 2, name: account.name })).toBeVisible();
}

/** Shows a connection. */
export async function openConnection(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Connections' }).getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
}

/** A stream's line in the table of the connection that is shown. */
export const streamLine = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: 'Streams' }).getByRole('row').filter({ hasText: title }).first();

/** A run's line in the history of the connection that is shown; the newest first. */
export const runLine = (page: Page, at = 0): Locator =>
  page.getByRole('region', { name: 'Run history' }).locator('tbody').getByRole('row').nth(at);
