/** Whatever is typed wrong: a clear message, the documented exit status, and nothing lost. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type Cli, type CliOptions, createCli, type JsonObject } from '../../support/cli.ts';
import { zodWords } from '../../support/zod-words.ts';
import { fillCache, readCache, succeed } from './cache.ts';

const canary = 'canary-0b5fe1';
let datadog: DatadogEmulator;
let cli: Cli;
let before: JsonObject;

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 300, now: Date.now() });
  cli = createCli();
  await fillCache(cli, datadog);
  before = await readCache(cli);
});

afterAll(async () => {
  await cli.remove();
  await datadog.stop();
});

/** The words without code and reference, which have to lead into the log: to an entry without any of the words. */
function withoutTrace(stderr: string, status: number): string {
  const [line, code, reference] = / {2}\((\w+\.\w+), in the log as ([0-9a-f]{10})\)\n$/.exec(stderr) ?? [];
  // What commander refuses never gets to the application.
  if (line === undefined || code === undefined || reference === undefined) {
    expect(status).toBe(2);
    expect(stderr).toMatch(/unknown|invalid|missing|too many/);
    return stderr;
  }
  const log = readFileSync(join(cli.folder, 'logs', 'sightline.log'), 'utf8').split('\n');
  const entries = log.filter((entry) => entry.includes(reference)).map((entry) => JSON.parse(entry));
  expect(entries).toEqual([expect.objectContaining({ event: 'cli.failed', reference, fields: { code } })]);
  return stderr.slice(0, -line.length);
}

async function expectRefusal(
  args: readonly string[],
  expected: { readonly status: number; readonly stderr: string | RegExp },
  options: CliOptions = {},
): Promise<void> {
  const { status, stdout, stderr } = await cli.run(args, options);
  expect({ status, stdout }).toEqual({ status: expected.status, stdout: '' });
  expect(stderr).not.toContain(canary);
  expect(stderr).not.toMatch(zodWords);
  const words = withoutTrace(stderr, expected.status);
  if (typeof expected.stderr === 'string') expect(words).toBe(expected.stderr);
  else expect(words).toMatch(expected.stderr);
}

/** After each group: nothing was lost and nothing came along. */
function losesNothing(): void {
  afterAll(async () => expect(await readCache(cli)).toEqual(before));
}

