import { expect, it } from 'vitest';
import { recallWords } from '#shared/text/recall.ts';

it.each([
  [['CASE-0001', 'CASE-0002', 'CASE-0009'], 'benign', 'in 3 cases, last judged benign'],
  [['CASE-0001'], 'unknown', 'in 1 case'],
  [[], 'malicious', 'last judged malicious'],
  [[], 'unknown', null],
] as const)('an indicator in %j judged %s is recalled as %s', (cases, verdict, words) => {
  expect(recallWords({ cases, verdict })).toBe(words);
});
