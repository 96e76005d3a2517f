import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { recognise } from '#main/domain/canonicalise.ts';
import { boundValue } from '#main/vendors/kit/vendor-text.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { dropFiles } from './support/drop-files.ts';
import { test as base, expect, type OpenWindow } from './support/fixtures.ts';
import { fillHostileCache } from './support/hostile-cache.ts';
import { hostileValues } from './support/hostile-records.ts';
import { startHostileVendor } from './support/hostile-vendor.ts';
import { inspectPage } from './support/inspect.ts';
import { windowSize } from './support/open-chromium.ts';
import { dialogOf } from './support/outbox.ts';
import {
  fillAccount,
  finishWithoutSync,
  goOn,
  leaveTest,
  openConnection,
  openConnectionForm,
} from './support/sources.ts';
import { detailPanel, goTo, resultGrid, resultRows, search } from './support/workbench.ts';

const test = base.extend<object, { readonly filled: string }>({
  /** Filled once, and copied for each test. */
  filled: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'sightline-hostile-'));
      for (const [place, count] of Object.entries(await fillHostileCache(folder))) {
        expect(count, place).toBeGreaterThan(0);
      }
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  dataFolder: async ({ dataFolder, filled }, use) => {
    cpSync(filled, dataFolder, { recursive: true });
    await use(dataFolder);
  },
});

/** Everything that is drawn, in both themes. What the window did meanwhile is held against the place, too. */
async function look({ page, watch }: OpenWindow, place: string): Promise<void> {
  await test.step(place, async () => {
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      expect.soft(await inspectPage(page), `${place}, ${colorScheme}`).toEqual([]);
    }
    expect(watch.problems, place).toEqual([]);
    expect(new URL(page.url()).pathname).toBe('/index.html');
    expect(page.frames()).toHaveLength(1);
  });
}

/** Looks at what lies over the screen, and takes it away again. */
async function lookOver(window: OpenWindow, place: string): Promise<void> {
  const overlay = window.page.locator('[role=dialog], .bp6-popover');
  await overlay.first().waitFor();
  await look(window, place);
  await window.page.keyboard.press('Escape');
  await expect(overlay).toHaveCount(0);
}

/** What Lookup takes for text: with a NUL in it, it is none. */
const readableText = hostileValues.filter((text) => !text.includes('\0')).join('\n');

const press = (within: Page | Locator, name: string | RegExp): Promise<void> =>
  within
    .getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })
    .first()
    .click();

test('Explore shows hostile texts as text', ({ window }) => lookAtExplore(window));

test('an indicator shows hostile texts as text', ({ window }) => lookAtIndicator(window));

test('dialogs, palette and messages show hostile texts as text', ({ window }) => lookAtDialogs(window));

test('dialogs that queue changes show hostile texts as text', ({ window }) => lookAtQueueing(window));

test('Lookup shows hostile texts as text', ({ window }) => lookAtLookup(window));

test('Cases show hostile texts as text', ({ window }) => lookAtCases(window));

test('Outbox shows hostile texts as text', ({ window }) => lookAtOutbox(window));

test('Sources show hostile texts as text', ({ window }) => lookAtSources(window));

test('dialogs of a connection show hostile texts as text', ({ window }) => lookAtConnectionDialogs(window));

test('Settings show hostile texts as text', ({ window }) => lookAtSettings(window));

test('proxy and trusted authorities show hostile texts as text', ({ window }) => lookAtNetwork(window));

test('files that are given show hostile texts as text', ({ window }) => lookAtFiles(window));

test('answers of vendors show hostile texts as text', ({ window }) => lookAtAnswers(window));

test('what is copied exactly has every code point of every value', async ({ page }) => {
  const expected = [...new Set(hostileValues.map((text) => displayValue(boundValue(recognise(text)))))];
  expect(expected.filter((value) => hostileValues.includes(value)).length).toBeGreaterThan(250);
  expect(await search(page, 'score:100 vendor:datadog')).toBe(expected.length);
  const pasted = await watchPaste(page);
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  for (let at = 0; at < 12; at += 1) {
    await press(panel, 'Exact');
    await expect(page.getByText('Exact value copied').last()).toBeVisible();
    expect(expected).toContain(await pasted());
    await resultGrid(page).focus();
    await page.keyboard.press('j');
  }
  await resultGrid(page).press('Control+a');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Exact/ }).click();
  await expect(page.getByText(`${expected.length} indicators copied`).last()).toBeVisible();
  const lines = `\n${await pasted()}`.replace(/\n$/, '');
  for (const value of expected) expect(`${lines}\n`.includes(`\n${value}\n`), JSON.stringify(value)).toBe(true);
  expect(lines).toHaveLength(expected.reduce((sum, value) => sum + value.length + 1, 0));
});