describe('connecting', () => {
  losesNothing();
  const connect = ['connect', 'datadog', '--name', 'new'];

  it.each<[string, readonly string[], number, string | RegExp]>([
    [
      'an unknown vendor',
      ['connect', 'acme', '--name', 'x', '--without-secret'],
      2,
      'sightline: There is no such vendor.\n  One of: datadog, crowdstrike, threatgrid, virustotal.\n',
    ],
    ['an unknown site', [...connect, '--site', 'mars1'], 2, /has no site of that name\.\n {2}One of: datadoghq\.com, /],
    [
      'an unknown option',
      [...connect, '--option', 'nosuch=1'],
      2,
      /There is no option "nosuch"\.\n {2}One of: .*limit/,
    ],
    [
      'an option without a value',
      [...connect, '--option', 'limit'],
      2,
      /An option reads key=value or stream\.key=value/,
    ],
    [
      'a value that does not fit',
      [...connect, '--option', 'limit=many'],
      2,
      /^sightline: Option indicators\.limit must be a number\.\n {2}Correct it and try again\.\n$/,
    ],
    [
      'an unknown stream',
      [...connect, '--option', 'feeds.limit=1'],
      2,
      /has no stream of that name\.\n {2}One of: indicators, indicators_ocsf, indicators_message\./,
    ],
    [
      "a secret's name as an option",
      [...connect, '--option', `apiKey=${canary}`],
      2,
      /A secret cannot be given as an option/,
    ],
    [
      "a secret's name in another spelling",
      [...connect, '--option', `indicators.APPLICATION_KEY=${canary}`],
      2,
      /A secret cannot be given as an option/,
    ],
    ['a secret as an argument', [...connect, '--api-key', canary], 2, /A secret is not taken from the command line/],
    [
      'a name that is none',
      ['connect', 'datadog', '--name', '../x'],
      2,
      /^sightline: The connection's name must begin with a letter or digit and have /,
    ],
    [
      'a name that is taken',
      ['connect', 'datadog', '--name', 'DD'],
      1,
      'sightline: There is a connection named DD already.\n  See what it says now, then repeat what still applies.\n',
    ],
    ['no secret', connect, 2, /There is no terminal to ask for the secret at\.\n {2}.*--secrets-stdin/],
  ])('refuses %s', (_name, args, status, stderr) => expectRefusal(args, { status, stderr }));

  it.each<[string, string, RegExp]>([
    ['a path', 'https://api.example/v2', /must be an origin without a path/],
    ['a query', 'https://api.example?x=1', /must be an origin without a path/],
    ['http to a foreign host', 'http://192.0.2.1', /accepted on this machine only/],
    ['a host that only looks like this machine', 'http://127.0.0.1.example', /accepted on this machine only/],
    ['another scheme', 'file:///etc/passwd', /must read https:/],
    ['garbage', 'not a url', /must read https:/],
    ['nothing', '', /must read https:/],
    ['a password in it', `https://user:${canary}@api.example`, /must not hold a user name or password/],
  ])('refuses a base URL: %s', async (_name, url, message) => {
    const args = ['connect', 'datadog', '--name', 'new', '--base-url', url, '--without-secret'];
    const { status, stdout, stderr } = await cli.run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(canary);
  });

  it.each<[string, string | object, string | RegExp]>([
    ['nothing', '', /must hold one JSON object with the secret fields/],
    ['no JSON', canary, /must hold one JSON object with the secret fields/],
    ['a field too few', { apiKey: canary }, /^sightline: applicationKey is missing\./],
    [
      'a field too many',
      { apiKey: canary, applicationKey: canary, extra: canary },
      /has no secret field of that name\.\n {2}Its fields: apiKey, applicationKey\./,
    ],
    ['an empty field', { apiKey: canary, applicationKey: '  ' }, /^sightline: applicationKey is missing\./],
    [
      'a line break',
      { apiKey: `${canary}\nx`, applicationKey: canary },
      /^sightline: apiKey must be printable ASCII text\./,
    ],
  ])('refuses on standard input: %s', async (_name, stdin, message) => {
    const { status, stdout, stderr } = await cli.run([...connect, '--secrets-stdin'], { stdin });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(canary);
  });

  it('tries the secret first with --test and stores nothing when it is wrong', async () => {
    const place = ['--base-url', datadog.url, '--secrets-stdin', '--test'];
    const wrong = { apiKey: canary, applicationKey: canary };
    const { status, stdout, stderr } = await cli.run([...connect, ...place], { stdin: wrong });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^ok {6}Secret at hand: Yes\.\n(?:ok .*\n)+FAILED {2}Key accepted: .*\nsightline: .*/);
    expect(stderr).not.toContain(canary);
  });
});

