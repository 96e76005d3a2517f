/** Vendor records and an analyst's own words full of tricks: nothing that is printed may steer a terminal or break a line. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type Cli, createCli } from '../../support/cli.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { succeed } from './cache.ts';

/** What a terminal acts upon, but for the ends of our own lines. */
const steering = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

let datadog: DatadogEmulator;
let cli: Cli;

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 100, now: Date.now() });
  const texts = nastyValues.filter((text) => text.trim() !== '');
  const hidden = texts.filter((text) => steering.test(text) && text.isWellFormed() && !text.includes('\0'));
  const names = [...datadog.holdings()[0].records()].map(({ indicator }) => indicator);
  for (const [index, name] of names.slice(0, 15).entries()) {
    datadog.change(name, { tags: texts, malicious_sources: texts.map((source) => ({ name: source })) });
    // Values as well: whatever the text is, it must be stored as something.
    datadog.change(name, { indicator: `${name} ${hidden[index % hidden.length]}` });
  }
  for (const [index, text] of ['evil\u001B[2J.example', 'a\u202Egpj.exe', 'x\r\nFAKE LINE', 'bell\u0007'].entries()) {
    datadog.change(names[20 + index] ?? '', { indicator: text, score: 100 - index });
  }
  cli = createCli();
  await succeed(cli.run(['connect', 'datadog', '--name', 'dd', '--base-url', datadog.url, '--without-secret']));
  await cli.run(['sync', '--secrets-stdin'], { stdin: { dd: datadog.secrets } });
  const words = ['--title', '\u001B]0;owned\u0007 title \u202E', '--assignee', 'some\u001B[31mbody'];
  await succeed(cli.run(['case', 'create', ...words]));
  await succeed(cli.run(['case', 'add', 'CASE-0001', '*', '--comment', 'a\u001B[1Ab', '--role', 'c\u009B2Jd']));
  await succeed(cli.run(['case', 'note', 'CASE-0001', '--text', 'line one\nline two \u001B[2J']));
  await succeed(cli.run(['case', 'task', 'CASE-0001', '--text', 'task \u001B[8mhidden']));
  await succeed(cli.run(['triage', '*', '--verdict', 'malicious', '--note', 'note \u001B[2J']));
  await writeFiles();
});

/** Files whose every text is full of tricks, as somebody may hand them over. */
async function writeFiles(): Promise<void> {
  const trick = 'a\u001B[2J\u202E\nFAKE LINE';
  const event = {
    info: trick,
    Attribute: [
      { type: trick, value: trick },
      { type: 'domain', value: 'evil.example' },
    ],
  };
  await writeFile(join(cli.scratch, 'event.json'), JSON.stringify({ Event: event }));
  await writeFile(join(cli.scratch, 'table.csv'), `value,${JSON.stringify(trick)}\n"${trick}",x\n`);
  const list = { name: trick, description: trick, type: 'hostname', version: 1, list: ['a.example'] };
  await writeFile(join(cli.scratch, 'list.json'), JSON.stringify({ ...list, matching_attributes: ['domain'] }));
}

afterAll(async () => {
  await cli.remove();
  await datadog.stop();
});

it('has something to defend against', async () => {
  const found = await cli.json(['search', '', '--limit', 'all']);
  expect(JSON.stringify(found)).toContain('\\u001b[2J');
  expect(JSON.stringify(found)).toContain('\u202E');
});

it.each([
  [['search', '', '--limit', 'all']],
  [['search', '', '--facets']],
  [['case', 'show', 'CASE-0001']],
  [['case', 'list']],
  [['connections']],
  [['runs']],
  [['doctor']],
  [['search', 'tag:"\u001B[2J']],
  [['case', 'show', 'CASE-\u001B[2J']],
  [['sync', '--connection', '\u001B[2J']],
  [['sync', '--stream', '\u001B[2J']],
  [['export', '\u001B[2J:x', '--format', '\u001B[2J', '--out', 'x\u001B[2J']],
  [['case', 'add', 'CASE-0001', 'type:\u001B[2J']],
  [['connect', 'datadog', '--name', 'x', '--option', '\u001B[2J=1']],
  [['import', 'event.json', '--dry-run']],
  [['import', 'event.json']],
  [['import', 'table.csv', '--save-mapping', 'm\u001B[2J']],
  [['mappings', 'list']],
  [['lists', 'import', 'list.json', '--dry-run']],
  [['lists', 'import', 'list.json']],
  [['lists', 'list']],
])('prints nothing that steers the terminal: %j', async (args) => {
  const { stdout, stderr } = await cli.run(args);
  expect(stdout + stderr).not.toBe('');
  expect(stdout + stderr).not.toMatch(steering);
  expect(stdout + stderr).not.toMatch(/^FAKE LINE/m);
});

it('shows each hostile indicator without steering the terminal, found by its own text', async () => {
  const found = await cli.json(['search', '', '--limit', 'all']);
  const hostile = found.map(({ value }) => String(value)).filter((value) => /[\p{Cc}\p{Cf}]/u.test(value));
  expect(hostile.length).toBeGreaterThan(5);
  for (const value of hostile.slice(0, 10)) {
    const { status, stdout, stderr } = await cli.run(['show', '--', value]);
    expect({ value, status, stderr }).toEqual({ value, status: 0, stderr: '' });
    expect(stdout).not.toMatch(steering);
  }
});

it('keeps one record on one line, in tables as in JSON', async () => {
  const [count] = await cli.json(['search', '', '--count']);
  const table = await cli.run(['search', '', '--limit', 'all']);
  expect(table.stdout.trimEnd().split('\n')).toHaveLength(Number(count?.['count']) + 1);
  const json = await cli.run(['search', '', '--limit', 'all', '--json']);
  expect(json.stdout.trimEnd().split('\n')).toHaveLength(Number(count?.['count']));
  expect(table.stdout).not.toMatch(/^FAKE LINE/m);
});