/** The clipboard as a paste gives it. @returns reads it. */
async function watchPaste(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const keep = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      Object.assign(window, { pastedText: text });
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    window.addEventListener('paste', keep, { capture: true });
  });
  return async () => {
    await page.evaluate(() => Object.assign(window, { pastedText: undefined }));
    await page.keyboard.press('Control+v');
    const handle = await page.waitForFunction(() => Reflect.get(window, 'pastedText'));
    return String(await handle.jsonValue());
  };
}

async function lookAtExplore(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Explore');
  const found = await search(page, 'score:100');
  expect(found).toBeGreaterThan(250);
  await press(page, 'Columns');
  const menu = page.getByRole('region', { name: 'Columns' });
  for (const title of ['Tags', 'Categories', 'Sources', 'Description by vendor']) {
    const choice = menu.locator('label').filter({ hasText: title }).first();
    if ((await choice.count()) > 0 && !(await choice.locator('input').isChecked())) await choice.click();
  }
  await lookOver(window, 'menu of columns');
  await look(window, 'result');
  await lookAtAllRows(window, found);
  await search(page, 'vendor:crowdstrike');
  await look(window, 'result of another vendor');
  await search(page, 'tag:*');
  await page.locator('.facet-more').last().click();
  await look(window, 'facets');
}

async function lookAtDialogs(window: OpenWindow): Promise<void> {
  const { page } = window;
  await search(page, 'score:100');
  await press(page, /^Saved searches/);
  await lookOver(window, 'saved searches');
  for (const [key, place] of [
    ['c', 'adding to a case'],
    ['t', 'tag editor'],
    ['n', 'note'],
    ['Control+e', 'export'],
  ] as const) {
    await resultGrid(page).press(key);
    await lookOver(window, place);
  }
  await page.keyboard.press('Control+k');
  for (const typed of ['', 'alert', 'evil', 'CASE']) {
    await page.getByRole('combobox', { name: 'What to do or find' }).fill(typed);
    await look(window, `palette with "${typed}"`);
  }
  await page.keyboard.press('Escape');
  await press(page, /^Messages/);
  await lookOver(window, 'messages');
}

/** In a window so high that a few pages are all. */
async function lookAtAllRows(window: OpenWindow, count: number): Promise<void> {
  const { page } = window;
  const size = page.viewportSize() ?? windowSize;
  await page.setViewportSize({ ...size, height: 4_000 });
  const last = resultGrid(page).locator(`[aria-rowindex="${count + 1}"]`);
  for (let at = 1; ; at += 1) {
    await look(window, `page ${at} of the result`);
    if ((await last.count()) > 0) break;
    const drawn = await resultRows(page).last().getAttribute('aria-rowindex');
    await resultRows(page)
      .last()
      .evaluate((row) => row.scrollIntoView({ block: 'start' }));
    await expect(resultRows(page).last()).not.toHaveAttribute('aria-rowindex', drawn ?? '');
  }
  await page.setViewportSize(size);
}

async function lookAtIndicator(window: OpenWindow): Promise<void> {
  const { page } = window;
  // That one has the notes and tags.
  expect(await search(page, 'verdict:malicious')).toBe(1);
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  await panel.getByRole('heading', { level: 2 }).waitFor();
  await press(panel, 'Raw record');
  await look(window, 'records of an indicator');
  await press(panel, /^Changed/);
  await look(window, 'history of a record');
  for (const tab of ['Vendors', /^Relations/, /^Triage/] as const) {
    await panel.getByRole('tab', { name: tab }).click();
    await look(window, `tab ${tab}`);
  }
  // A cache that is this full of sources and rules shares a lot.
  await panel.getByRole('tab', { name: /^Relations/ }).click();
  const shared = panel.getByRole('region', { name: 'Shared with others' });
  await shared.getByText('Graph', { exact: true }).click();
  await shared.locator('.graph-leaf').first().waitFor();
  await look(window, 'graph of what an indicator shares');
  await press(panel, 'Close the panel');
}

async function lookAtLookup(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Lookup');
  await page.getByRole('textbox').first().fill(readableText);
  await press(page, /^Look up/);
  const grid = page.getByRole('grid', { name: 'Candidates' });
  await grid.focus();
  await look(window, 'candidates');
  await page.keyboard.press('Enter');
  await look(window, 'candidate');
}

