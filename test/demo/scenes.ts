import type { Page } from 'playwright-core';
import type { CaseNumber, ConnectionId } from '#shared/model/ids.ts';

/** A place of the window: where it is and what to do there before it is shown. */
export interface Scene {
  readonly name: string;
  readonly fragment: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

/** What the scenes need to know of the demo's data. */
export interface SceneFacts {
  readonly caseNumber: CaseNumber;
  /** Vendor to connection. */
  readonly connections: ReadonlyMap<string, ConnectionId>;
  /** Text to be looked up. */
  readonly report: string;
}

const openFirst = async (page: Page): Promise<void> => {
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Raw record' }).first().waitFor();
  await page
    .getByRole('button', { name: /^Changed/ })
    .first()
    .click();
};

/** Some bars of the histogram, by the keys. */
const pickRange = async (page: Page): Promise<void> => {
  await page.getByRole('slider').focus();
  for (const key of ['End', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key);
};

/** What Ctrl+V does; a headless browser has no clipboard of the system. */
const lookUp = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: 'Lookup' }).waitFor();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await page.getByRole('grid', { name: 'Candidates' }).waitFor();
};

/** The main screens, as a visitor of the demo should see them. */
export function listScenes({ caseNumber, connections, report }: SceneFacts): readonly Scene[] {
  return [
    { name: 'explore', fragment: '#/explore' },
    {
      name: 'explore-query',
      fragment: `#/explore?q=${encodeURIComponent('vendor:(datadog AND virustotal) score:>=60 sort:-last_seen')}`,
    },
    { name: 'explore-range', fragment: '#/explore?q=type%3Adomain', prepare: pickRange },
    {
      name: 'palette',
      fragment: '#/cases',
      prepare: async (page) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'What to do or find' }).fill('198.51');
        await page.getByRole('option').first().waitFor();
      },
    },
    {
      name: 'indicator',
      fragment: `#/explore?q=${encodeURIComponent('vendor:(datadog AND crowdstrike) tag:priority-watch')}`,
      prepare: openFirst,
    },
    { name: 'lookup', fragment: '#/lookup', prepare: (page) => lookUp(page, report) },
    { name: 'cases', fragment: '#/cases' },
    { name: 'case', fragment: `#/cases/${caseNumber}` },
    { name: 'outbox', fragment: '#/outbox' },
    { name: 'sources', fragment: `#/sources/${connections.get('threatgrid')}` },
    { name: 'settings', fragment: '#/settings' },
  ];
}