describe('syncing', () => {
  losesNothing();

  it.each<[string, readonly string[], number, RegExp]>([
    ['an unknown connection', ['sync', '--connection', 'nope'], 1, /There is no such connection\.\n {2}One of: dd\./],
    ['an unknown stream', ['sync', '--stream', 'feeds'], 2, /None of these connections has a stream "feeds"\./],
    ['an unknown option', ['sync', '--everything'], 2, /unknown option '--everything'/],
  ])('refuses %s', (_name, args, status, stderr) => expectRefusal(args, { status, stderr }));

  it.each<[string, string | object, number, RegExp]>([
    ['no JSON', canary, 2, /must hold one JSON object: connection name to secret fields\./],
    [
      'fields without a connection',
      { apiKey: canary },
      2,
      /must hold one JSON object: connection name to secret fields\./,
    ],
    ['an unknown connection', { nope: { apiKey: canary } }, 1, /There is no such connection\./],
    ['a field that is missing', { dd: { apiKey: canary } }, 2, /applicationKey is missing\./],
  ])('refuses on standard input: %s', async (_name, stdin, status, message) => {
    const result = await cli.run(['sync', '--secrets-stdin'], { stdin });
    expect(result).toMatchObject({ status, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toContain(canary);
  });
});

describe('asking', () => {
  losesNothing();

  it.each<[string, readonly string[], RegExp]>([
    ['search', ['search', 'type:domian'], /^sightline: .*domian.* \(column \d+\)\n {2}.*domain/],
    ['count', ['search', 'typ:url', '--count'], /^sightline: .*typ.* \(column 1\)\n {2}.*type/],
    ['facets', ['search', 'a (b', '--facets'], /^sightline: .* \(column 3\)/],
    ['triage', ['triage', 'score:>=high', '--verdict', 'benign'], /^sightline: .* \(column \d+\)/],
    ['case add', ['case', 'add', 'CASE-0001', 'severity:worst'], /^sightline: .* \(column \d+\)/],
    ['export', ['export', 'evil AND', '--format', 'csv', '--out', '-'], /^sightline: .* \(column \d+\)/],
  ])('names the column of a bad query: %s', (_name, args, stderr) => expectRefusal(args, { status: 2, stderr }));

  it.each<[string, readonly string[], number, string | RegExp]>([
    [
      'a limit of none',
      ['search', '', '--limit', '0'],
      2,
      'sightline: --limit takes a positive number, or "all".\n  Correct it and try again.\n',
    ],
    [
      'a limit that is no number',
      ['search', '', '--limit', '-5'],
      2,
      'sightline: --limit takes a positive number, or "all".\n  Correct it and try again.\n',
    ],
    [
      'an unknown format',
      ['search', '', '--format', 'xml'],
      2,
      /'xml' is invalid\. Allowed choices are table, json, csv\./,
    ],
    [
      'a value that is not there',
      ['show', 'nothing.example'],
      1,
      'sightline: The cache does not hold this indicator.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'an empty value',
      ['show', ''],
      1,
      'sightline: The cache does not hold this indicator.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    ['runs of nothing', ['runs', '--limit', '0'], 2, /--limit takes a positive number\./],
    ['runs of nobody', ['runs', '--connection', 'nope'], 1, /There is no such connection\./],
  ])('refuses %s', (_name, args, status, stderr) => expectRefusal(args, { status, stderr }));
});

describe('working', () => {
  losesNothing();

  it.each<[string, readonly string[], number, string | RegExp]>([
    [
      'a decision about nothing',
      ['triage', 'no-such-value', '--verdict', 'benign'],
      1,
      'sightline: Nothing matched, so nothing was changed.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    ['no decision', ['triage', 'type:ipv4'], 2, /A state, a verdict or a note is needed\./],
    ['an unknown state', ['triage', 'type:ipv4', '--state', 'done'], 2, /'done' is invalid/],
    [
      'an unknown case',
      ['case', 'show', 'CASE-0099'],
      1,
      'sightline: There is no case CASE-0099.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'adding to an unknown case',
      ['case', 'add', 'CASE-0099', 'type:ipv4'],
      1,
      'sightline: There is no case CASE-0099.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'a note for an unknown case',
      ['case', 'note', 'CASE-0099', '--text', 'x'],
      1,
      'sightline: There is no case CASE-0099.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'a task for an unknown case',
      ['case', 'task', 'CASE-0099', '--text', 'x'],
      1,
      'sightline: There is no case CASE-0099.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'closing an unknown case',
      ['case', 'close', 'CASE-0099', '--verdict', 'benign', '--summary', 'x'],
      1,
      'sightline: There is no case CASE-0099.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'a case number that is none',
      ['case', 'show', 'mine'],
      2,
      'sightline: A case number reads CASE-0001.\n  Correct it and try again.\n',
    ],
    [
      'adding nothing',
      ['case', 'add', 'CASE-0001', 'no-such-value'],
      1,
      'sightline: Nothing matched, so nothing was added.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'removing what is not in',
      ['case', 'remove', 'CASE-0001', 'nothing.example'],
      1,
      'sightline: CASE-0001 does not hold this indicator.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'a case without a title',
      ['case', 'create', '--title', ' '],
      2,
      /^sightline: title must not be empty\.\n {2}Correct it and try again\.\n$/,
    ],
    [
      'a day that no calendar has',
      ['case', 'event', 'CASE-0001', '--at', '2026-02-31', '--text', 'x'],
      2,
      /--at takes a moment of the calendar/,
    ],
    [
      'trust until such a day',
      ['lists', 'allow', 'a.example', '--reason', 'x', '--expires', '2026-02-31'],
      2,
      /a day of/,
    ],
    ['an empty note', ['case', 'note', 'CASE-0001', '--text', ' '], 2, /--text must not be empty/],
    ['a task that is not there', ['case', 'task', 'CASE-0001', '--done', '99'], 1, /task/i],
    [
      'a task number that is none',
      ['case', 'task', 'CASE-0001', '--done', 'first'],
      2,
      /--done takes the number of a task\./,
    ],
    [
      'both a task and its end',
      ['case', 'task', 'CASE-0001', '--text', 'x', '--done', '1'],
      2,
      /Give either --text or --done\./,
    ],
    ['leaving nobody', ['disconnect', 'nope'], 1, /There is no such connection\.\n {2}One of: dd\./],
  ])('refuses %s', (_name, args, status, stderr) => expectRefusal(args, { status, stderr }));
});

describe('exporting', () => {
  losesNothing();
  let target: string;

  beforeEach(() => {
    target = join(cli.scratch, 'report.csv');
    writeFileSync(target, 'what was there');
  });

  afterEach(() => {
    expect(readFileSync(target, 'utf8')).toBe('what was there');
    expect(readdirSync(cli.scratch).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  const exportTo = (out: string, ...more: readonly string[]) => [
    'export',
    'CASE-0001',
    '--format',
    'csv',
    '--out',
    out,
    ...more,
  ];

  it.each<[string, readonly string[], number, string | RegExp]>([
    [
      'an unknown format',
      ['export', 'CASE-0001', '--format', 'doc', '--out', 'report.csv'],
      2,
      /There is no export format "doc"\.\n {2}Use one of: html, pdf, docx, markdown, csv, csv-observations, json, /,
    ],
    [
      'an unknown case',
      ['export', 'CASE-0099', '--format', 'csv', '--out', 'report.csv'],
      1,
      'sightline: There is no case CASE-0099.\n  Check how it is written, and whether it was removed meanwhile.\n',
    ],
    [
      'a query that finds nothing',
      ['export', 'no-such-value', '--format', 'csv', '--out', 'report.csv'],
      1,
      'sightline: Nothing to export: the query finds nothing.\n  Ask for something else; * stands for everything.\n',
    ],
    [
      'a ceiling below the case',
      exportTo('report.csv', '--tlp', 'green'),
      2,
      /CASE-0001 is marked above the ceiling asked for\.\n {2}Its mark is TLP:AMBER\./,
    ],
    ['raw records in CSV', exportTo('report.csv', '--raw'), 2, /The format csv does not know /],
    [
      'a folder that is not there',
      exportTo('missing/report.csv'),
      1,
      /^sightline: The file could not be written: the folder does not exist\.\n {2}Choose another place; a file that was there is unchanged\.\n$/,
    ],
    [
      'a path through a file',
      exportTo('report.csv/x.csv'),
      1,
      /^sightline: The file could not be written: a part of the path is not a folder\.\n {2}Choose another place; a file that was there is unchanged\.\n$/,
    ],
    ['a folder as the file', exportTo('.'), 1, /^sightline: The file could not be written: /],
    ['a device', exportTo('/dev/full'), 1, /^sightline: The file could not be written: /],
  ])('refuses %s', (_name, args, status, stderr) => expectRefusal(args, { status, stderr }));

  it('does not write through a link', async () => {
    symlinkSync(target, join(cli.scratch, 'link.csv'));
    await expectRefusal(exportTo('link.csv'), { status: 1, stderr: /^sightline: The file could not be written: / });
  });

  it('leaves the old file where writing is not allowed', async () => {
    const folder = join(cli.scratch, 'locked');
    mkdirSync(folder);
    writeFileSync(join(folder, 'report.csv'), 'old');
    chmodSync(folder, 0o555);
    const launcher = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];
    const stderr =
      'sightline: The file could not be written: writing is not allowed there.\n  Choose another place; a file that was there is unchanged.\n';
    await expectRefusal(exportTo('locked/report.csv'), { status: 1, stderr }, { launcher });
    expect(readFileSync(join(folder, 'report.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.csv']);
    chmodSync(folder, 0o755);
  });

  it('says that standard output could not be written', async () => {
    const launcher = ['sh', '-c', 'exec "$@" > /dev/full', 'sh'];
    const stderr =
      'sightline: Standard output could not be written: the disk is full.\n  What was printed so far is not the whole.\n';
    await expectRefusal(exportTo('-'), { status: 1, stderr }, { launcher });
  });
});

describe('TLP:RED', () => {
  it('is written only after a yes', async () => {
    await succeed(cli.run(['case', 'create', '--title', 'Red', '--tlp', 'red']));
    await succeed(cli.run(['case', 'add', 'CASE-0002', 'type:ipv4']));
    const args = ['export', 'CASE-0002', '--format', 'json', '--out', 'red.json'];
    const stderr = 'sightline: This export is TLP:RED and was not written.\n  Add --yes if it may leave Sightline.\n';
    await expectRefusal(args, { status: 2, stderr });
    expect(existsSync(join(cli.scratch, 'red.json'))).toBe(false);
    const { stderr: told } = await succeed(cli.run([...args, '--yes']));
    expect(told).toMatch(/^\d+ indicators to red\.json, TLP:RED\.\n$/);
  });
});