async function lookAtCases(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Cases');
  await look(window, 'cases');
  const title = await page.getByRole('columnheader', { name: 'Title' }).boundingBox();
  expect(title?.width).toBeGreaterThan(250);
  await page.getByRole('main').getByText('Everything hostile').first().click();
  const grid = page.getByRole('grid', { name: 'Indicators of the case' });
  await grid.focus();
  await look(window, 'case');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Then and now' }).waitFor();
  for (let older = page.getByRole('button', { name: 'Show older' }); (await older.count()) > 0; ) {
    await older.first().click();
    await expect(page.locator('[aria-busy="true"], .bp6-loading')).toHaveCount(0);
  }
  await look(window, 'case with all that was written in it');
  await press(page, 'Report');
  await lookOver(window, 'report of a case');
  await press(page, 'Close case');
  await lookOver(window, 'closing a case');
}

async function lookAtOutbox(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Outbox');
  await page.getByRole('region', { name: 'Queued changes' }).locator('tbody').getByRole('row').first().waitFor();
  await look(window, 'outbox');
  await page.getByRole('region', { name: 'Queued changes' }).locator('tbody').getByRole('row').first().click();
  await look(window, 'change');
  await press(page, 'Edit');
  await lookOver(window, 'editing a change');
}

/** What can be changed, at each vendor: the other connections have the same to offer. */
async function eachWrite(change: Locator): Promise<readonly string[]> {
  const labels = await change.getByRole('option').allTextContents();
  const found = labels.filter((label) => /^(?:Falcon EU|VirusTotal|Datadog US1): /.test(label));
  expect(found.length).toBeGreaterThan(3);
  return found;
}

