/**
 * Sums the results of several test runners. Pure; the shapes are those of vitest's and Playwright's JSON reporters.
 *
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Tally
 * @typedef {{ readonly status: string, readonly assertionResults?: readonly { readonly status: string }[] }} VitestFile
 * @typedef {{ readonly numPassedTests: number, readonly numFailedTests: number, readonly numPendingTests?: number, readonly numTodoTests?: number, readonly testResults: readonly VitestFile[] }} VitestReport
 * @typedef {{ readonly stats: { readonly expected: number, readonly unexpected: number, readonly flaky: number, readonly skipped: number }, readonly errors?: readonly unknown[] }} PlaywrightReport
 */

/** @type {Tally} */
export const noTests = { passed: 0, failed: 0, skipped: 0 };

/**
 * A file that could not be loaded has no tests; it counts as one failure.
 *
 * @param {VitestReport} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !(file.assertionResults ?? []).some(({ status }) => status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}

/**
 * Flaky counts as failed; so does each error outside a test.
 *
 * @param {PlaywrightReport} report
 * @returns {Tally}
 */
export function tallyPlaywright({ stats, errors = [] }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/**
 * A runner that says it failed without naming a failed test has crashed, which counts as one failure. So does one that left no report.
 *
 * @param {Tally | undefined} tally undefined when there is no readable report.
 * @param {boolean} hasSucceeded by its exit status.
 * @returns {Tally}
 */
export function countCrash(tally, hasSucceeded) {
  const counted = tally ?? noTests;
  const hasCrashed = tally === undefined || (!hasSucceeded && counted.failed === 0);
  return hasCrashed ? { ...counted, failed: counted.failed + 1 } : counted;
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sumTallies(tallies) {
  return tallies.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    noTests,
  );
}
