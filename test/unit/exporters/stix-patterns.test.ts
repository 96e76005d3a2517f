import { expect, it } from 'vitest';
import { patternOf } from '#main/exporters/stix/patterns.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { parsePattern } from '../../support/exports/stix-pattern.ts';

/** What would end a literal and go on as a pattern of its own, were it not escaped. */
const trick = "' OR file:name = '\\";

it.each<readonly [string, IndicatorType, string, readonly string[]]>([
  ['a value', 'url', `https://evil.example/${trick}`, [`https://evil.example/${trick}`]],
  ['a user agent', 'user_agent', trick, [trick]],
  ['a file alone', 'path', "it's.exe", ["it's.exe"]],
  ['a file in a folder', 'path', "/it's/that's.exe", ["that's.exe", "/it's"]],
  ['a folder alone', 'path', "c:\\it's\\", ["c:\\it's"]],
  ['a key of the registry', 'registry_key', "hkey_local_machine\\it's", ["HKEY_LOCAL_MACHINE\\it's"]],
  ['a key of no registry', 'registry_key', "it's\\key", ["it's\\key"]],
  ['a network stream', 'network_stream', '10.0.0.1:1034->198.51.100.3', ['198.51.100.3']],
])('the pattern of %s compares with the text as it is, and with nothing else', (_what, type, value, literals) => {
  const comparisons = parsePattern(patternOf({ type, value, received: null }) ?? '');
  expect(comparisons.map(({ literal }) => literal)).toEqual(literals);
});

it.each<readonly [IndicatorType, string]>([
  ['network_stream', 'no stream'],
  ['network_stream', "10.0.0.1->it's"],
  ['other', trick],
])('there is no pattern for %s %j', (type, value) => {
  expect(patternOf({ type, value, received: null })).toBeUndefined();
});
