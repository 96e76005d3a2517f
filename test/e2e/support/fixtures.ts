import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { setV8Flags } from '#main/shell/v8-flags.ts';
import { openChromium } from './open-chromium.ts';
import { openElectron } from './open-electron.ts';
import { makeSeed, type Seed } from './seed.ts';
import type { Shell, ShellName } from './shells.ts';
import { type Watch, watchPage } from './watch.ts';

// The application lives in this process: as in its own, before any thread starts.
setV8Flags();

interface TestFixtures {
  /** Whether the data folder is filled; see {@link makeSeed}. */
  readonly isSeeded: boolean;
  /** True for specs that attack: what is refused leaves its traces in the console. */
  readonly isAttack: boolean;
  /** A data folder of the test's own: empty, or a copy of the seeded one. */
  readonly dataFolder: string;
  /** The window over that folder, watched from its first byte on. */
  readonly window: OpenWindow;
  readonly page: Page;
}

interface WorkerFixtures {
  readonly shell: ShellName;
  /** What the filled folder holds; made when it is first asked for. */
  readonly seed: () => Promise<Seed>;
}

/** A window of a shell, and what it did that it should not have done. */
export interface OpenWindow extends Shell {
  readonly watch: Watch;
}

/** Opens the shell over a data folder. */
export async function openWindow(shell: ShellName, dataFolder: string): Promise<OpenWindow> {
  const opened = await (shell === 'electron' ? openElectron(dataFolder) : openChromium(dataFolder));
  // Longer than any answer here takes, so that a missing element is named and not the whole test's end.
  opened.page.setDefaultTimeout(60_000);
  const watch = watchPage(opened.page);
  await opened.page.reload();
  await opened.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  return { ...opened, watch };
}

/** Playwright's `test` with the product's window as its page. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  shell: ['chromium', { option: true, scope: 'worker' }],
  isSeeded: [false, { option: true }],
  isAttack: [false, { option: true }],
  seed: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      let made: Promise<Seed> | undefined;
      await use(() => {
        made ??= makeSeed();
        return made;
      });
      if (made !== undefined) rmSync((await made).dataFolder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  dataFolder: async ({ isSeeded, seed }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'sightline-e2e-'));
    if (isSeeded) cpSync((await seed()).dataFolder, folder, { recursive: true });
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  window: async ({ shell, dataFolder, isAttack }, use, testInfo) => {
    const window = await openWindow(shell, dataFolder);
    await use(window);
    if (testInfo.status !== testInfo.expectedStatus && !window.page.isClosed()) {
      await testInfo.attach('window', { body: await window.page.screenshot(), contentType: 'image/png' });
    }
    await window.close();
    if (!isAttack) expect(window.watch.problems).toEqual([]);
  },
  page: async ({ window }, use) => {
    await use(window.page);
  },
});

export { expect };
