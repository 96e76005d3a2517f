/**
 * Draws the main screens of the built window over a fake bridge and saves them as pictures:
 * `node test/support/screens.ts <folder>`. Ends with 1 when the page's policy was violated, anything was written to the
 * console as an error, or axe finds a serious problem.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { build } from 'vite';
import type { FakeOptions } from './fake-workbench/fake-workbench.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const root = resolve(import.meta.dirname, '../..');
const built = join(root, 'out/renderer');
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.woff2': 'font/woff2',
};
const nowMs = Date.UTC(2026, 10, 21, 7, 0);

/** A place of the window: how to get there and what to wait for. */
interface Scene {
  readonly name: string;
  readonly scenario: FakeOptions['scenario'];
  readonly fragment: string;
  /** Default: compact. */
  readonly density?: FakeOptions['density'];
  readonly prepare?: (page: Page) => Promise<void>;
}

const row = (page: Page, at: number) => page.locator('tr.result-row').nth(at);

/** A report with everything that a look-up can say. */
const reportText = `Campaign notes, 21 November

Delivery
The mails led to hxxps://login-update[.]example[.]net/a.php?id=7 and hxxp://portal-0f32[.]example/secure. Both resolved
to 198.51.100.4 and 8.8.8.8 was used as a resolver. Attachment report.zip, dropped setup.py (version 10.2.0.1).

Hashes
d41d8cd98f00b204e9800998ecf8427e
275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f

Persistence: HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\updater, contact admin[at]mail-secure[.]example[.]org
Second stage from 999.1.1.1 and 203.0.113.66, again hxxps://login-update[.]example[.]net/a.php?id=7
`;

/** Opens the column menu and shows these too. */
async function showColumns(page: Page, titles: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Columns' }).click();
  const menu = page.getByRole('region', { name: 'Columns' });
  for (const title of titles) await menu.locator('label').filter({ hasText: title }).click();
}

/** Gives a table to the import; what is in it the fake decides. */
async function giveTable(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…', exact: true }).click();
  await (await chooser).setFiles({ name: 'feed.csv', mimeType: 'text/csv', buffer: Buffer.from('Indicator') });
  await page
    .getByRole('dialog')
    .getByText('It is no domain name.')
    .or(page.getByText('198.51.100.7').first())
    .first()
    .waitFor();
}

/** What Ctrl+V does; a headless browser has no clipboard of the system. */
function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Some values that the made-up cache holds, as a report would list them. */
async function knownValues(page: Page): Promise<string> {
  await page.getByRole('navigation').getByRole('button', { name: 'Explore' }).click();
  await page.getByLabel('Search indicators').fill('type:(ipv4 OR sha256) case:*');
  await page.keyboard.press('Enter');
  await page.locator('tr.result-row .cell-value').first().waitFor();
  await page.waitForTimeout(300);
  const values = await page.locator('tr.result-row .cell-value').allTextContents();
  await page.getByRole('navigation').getByRole('button', { name: 'Lookup' }).click();
  return values.map((value) => value.replace(/[^0-9a-f.].*$/, '')).join('\n');
}