/** What Falcon's tenant calls its actions, severities and platforms is hostile too. */
async function lookAtQueueing(window: OpenWindow): Promise<void> {
  const { page } = window;
  const dialog = dialogOf(page);
  const change = dialog.getByLabel('Change', { exact: true });
  await goTo(page, 'Explore');
  await search(page, 'score:100');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x', 'p']) await page.keyboard.press(key);
  await change.waitFor();
  const writes = await eachWrite(change);
  for (const label of writes) {
    await change.selectOption({ label });
    await look(window, `queueing what is selected: ${label}`);
  }
  await change.selectOption({ label: 'Falcon EU: create indicators' });
  expect(await dialog.getByLabel('Action', { exact: true }).getByRole('option').count()).toBeGreaterThan(250);
  for (const field of ['tags', 'description', 'source', 'comment']) {
    await dialog.locator(`#push-${field}`).fill(readableText.slice(0, 200));
  }
  await dialog.getByLabel('Action', { exact: true }).selectOption({ index: 30 });
  await page.screenshot({ path: test.info().outputPath('words.png') });
  await lookOver(window, 'queueing with everything filled in');

  await goTo(page, 'Outbox');
  await press(page, 'New change');
  await change.waitFor();
  for (const label of await eachWrite(change)) {
    await change.selectOption({ label });
    await look(window, `new change: ${label}`);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await press(page, /^Send all/);
  await lookOver(window, 'sending');
}

async function lookAtSources(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Sources');
  for (const name of ['Datadog US1', 'Falcon EU', 'Threat Grid', 'VirusTotal']) {
    await openConnection(page, name);
    await look(window, `source ${name}`);
  }
  // Its last run failed: the line below the stream leads into the log as the run history does.
  const reason = page.getByRole('region', { name: 'Streams' }).locator('.reason-line').first();
  await expect(reason).toContainText(/vendor\.\w+in the log: run-\d+/);
  await page.screenshot({ path: test.info().outputPath('reason.png') });
  await openConnection(page, 'Falcon EU');
  await page.getByRole('region', { name: 'Run history' }).locator('[aria-expanded]').first().click();
  await look(window, 'rejected records');
  await press(page, 'Overlap of vendors');
  await look(window, 'overlap');
  await press(page, 'Enforced and drifting');
  await look(window, 'enforced and drifting');
}

async function lookAtConnectionDialogs(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Sources');
  await openConnection(page, 'Threat Grid');
  for (const [button, place] of [
    ['Credentials', 'credentials of a connection'],
    ['Remove', 'removal of a connection'],
    [/^Change how long/, 'retention of a connection'],
    [/^Change how often/, 'schedule of a connection'],
  ] as const) {
    await press(page, button);
    await lookOver(window, place);
  }
}

async function lookAtNetwork(window: OpenWindow): Promise<void> {
  const { page } = window;
  const proxy = 'HTTPS_PROXY';
  const before = process.env[proxy];
  try {
    for (const from of [0, 1_500, 3_000]) {
      const text = readableText.slice(from, from + 1_500);
      process.env[proxy] = `http://${text}`;
      await page.reload();
      await goTo(page, 'Settings');
      await page.getByRole('region', { name: 'Network' }).waitFor();
      await look(window, 'proxy of the system');
    }
  } finally {
    if (before === undefined) delete process.env[proxy];
    else process.env[proxy] = before;
  }
  const network = page.getByRole('region', { name: 'Network' });
  expect(await network.locator('.authority').count()).toBeGreaterThan(250);
  await network.getByText('This one', { exact: true }).click();
  for (const field of ['Address', 'Not for']) {
    await network.getByLabel(field, { exact: true }).fill(`http://${readableText.slice(0, 1_000)}`);
    await press(network, 'Use this proxy');
    await network.getByRole('alert').first().waitFor();
    await look(window, `proxy that is refused for its ${field}`);
    await network.getByLabel('Address', { exact: true }).fill('http://proxy.example:3128');
  }
  await goTo(page, 'Sources');
  await openConnection(page, 'Threat Grid');
  expect(await page.locator('.authority').count()).toBeGreaterThan(20);
  await look(window, 'authorities of a connection');
}

async function lookAtSettings(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Settings');
  await look(window, 'settings');
  await page.getByRole('region', { name: 'Audit log' }).getByRole('button', { name: 'Show older' }).click();
  await look(window, 'audit log');
  await press(page, /^Change trusted/);
  await lookOver(window, 'reason of trust');
  await press(page, 'Restore…');
  await lookOver(window, 'restoring');
  await press(page.getByRole('region', { name: 'Benign lists' }), /^Remove /);
  await lookOver(window, 'removal of a list');
  await press(page, 'Diagnostics…');
  await page.getByRole('textbox', { name: 'What will be saved' }).waitFor();
  await lookOver(window, 'diagnostics');
}

/** Files whose names, columns and contents are hostile. */
async function lookAtFiles(window: OpenWindow): Promise<void> {
  const { page } = window;
  const name = 'a\u202Egpj.\u200B<img src=x onerror=alert(1)>.csv';
  const quoted = hostileValues.filter((text) => text.length < 2_000).map((text) => `"${text.replaceAll('"', '""')}"`);
  const table = [quoted.slice(0, 20).join(','), ...quoted.map((text) => `${text},x.example,${text}`)].join('\n');
  await goTo(page, 'Cases');
  await dropFiles(page, '.cases', [{ name, content: table }]);
  await dialogOf(page).getByRole('region', { name: 'What each row comes to' }).waitFor();
  await lookOver(window, 'import of a table');
  await dropFiles(page, '.cases', [{ name, content: 'age-encryption.org/v1\nno more' }]);
  await lookOver(window, 'bundle');
  await goTo(page, 'Lookup');
  await dropFiles(page, '.lookup', [{ name, content: readableText }]);
  await page.getByRole('grid', { name: 'Candidates' }).focus();
  await look(window, 'looked-up file');
}

/** A connection whose vendor writes hostile texts into whatever it answers: its test, its calls, and what asks it about indicators. */
async function lookAtAnswers(window: OpenWindow): Promise<void> {
  const { page } = window;
  const vendor = await startHostileVendor();
  try {
    const account = {
      vendor: 'VirusTotal',
      name: 'Hostile vendor',
      address: vendor.url,
      secrets: { 'API key': 'a'.repeat(64) },
    };
    const dialog = await openConnectionForm(page, account.vendor);
    await fillAccount(dialog, account);
    await goOn(dialog);
    await expect(dialog.getByRole('button', { name: 'Test again' })).toBeVisible();
    await look(window, 'test of a connection that is being added');
    await leaveTest(dialog);
    await finishWithoutSync(dialog, account);
    for (const mood of ['refuses', 'answers'] as const) {
      vendor.setMood(mood);
      await openConnection(page, account.name);
      await press(page, 'Test');
      await page.locator('.test-result').waitFor();
      await look(window, `test of a connection that ${mood}`);
      await lookAtCall(window, mood);
    }
    await lookAtAsking(window);
  } finally {
    await vendor.close();
  }
}

async function lookAtCall(window: OpenWindow, mood: string): Promise<void> {
  const { page } = window;
  await press(page, 'Calls');
  const dialog = dialogOf(page);
  await dialog.getByLabel('Call', { exact: true }).selectOption('domain_get');
  await dialog.locator('#call-domain').fill('known.example');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await dialog.locator('.call-answer, [role=alert], .bp6-callout').first().waitFor();
  if (mood === 'answers') await expect(dialog.locator('.call-answer')).toContainText('alert(');
  await look(window, `call of a vendor that ${mood}`);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** Dialogs that ask vendors about what is selected, or send it to them. */
async function lookAtAsking(window: OpenWindow): Promise<void> {
  const { page } = window;
  await goTo(page, 'Explore');
  await search(page, 'score:100');
  await resultGrid(page).focus();
  for (const key of ['x', 'j', 'x', 'j', 'x', 'v']) await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await look(window, 'choice of connections to ask');
  await dialog.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Close' }).last()).toBeVisible();
  await look(window, 'what came of asking');
}
