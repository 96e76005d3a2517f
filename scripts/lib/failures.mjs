/**
 * Names what failed, from the JSON reports of vitest and Playwright, so that the end of a log tells it, however much was printed before.
 *
 * A name is one line: file, test, and the first line of what it said.
 *
 * @typedef {{ readonly status: string, readonly fullName: string, readonly failureMessages?: readonly string[] | undefined }} VitestTest
 * @typedef {{ readonly name: string, readonly status: string, readonly message?: string, readonly assertionResults?: readonly VitestTest[] }} VitestFile
 * @typedef {{ readonly message?: string }} PlaywrightError
 * @typedef {{ readonly title: string, readonly file: string, readonly line: number, readonly ok: boolean, readonly tests: readonly { readonly status: string, readonly results: readonly { readonly errors?: readonly PlaywrightError[] }[] }[] }} PlaywrightSpec
 * @typedef {{ readonly suites?: readonly PlaywrightSuite[], readonly specs?: readonly PlaywrightSpec[] }} PlaywrightSuite
 */
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const longestReason = 300;

/**
 * @param {{ readonly testResults: readonly VitestFile[] }} report
 * @param {string} root the folder that file names start from.
 * @returns {readonly string[]}
 */
export function failuresOfVitest(report, root) {
  return report.testResults.flatMap((file) => {
    const name = relative(root, file.name);
    const failed = (file.assertionResults ?? []).filter(({ status }) => status === 'failed');
    if (failed.length > 0) return failed.map((test) => line([name, test.fullName], test.failureMessages?.[0]));
    return file.status === 'failed' ? [line([name], file.message)] : [];
  });
}

/**
 * @param {PlaywrightSuite & { readonly errors?: readonly PlaywrightError[] }} report
 * @returns {readonly string[]}
 */
export function failuresOfPlaywright(report) {
  return [...(report.errors ?? []).map(({ message }) => line([], message)), ...failedSpecs(report)];
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {readonly string[]}
 */
function failedSpecs({ suites = [], specs = [] }) {
  const own = specs.flatMap((spec) => {
    const bad = spec.tests.find(({ status }) => status === 'unexpected' || status === 'flaky');
    if (bad === undefined) return [];
    const said = bad.results.flatMap(({ errors = [] }) => errors)[0]?.message;
    return [line([`${spec.file}:${spec.line}`, spec.title], said)];
  });
  return [...own, ...suites.flatMap(failedSpecs)];
}

/**
 * @param {readonly string[]} where
 * @param {string | undefined} said
 */
function line(where, said = '') {
  const reason = stripVTControlCharacters(said).trim().split('\n', 1)[0] ?? '';
  return [...where, reason.slice(0, longestReason)].filter((part) => part !== '').join(' › ');
}
