/**
 * `npm test`: vitest, then Playwright; the last line is `N passed, N failed` over both, and the exit status follows it. What failed is
 * named once more just before it.
 *
 * First argument: `all`, `unit`, `integration` or `e2e`. Further ones go to the runner; with `all` they go to vitest, and Playwright
 * does not run.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBundle } from '../lib/bundle.mjs';
import { runChild, succeeded } from '../lib/child.mjs';
import { failuresOfPlaywright, failuresOfVitest } from '../lib/failures.mjs';
import { runMain } from '../lib/main.mjs';
import { childEnvironment, inProject, projectNode, projectRoot, tools } from '../lib/project.mjs';
import { SetupError, tell } from '../lib/report.mjs';
import { countCrash, noTests, sumTallies, tallyPlaywright, tallyVitest } from '../lib/tally.mjs';

/**
 * @typedef {import('../lib/tally.mjs').Tally} Tally
 * @typedef {{ readonly tally: Tally, readonly failures: readonly string[] }} Result with a line for each failure.
 */

const playwrightConfig = inProject('test', 'e2e', 'playwright.config.ts');

/** Folders of each vitest suite; all of them for `all`. @type {Readonly<Record<string, readonly string[]>>} */
const vitestFolders = {
  all: [],
  unit: ['test/architecture/', 'test/unit/', 'test/vendors/'],
  integration: ['test/integration/', 'test/security/'],
};

const [suite = 'all', ...args] = process.argv.slice(2);

await runMain(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-test-'));
  try {
    const results = await runSuite(folder);
    const { passed, failed, skipped } = sumTallies(results.map(({ tally }) => tally));
    const failures = results.flatMap((result) => result.failures);
    if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map((each) => `  ${each}\n`).join('')}`);
    if (skipped > 0) process.stdout.write(`\n${skipped} skipped\n`);
    process.exitCode = failed > 0 ? 1 : 0;
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} folder for the reports.
 * @returns {Promise<readonly Result[]>}
 */
async function runSuite(folder) {
  const withVitest = suite in vitestFolders;
  const withPlaywright = suite === 'e2e' || (suite === 'all' && args.length === 0);
  return [
    ...(suite === 'unit' ? [] : [await buildBundle()]),
    ...(withVitest ? [await runVitest(join(folder, 'vitest.json'))] : []),
    ...(withPlaywright && existsSync(playwrightConfig) ? [await runPlaywright(join(folder, 'playwright.json'))] : []),
  ];
}

/** Tests look at the built bundles and the window; a build that fails is a failed test. @returns {Promise<Result>} */
async function buildBundle() {
  try {
    await ensureBundle();
    return { tally: noTests, failures: [] };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    tell(error.message);
    return { tally: { ...noTests, failed: 1 }, failures: [error.message] };
  }
}

/**
 * @param {string} report where the JSON goes.
 * @returns {Promise<Result>}
 */
async function runVitest(report) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [tools.vitest, 'run', ...reporters, ...(vitestFolders[suite] ?? []), ...args];
  return run('vitest', command, { report, tally: tallyVitest, name: (each) => failuresOfVitest(each, projectRoot) });
}

/**
 * @param {string} report where the JSON goes.
 * @returns {Promise<Result>}
 */
async function runPlaywright(report) {
  const command = [tools.playwright, 'test', '--config', playwrightConfig, '--reporter=list,json', ...args];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return run('Playwright', command, { report, tally: tallyPlaywright, name: failuresOfPlaywright, env });
}

/**
 * @param {string} runner
 * @param {readonly string[]} command for our Node.
 * @param {{ readonly report: string, readonly tally: (report: any) => Tally, readonly name: (report: any) => readonly string[], readonly env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Result>}
 */
async function run(runner, command, { report, tally, name, env = {} }) {
  const ending = await runChild(projectNode, command, { env: { ...childEnvironment(), ...env } });
  const read = readReport(report);
  const counted = countCrash(read === undefined ? undefined : tally(read), succeeded(ending));
  const failures = read === undefined ? [] : name(read);
  const isExplained = counted.failed === 0 || failures.length > 0;
  return { tally: counted, failures: isExplained ? failures : [`${runner} crashed`] };
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    tell('The test runner left no readable report: it crashed.');
    return undefined;
  }
}
