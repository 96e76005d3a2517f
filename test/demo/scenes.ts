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

/** The main screens, as a visitor of the demo should see them. */
export function listScenes({ caseNumber, connections }: SceneFacts): readonly Scene[] {
  return [
    { name: 'explore', fragment: '#/explore' },
    {
      name: 'explore-query',
      fragment: `#/explore?q=${encodeURIComponent('vendor:(datadog AND virustotal) score:>=60 sort:-last_seen')}`,
    },
    {
      name: 'indicator',
      fragment: `#/explore?q=${encodeURIComponent('vendor:(datadog AND crowdstrike) tag:priority-watch')}`,
      prepare: openFirst,
    },
    { name: 'cases', fragment: '#/cases' },
    { name: 'case', fragment: `#/cases/${caseNumber}` },
    { name: 'sources', fragment: `#/sources/${connections.get('threatgrid')}` },
    { name: 'settings', fragment: '#/settings' },
  ];
}