const scenes: readonly Scene[] = [
  { name: 'explore', scenario: 'full', fragment: '#/explore' },
  {
    name: 'explore-filtered',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('type:(ipv4 OR domain) score:>=40 -tag:scanner sort:-last_seen')}`,
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'j']) await page.keyboard.press(key);
    },
  },
  {
    name: 'explore-detail',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('vendor:crowdstrike type:ipv4 severity:critical')}`,
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Changed 2×' }).first().click();
    },
  },
  {
    name: 'explore-histogram',
    scenario: 'full',
    fragment: '#/explore?q=type%3Adomain',
    prepare: async (page) => {
      await page.getByRole('slider').focus();
      for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) {
        await page.keyboard.press(key);
      }
    },
  },
  {
    name: 'palette',
    scenario: 'full',
    fragment: '#/explore?q=type%3Adomain',
    prepare: (page) => page.keyboard.press('Control+k'),
  },
  {
    name: 'palette-indicator',
    scenario: 'full',
    fragment: '#/cases',
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByLabel('What to do or find').fill('198.51.100');
      await page
        .getByRole('option', { name: /critical/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'explore-preview',
    scenario: 'full',
    fragment: '#/explore?q=type%3Adomain',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('m');
      await page.getByRole('alertdialog').getByRole('table').waitFor();
    },
  },
  {
    name: 'explore-tags',
    scenario: 'full',
    fragment: '#/explore?q=type%3Adomain',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['x', 'j', 'x', 'j', 'x', 't']) await page.keyboard.press(key);
      const field = page.getByRole('dialog').getByRole('combobox');
      await field.fill('phishing kit 16');
      await field.press('Enter');
      for (const key of ['ArrowDown', 'Enter', 'ArrowDown', 'ArrowDown']) await field.press(key);
    },
  },
  {
    name: 'explore-copy',
    scenario: 'full',
    fragment: '#/explore?q=type%3Adomain',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['x', 'j', 'x', 'j', 'e']) await page.keyboard.press(key);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('menuitem', { name: 'Datadog query' }).waitFor();
    },
  },
  {
    name: 'explore-raw',
    scenario: 'full',
    fragment: '#/explore?q=vendor%3Adatadog',
    prepare: async (page) => {
      await row(page, 2).dblclick();
      await page.getByRole('button', { name: 'Raw record' }).first().click();
      await page.getByLabel('Search in the raw record').fill('name');
    },
  },
  {
    name: 'explore-hostile',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('type:(other OR path OR user_agent) sort:type')}`,
    prepare: (page) => page.locator('tr.result-row').first().dblclick(),
  },
  {
    name: 'explore-hostile-long',
    scenario: 'full',
    fragment: '#/explore?q=segment',
    prepare: (page) => page.locator('tr.result-row').first().dblclick(),
  },
  {
    name: 'explore-end',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
    },
  },
  {
    name: 'explore-error',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('score:>=40 tpye:ipv4 evil')}`,
  },
  {
    name: 'query-fields',
    scenario: 'full',
    fragment: '#/explore?q=type%3Adomain',
    prepare: async (page) => {
      const box = page.getByRole('combobox', { name: 'Search indicators' });
      await box.focus();
      await box.press('End');
      await box.pressSequentially(' se');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'query-values',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      const box = page.getByRole('combobox', { name: 'Search indicators' });
      await box.focus();
      await box.pressSequentially('tag:');
      await page.getByRole('option').nth(2).waitFor();
      await box.press('ArrowDown');
      await box.press('ArrowDown');
    },
  },
  {
    name: 'query-saved',
    scenario: 'full',
    fragment: '#/explore?q=tag%3Ac2',
    prepare: async (page) => {
      await page.getByRole('button', { name: /^Saved searches/ }).click();
      await page.getByRole('heading', { name: 'Asked before' }).waitFor();
    },
  },
  {
    name: 'query-help',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'What can be searched for' }).click();
      await page.getByRole('heading', { name: 'Text and indicators' }).waitFor();
    },
  },
  { name: 'explore-nothing', scenario: 'full', fragment: '#/explore?q=nothing-like-this' },
  { name: 'explore-hint', scenario: 'full', fragment: `#/explore?q=${encodeURIComponent('vendor:crowdstirke')}` },
  {
    name: 'explore-list',
    scenario: 'full',
    fragment: '#/explore?q=type%3Aipv4',
    prepare: async (page) => {
      const list = Array.from({ length: 10_000 }, (_unused, at) => `198.51.${at >> 8}[.]${at & 255}`).join('\n');
      await page.getByRole('button', { name: 'Search for a list of values' }).click();
      await page.getByLabel('Any of').fill(list);
      await page.keyboard.press('Control+Enter');
      await page.getByText('any of 10,000 values').waitFor();
    },
  },
  {
    name: 'explore-selected-detail',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['x', 'j', 'x', 'Enter']) await page.keyboard.press(key);
      await page.getByRole('complementary', { name: 'Indicator' }).waitFor();
    },
  },
  {
    name: 'explore-filters',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('complementary', { name: 'Indicator' }).waitFor();
      const filters = page.getByRole('button', { name: 'Filters' });
      if ((await filters.getAttribute('aria-pressed')) === 'false') await filters.click();
      await page.getByRole('region', { name: 'Filters' }).waitFor();
    },
  },
  {
    name: 'explore-columns',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('region', { name: 'Columns' }).waitFor();
    },
  },
  {
    name: 'explore-statements',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('vendor:(datadog AND crowdstrike)')}`,
    prepare: async (page) => {
      await showColumns(page, [
        'Severity by vendor',
        'Sources',
        'Vendor’s own score',
        'Country',
        'Last seen by vendor',
      ]);
      await page.keyboard.press('Escape');
      await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 420 }));
      await page.locator('tr.result-row').nth(3).click();
    },
  },
  {
    name: 'explore-columns-end',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await showColumns(page, ['Fetched', 'Stream']);
      await page.getByRole('region', { name: 'Columns' }).evaluate((menu) => menu.scrollTo({ top: 9_999 }));
    },
  },
  { name: 'explore-comfortable', scenario: 'full', density: 'comfortable', fragment: '#/explore' },
  { name: 'explore-unsynced', scenario: 'unsynced', fragment: '#/explore' },
  { name: 'explore-waiting', scenario: 'waiting', fragment: '#/explore' },
  {
    name: 'explore-long-value',
    scenario: 'full',
    fragment: '#/explore?q=segment',
    prepare: async (page) => {
      await page.locator('tr.result-row').first().dblclick();
      await page
        .getByRole('button', { name: /^show all/ })
        .first()
        .click();
    },
  },
  {
    name: 'case-adding',
    scenario: 'waiting',
    fragment: '#/cases/CASE-0001',
    prepare: async (page) => {
      await page.getByLabel('Indicator or query to add').fill('type:domain score:>=70');
      await page.keyboard.press('Enter');
      await page.getByText('31,500 of 56,214').waitFor();
    },
  },
  { name: 'explore-first-run', scenario: 'empty', fragment: '#/explore' },
  { name: 'explore-broken', scenario: 'broken', fragment: '#/explore' },
  {
    name: 'explore-case-dialog',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('c');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'explore-export',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'case-export-preview',
    scenario: 'full',
    fragment: '#/cases/CASE-0002',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Report' }).click();
      await page.getByLabel('Template').selectOption('Customer letter');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('region', { name: 'Preview' }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'sources', scenario: 'full', fragment: '#/sources/c-2222222222222222' },
  { name: 'sources-overlap', scenario: 'full', fragment: '#/sources/overlap' },
  { name: 'sources-standing', scenario: 'full', fragment: '#/sources/standing' },
  { name: 'sources-syncing', scenario: 'syncing', fragment: '#/sources/c-3333333333333333' },
  { name: 'sources-first-run', scenario: 'empty', fragment: '#/sources' },
  {
    name: 'sources-rejected',
    scenario: 'full',
    fragment: '#/sources/c-2222222222222222',
    prepare: async (page) => {
      await page.getByRole('button', { name: '3', exact: true }).click();
      await page.getByRole('button', { name: 'Test' }).click();
      await page.getByText('value: missing').waitFor();
    },
  },
  {
    name: 'sources-add',
    scenario: 'full',
    fragment: '#/sources',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add connection' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'sources-add-form',
    scenario: 'full',
    fragment: '#/sources',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add connection' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Datadog/ })
        .click();
      await page.getByLabel('API key').fill('x');
      await page.getByLabel('Application key').fill('y');
      await page.getByRole('dialog').getByRole('button', { name: 'Next' }).click();
      await page.getByText('refused (403)').waitFor();
    },
  },
  ...(['streams', 'schedule'] as const).map(
    (step): Scene => ({
      name: `sources-add-${step}`,
      scenario: 'full',
      fragment: '#/sources',
      prepare: async (page) => {
        const dialog = page.getByRole('dialog');
        await page.getByRole('button', { name: 'Add connection' }).click();
        await dialog.getByRole('button', { name: /Threat Grid/ }).click();
        await page.getByLabel('API key').fill('x');
        await dialog.getByRole('button', { name: 'Next' }).click();
        await dialog.getByRole('button', { name: 'Go on anyway' }).click();
        if (step === 'streams') return;
        await dialog.getByRole('button', { name: 'Next' }).click();
        await dialog.getByText('By itself').click();
      },
    }),
  ),
  {
    name: 'explore-vendors',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('vendor:crowdstrike type:ipv4 severity:critical')}`,
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Vendors' }).click();
      await page.getByText('Engines that flag it').waitFor();
      await page.getByRole('tab', { name: 'Vendors' }).scrollIntoViewIfNeeded();
      await page.getByRole('region', { name: 'Details' }).evaluate((region) => region.scrollTo(0, 340));
    },
  },
  {
    name: 'explore-vendors-never-asked',
    scenario: 'full',
    fragment: `#/explore?q=${encodeURIComponent('vendor:crowdstrike type:ipv4 severity:critical')}`,
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Vendors' }).click();
    },
  },
  {
    name: 'explore-refresh',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['x', 'j', 'x', 'v']) await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'outbox',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'update.cdn-mirror.example' }).click();
      await page.getByText('Vendor now').waitFor();
    },
  },
  {
    name: 'outbox-compose',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New change' }).click();
      await page
        .getByRole('dialog')
        .getByLabel('Change', { exact: true })
        .selectOption({ label: 'falcon: create indicators' });
      await page.getByLabel('Values').fill('evil.example\nlogin.evil.example');
    },
  },
  {
    name: 'outbox-compose-day',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New change' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Change', { exact: true }).selectOption({ label: 'falcon: create indicators' });
      const day = dialog.getByLabel('Expires');
      await day.fill('2026-12-31');
      await day.press('ArrowUp');
      await expect(day).toHaveValue('2027-01-01');
    },
  },
  {
    name: 'outbox-compose-filter',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New change' }).click();
      await page
        .getByRole('dialog')
        .getByLabel('Change', { exact: true })
        .selectOption({ label: 'falcon: update indicators' });
      await page.getByRole('radio', { name: 'By filter' }).click();
      await page.getByLabel('Filter').fill("source:'old-feed'+expired:true");
      await page.getByLabel('Action').selectOption('no_action');
      await page.getByRole('button', { name: 'Count matches' }).click();
      await page.getByText('match now').waitFor();
    },
  },
  {
    name: 'outbox-compose-clear',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New change' }).click();
      await page
        .getByRole('dialog')
        .getByLabel('Change', { exact: true })
        .selectOption({ label: 'falcon: update indicators' });
      await page.getByLabel('Record ids').fill('8de59b570d3fb6aecb0e872cc2dece513aa3f121e94be2803423372eef2023a5');
      await page.getByRole('button', { name: 'Clear: Expires' }).click();
      await page.getByRole('button', { name: 'Clear: Description' }).click();
      await page.getByRole('dialog').getByLabel('Action on phones').selectOption('detect');
      await page.getByLabel('File name').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'outbox-edit',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'update.cdn-mirror.example' }).click();
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'outbox-failed',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'login.portal-sso.example' }).click();
      await page.getByText('What the vendor answered').click();
    },
  },
  { name: 'outbox-first-run', scenario: 'empty', fragment: '#/outbox' },
  {
    name: 'outbox-send',
    scenario: 'full',
    fragment: '#/outbox',
    prepare: async (page) => {
      await page.getByRole('button', { name: /Send all/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'explore-push',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['x', 'j', 'x', 'p']) await page.keyboard.press(key);
      await page.getByLabel('Change', { exact: true }).selectOption({ label: 'falcon: create indicators' });
    },
  },
  {
    name: 'sources-calls',
    scenario: 'full',
    fragment: '#/sources/c-2222222222222222',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Calls' }).click();
      await page.getByLabel('Call', { exact: true }).selectOption('indicator_get_device_count_v1');
      await page.locator('#call-type').fill('domain');
      await page.locator('#call-value').fill('evil.example');
      await page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click();
      await page.getByRole('region', { name: 'Answer' }).waitFor();
    },
  },
  {
    name: 'sources-calls-denied',
    scenario: 'full',
    fragment: '#/sources/c-2222222222222222',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Calls' }).click();
      await page.getByLabel('Call', { exact: true }).selectOption('indicator_delete_v1');
      await page.getByRole('button', { name: 'The right was granted' }).waitFor();
    },
  },
  { name: 'lookup-start', scenario: 'full', fragment: '#/lookup' },
  {
    name: 'lookup',
    scenario: 'full',
    fragment: '#/lookup',
    prepare: async (page) => {
      await paste(page, `${reportText}\n${await knownValues(page)}`);
      await page.getByRole('grid', { name: 'Candidates' }).focus();
      for (const key of ['j', 'j', 'x', 'j', 'x', 'End', 'k', 'k']) await page.keyboard.press(key);
      await page.getByRole('region', { name: 'Text' }).getByText('Delivery').waitFor();
    },
  },
  {
    name: 'lookup-many',
    scenario: 'full',
    fragment: '#/lookup',
    prepare: async (page) => {
      await paste(
        page,
        Array.from({ length: 50_000 }, (_, at) => `11.${at >> 16}.${(at >> 8) & 255}[.]${at & 255}`).join('\n'),
      );
      await page.getByRole('grid', { name: 'Candidates' }).focus();
      await page.keyboard.press('End');
      await page.getByText('11.0.195.79').first().waitFor();
    },
  },
  {
    name: 'lookup-nothing',
    scenario: 'full',
    fragment: '#/lookup',
    prepare: async (page) => {
      await paste(page, 'There is nothing of interest in this text.');
      await page.getByText('No indicators in it').waitFor();
    },
  },
  { name: 'cases', scenario: 'full', fragment: '#/cases' },
  { name: 'import', scenario: 'full', fragment: '#/cases', prepare: giveTable },
  {
    name: 'import-done',
    scenario: 'full',
    fragment: '#/cases',
    prepare: async (page) => {
      await giveTable(page);
      await page.getByLabel('Into').selectOption({ label: 'A new case' });
      await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText('What the file says is in the cache').waitFor();
    },
  },
  {
    name: 'case-notes',
    scenario: 'full',
    fragment: '#/cases/CASE-0001',
    prepare: async (page) => {
      const notes = page.getByRole('region', { name: 'Notes' });
      await notes.getByRole('button', { name: 'Record' }).first().click();
      await notes.getByLabel('Search in the raw record').waitFor();
      await notes.getByText('Mail gateway').scrollIntoViewIfNeeded();
      await page.getByText('Case opened by Ada Winter').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'explore-pin',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Pin to case…' }).first().click();
      await page.getByLabel('Text').fill('Falcon saw it an hour before the mail.');
    },
  },
  ...['changed', 'as sealed'].map(
    (passphrase): Scene => ({
      name: `bundle-${passphrase.replace(' ', '-')}`,
      scenario: 'full',
      fragment: '#/cases',
      prepare: async (page) => {
        const chooser = page.waitForEvent('filechooser');
        await page.getByRole('button', { name: 'Open a bundle…' }).click();
        await (await chooser).setFiles({ name: 'CASE-0007.zip.age', mimeType: '', buffer: Buffer.from('x') });
        await page.getByLabel('Passphrase').fill(passphrase);
        await page.keyboard.press('Enter');
        await page.getByText('Loader at a sister company').waitFor();
      },
    }),
  ),
  { name: 'cases-first-run', scenario: 'empty', fragment: '#/cases' },
  {
    name: 'case',
    scenario: 'full',
    fragment: '#/cases/CASE-0001',
    prepare: async (page) => {
      await page.getByRole('grid', { name: 'Indicators of the case' }).locator('tbody').getByRole('row').nth(1).click();
      await page.getByText('Frozen').waitFor();
    },
  },
  {
    name: 'flow-triage',
    scenario: 'full',
    fragment: '#/explore?q=state%3Anew%20type%3Aipv4',
    prepare: async (page) => {
      const count = page.locator('.toolbar-count');
      const before = Number((await count.textContent())?.split(' ')[0]);
      await page.getByRole('grid').focus();
      const second = await page.locator('tr.result-row .cell-value').nth(1).textContent();
      await page.keyboard.press('m');
      await expect(page.locator('tr.is-cursor .cell-verdict')).toHaveText('Malicious');
      await page.keyboard.press('r');
      await expect(count).toHaveText(`${before - 1} indicators`);
      await expect(page.locator('tr.is-cursor .cell-value')).toHaveText(second ?? '');
      for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
      await expect(count).toHaveText('3 selected');
      await page.keyboard.press('e');
      await expect(page.getByText('3 indicators escalated')).toBeVisible();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('b');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Mark as benign' }).click();
      await expect(page.getByText('indicators marked benign')).toBeVisible();
      await expect(page.getByRole('grid')).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(count).toHaveText(/indicators$/);
    },
  },
  {
    name: 'flow-search',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      const box = page.getByLabel('Search indicators');
      await page.keyboard.press('/');
      await page.keyboard.type('type:domain', { delay: 60 });
      await expect(page.locator('.toolbar-count')).toHaveText('100 indicators');
      await page.keyboard.press('Enter');
      await page.keyboard.press('j');
      await page.getByRole('button', { name: 'high', exact: false }).first().click();
      await expect(box).toHaveValue('type:domain severity:high');
      await page
        .getByRole('region', { name: 'Tag' })
        .locator('.facet-value')
        .first()
        .click({ modifiers: ['Alt'] });
      await expect(box).toHaveValue(/^type:domain severity:high -tag:[a-z0-9-]+$/);
      const excluded = await box.inputValue();
      await page.getByRole('columnheader', { name: 'Last seen' }).getByRole('button').click();
      await expect(box).toHaveValue(`${excluded} sort:-last_seen`);
      await expect(page.getByRole('columnheader', { name: 'Last seen' })).toHaveAttribute('aria-sort', 'descending');
      await page.keyboard.press('Alt+ArrowLeft');
      await expect(box).toHaveValue(excluded);
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: /Relations/ }).click();
      await page.locator('.relation .link-button').first().click();
      await page.getByRole('button', { name: 'Back', exact: true }).click();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('complementary', { name: 'Indicator' })).toHaveCount(0);
    },
  },
  {
    name: 'flow-case',
    scenario: 'full',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('c');
      await page.getByLabel('Case', { exact: true }).selectOption({ label: 'New case…' });
      await page.getByLabel('Title').fill('A new case');
      await page.keyboard.press('Enter');
      await expect(page.getByText('1 indicator added to CASE-0003')).toBeVisible();
      await page.keyboard.press('g');
      await page.keyboard.press('c');
      await page.getByRole('button', { name: 'A new case' }).click();
      await page.getByLabel('New note').fill('First note');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByText('First note')).toBeVisible();
      await page.getByLabel('New task').fill('A task');
      await page.keyboard.press('Enter');
      await page.getByText('A task').click();
      await page.getByRole('button', { name: 'Close case' }).click();
      await page.getByLabel('Summary', { exact: true }).fill('All done.');
      await page.getByRole('button', { name: 'Close the case' }).click();
      await expect(page.locator('.screen-head .case-closed')).toBeVisible();
      await page.getByRole('button', { name: 'Report' }).click();
      await page.getByRole('button', { name: 'Choose a place and write' }).click();
      await expect(page.getByText('~/Documents/CASE-0001.html')).toBeVisible();
    },
  },
  {
    name: 'flow-sources',
    scenario: 'empty',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Go to Sources' }).click();
      await page.getByRole('button', { name: 'Connect a vendor' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /VirusTotal/ })
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Next' }).click();
      await expect(page.getByText('Needed.')).toBeVisible();
      await page.getByLabel('API key').fill('secret');
      await dialog.getByRole('button', { name: 'Next' }).click();
      await dialog.getByRole('button', { name: 'Go on anyway' }).click();
      await dialog.getByRole('button', { name: 'Next' }).click();
      await dialog.getByText('Start the first sync now').click();
      await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'virustotal' })).toBeVisible();
      await page.getByRole('button', { name: 'Credentials' }).click();
      await page.getByRole('button', { name: 'Forget them' }).click();
      await expect(page.getByText('Without credentials nothing can be fetched.')).toBeVisible();
      await page.getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(page.getByText('No vendor is connected')).toBeVisible();
    },
  },
  { name: 'settings', scenario: 'broken', fragment: '#/settings' },
  {
    name: 'settings-audit',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Check the log' }).click();
      await page.getByText('5 entries, none changed or missing').waitFor();
      await page.getByRole('region', { name: 'Audit log' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-lists',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      await page.getByRole('heading', { name: 'Benign lists' }).scrollIntoViewIfNeeded();
      await page.getByRole('button', { name: 'Change detonation.our-lab.example' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-allow',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Trust a value…' }).click();
      await page.getByRole('textbox', { name: 'Value' }).fill('*.our-lab.example');
      await page.getByLabel('Reason').fill('Our sandbox');
      await page.getByLabel('Last day').fill('31.12.2026');
      await page.getByText('Write a day as 2026-11-28.').waitFor();
    },
  },
  {
    name: 'settings-lists-import',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Take over from a file…' }).click();
      await (await chooser).setFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
      await page.getByRole('button', { name: 'Take over', exact: true }).waitFor();
    },
  },
  {
    name: 'settings-network',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      await page.getByRole('region', { name: 'Network' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-updates',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      const updates = page.getByRole('region', { name: 'Updates' });
      await updates.getByRole('button', { name: 'Look for an update' }).click();
      await updates.getByRole('button', { name: /deb$/ }).click();
      await updates.getByText('~/Downloads/').waitFor();
      await updates.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-updates-running',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      const updates = page.getByRole('region', { name: 'Updates' });
      await updates.getByRole('button', { name: 'Look for an update' }).click();
      await updates.getByRole('button', { name: /AppImage$/ }).click();
      await updates.getByText('45 of 135 MiB').waitFor();
      await updates.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-updates-none',
    scenario: 'empty',
    fragment: '#/settings',
    prepare: (page) => page.getByRole('region', { name: 'Updates' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'explore-fields',
    scenario: 'full',
    fragment: '#/explore?q=vendor%3Adatadog',
    prepare: async (page) => {
      await row(page, 2).dblclick();
      await page.getByRole('button', { name: 'All fields' }).first().click();
      await page.getByRole('button', { name: 'All fields' }).first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-diagnostics',
    scenario: 'full',
    fragment: '#/settings',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Back up…' }).click();
      await page.getByText('Backed up 12,480 indicators').waitFor();
      await page.getByRole('button', { name: 'Diagnostics…' }).click();
      await page.getByLabel('What will be saved').waitFor();
    },
  },
  {
    name: 'unsound',
    scenario: 'unsound',
    fragment: '#/explore',
    prepare: (page) => page.getByRole('button', { name: 'What can be done…' }).waitFor(),
  },
  {
    name: 'unsound-choices',
    scenario: 'unsound',
    fragment: '#/cases',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'What can be done…' }).click();
      await page.getByRole('button', { name: 'Repair', exact: true }).waitFor();
    },
  },
  {
    name: 'damaged',
    scenario: 'damaged',
    fragment: '#/explore',
    prepare: (page) => page.getByRole('button', { name: 'Repair', exact: true }).waitFor(),
  },
  {
    name: 'damaged-repaired',
    scenario: 'damaged',
    fragment: '#/explore',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Repair', exact: true }).click();
      await page.getByText('431 saved, up to 12 lost').waitFor();
    },
  },
];

