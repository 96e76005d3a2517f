import { expect, test } from 'vitest';
import { failuresOfPlaywright, failuresOfVitest } from '../../../scripts/lib/failures.mjs';

test('vitest: each failed test by file, name and first line, and a file that did not load', () => {
  const report = {
    testResults: [
      { name: '/p/test/good.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'fine' }] },
      {
        name: '/p/test/bad.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'fine' },
          {
            status: 'failed',
            fullName: 'sum adds',
            failureMessages: ['\u001b[31mError: 2 is not 3\u001b[39m\n    at x.ts'],
          },
        ],
      },
      { name: '/p/test/broken.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
    ],
  };
  expect(failuresOfVitest(report, '/p')).toEqual([
    'test/bad.test.ts › sum adds › Error: 2 is not 3',
    'test/broken.test.ts › Cannot find module',
  ]);
});

test('Playwright: specs of suites at any depth, flaky ones, and errors outside of tests', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: 'a.e2e.ts',
    line: 7,
    ok: status === 'expected',
    tests: [{ status, results: [{}, { errors: message === undefined ? [] : [{ message }] }] }],
  });
  const report = {
    errors: [{ message: 'No port' }],
    suites: [
      {
        specs: [spec('opens', 'expected')],
        suites: [{ specs: [spec('closes', 'unexpected', 'Error: late'), spec('turns', 'flaky')] }],
      },
    ],
  };
  expect(failuresOfPlaywright(report)).toEqual(['No port', 'a.e2e.ts:7 › closes › Error: late', 'a.e2e.ts:7 › turns']);
});
