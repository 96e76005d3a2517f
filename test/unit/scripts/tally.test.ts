import { describe, expect, test } from 'vitest';
import { countCrash, sumTallies, tallyPlaywright, tallyVitest } from '../../../scripts/lib/tally.mjs';

test('vitest: tests by outcome, and a file that did not load counts as one failure', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(tallyVitest(report)).toEqual({ passed: 7, failed: 2, skipped: 3 });
});

test('Playwright: flaky is failed, and so is an error outside a test', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
  expect(tallyPlaywright({ stats })).toEqual({ passed: 5, failed: 3, skipped: 3 });
  expect(tallyPlaywright({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 4, skipped: 3 });
});

describe('a runner that crashed counts as one failure', () => {
  const good = { passed: 3, failed: 0, skipped: 0 };
  const bad = { passed: 3, failed: 1, skipped: 0 };

  test.each([
    ['all well', good, true, good],
    ['failed tests explain the exit status', bad, false, bad],
    ['nothing explains the exit status', good, false, bad],
    ['no report', undefined, false, { passed: 0, failed: 1, skipped: 0 }],
    ['no report, though it says all is well', undefined, true, { passed: 0, failed: 1, skipped: 0 }],
  ])('%s', (_name, tally, hasSucceeded, expected) => {
    expect(countCrash(tally, hasSucceeded)).toEqual(expected);
  });
});

test('tallies add up', () => {
  const each = { passed: 1, failed: 2, skipped: 3 };
  expect(sumTallies([each, each])).toEqual({ passed: 2, failed: 4, skipped: 6 });
  expect(sumTallies([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