const variants = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 960, height: 600 },
  { theme: 'light', width: 1920, height: 1080 },
  { theme: 'dark', width: 1920, height: 1080 },
  { theme: 'contrast', width: 1280, height: 800 },
] as const;

async function bundleFake(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'fake-workbench/install.ts'), formats: ['iife'], name: 'fake' },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('The fake bridge could not be bundled.');
  return chunk.code;
}

async function serve(): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const file = path === '/' ? '/index.html' : path;
    try {
      const body = readFileSync(join(built, file));
      response.writeHead(200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

interface Stage {
  readonly browser: Browser;
  readonly origin: string;
  readonly fake: string;
  readonly folder: string;
}

async function shoot(stage: Stage, scene: Scene, variant: (typeof variants)[number]): Promise<string[]> {
  const name = `${scene.name}-${variant.theme}-${variant.width}`;
  const context = await stage.browser.newContext({
    viewport: { width: variant.width, height: variant.height },
    reducedMotion: 'reduce',
  });
  const problems: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${name}: error: ${error.message}`));
  await page.clock.setFixedTime(nowMs);
  const options: FakeOptions = {
    scenario: scene.scenario,
    density: scene.density ?? 'compact',
    theme: variant.theme,
    rows: 640,
    nowMs,
  };
  // A favicon would be asked for over the network.
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await context.addInitScript({ content: `globalThis.fakeOptions = ${JSON.stringify(options)};\n${stage.fake}` });
  try {
    await page.goto(`${stage.origin}/${scene.fragment}`);
    await page.locator('main').waitFor();
    await page.waitForTimeout(300);
    await scene.prepare?.(page);
    await page.waitForTimeout(250);
  } catch (error) {
    problems.push(`${name}: ${String(error).split('\n').slice(0, 6).join(' / ')}`);
  }
  await page.screenshot({ path: join(stage.folder, `${name}.png`) });
  if (variant.width === 1280) {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const violation of violations) {
      const where = violation.nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} [${node.any[0]?.message ?? node.failureSummary ?? ''}]`);
      problems.push(`${name}: axe ${violation.impact ?? ''}: ${violation.id}: ${where.join(' | ')}`);
    }
  }
  await context.close();
  return problems;
}

const folder = resolve(process.argv[2] ?? join(root, '.cache/screens'));
const only = process.argv[3];
mkdirSync(folder, { recursive: true });
const { server, origin } = await serve();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const stage = { browser, origin, fake: await bundleFake(), folder };
const problems: string[] = [];
for (const scene of scenes.filter((one) => only === undefined || new RegExp(only).test(one.name))) {
  for (const variant of variants.filter(
    (one) => process.argv[4] === undefined || `${one.theme}-${one.width}`.includes(process.argv[4]),
  )) {
    problems.push(...(await shoot(stage, scene, variant)));
  }
}
await browser.close();
server.close();
process.stdout.write(problems.length === 0 ? `${folder}: no problem found\n` : `${problems.join('\n')}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
