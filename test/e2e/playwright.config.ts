import { defineConfig } from '@playwright/test';
import { hasElectron, type ShellName } from './support/shells.ts';

// Said once, by the runner and not by its workers, so that a green result is not read for more than it is.
if (!hasElectron() && process.env['TEST_WORKER_INDEX'] === undefined) {
  process.stdout.write('electron: not run here (its binary is not downloaded, or there is no display)\n');
}

/** The specs drive the real product, in each shell that can be started on this machine. */
export default defineConfig<{ readonly shell: ShellName }>({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../../test-results',
  // Each test starts a browser and three threads; two cores are shared by all of them.
  workers: 1,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 45_000 },
  projects: [
    { name: 'chromium', use: { shell: 'chromium' } },
    ...(hasElectron() ? [{ name: 'electron', use: { shell: 'electron' as const } }] : []),
  ],
});
