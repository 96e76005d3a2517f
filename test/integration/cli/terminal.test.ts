/** What only somebody at a terminal meets: questions with an answer, and little room. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type Cli, createCli } from '../../support/cli.ts';
import { openTerminal } from '../../support/terminal.ts';
import { fillCache, succeed } from './cache.ts';

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  await succeed(cli.run(['case', 'create', '--title', 'Red', '--tlp', 'red']));
  await succeed(cli.run(['case', 'note', 'CASE-0001', '--text', 'For the named recipients.']));
});

afterAll(() => cli.remove());

it.each([
  ['TLP:RED', 0],
  ['tlp:red', 2],
  ['y', 2],
  ['', 2],
])('asks before TLP:RED is written: %j', async (answer, status) => {
  const out = join(cli.scratch, `answer-${answer.replace(':', '-')}.md`);
  const args = ['export', 'CASE-0001', '--format', 'markdown', '--out', out];
  const terminal = openTerminal(args, { SIGHTLINE_HOME: cli.folder });
  await terminal.until('This export is TLP:RED. Type TLP:RED to go on: ');
  terminal.type(`${answer}\r`);
  expect(await terminal.ended).toEqual({ status });
  expect(existsSync(out)).toBe(status === 0);
  if (status === 0) expect(readFileSync(out, 'utf8')).toContain('For the named recipients');
});

it.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('takes %s for a no', async (_name, key) => {
  const out = join(cli.scratch, 'never.md');
  const args = ['export', 'CASE-0001', '--format', 'markdown', '--out', out];
  const terminal = openTerminal(args, { SIGHTLINE_HOME: cli.folder });
  await terminal.until('to go on: ');
  terminal.type(key);
  expect((await terminal.ended).status).not.toBe(0);
  expect(existsSync(out)).toBe(false);
});

it('does not read secrets from a terminal, where they would be seen', async () => {
  const args = ['sync', '--secrets-stdin'];
  await succeed(cli.run(['connect', 'datadog', '--name', 'dd', '--without-secret']));
  const terminal = openTerminal(args, { SIGHTLINE_HOME: cli.folder });
  expect(await terminal.ended).toEqual({ status: 2 });
  expect(terminal.screen()).toContain('--secrets-stdin reads from a pipe or a file, not from the terminal.');
});

describe('a terminal of 60 columns', () => {
  let full: Cli;

  beforeAll(async () => {
    full = createCli();
    const vendor = await startDatadogEmulator({ size: 400, now: Date.now() });
    try {
      await fillCache(full, vendor);
    } finally {
      await vendor.stop();
    }
    const nowhere = ['--base-url', 'https://a-rather-long-name-of-a-host.example', '--without-secret'];
    await succeed(full.run(['connect', 'threatgrid', '--name', 'A connection of our other branch', ...nowhere]));
    await succeed(full.run(['case', 'create', '--title', 'What the mail team brought up in the meeting of today']));
    await succeed(full.run(['triage', 'score:>=90', '--state', 'reviewed', '--push']));
    await succeed(
      full.run(['lists', 'allow', 'partner-with-a-long-name.example', '--reason', 'Our partner since 2019']),
    );
  });

  afterAll(() => full.remove());

  it.each([
    ['search', ''],
    ['search', '', '--facets'],
    ['connections'],
    ['runs'],
    ['case', 'list'],
    ['outbox', 'list'],
    ['lists', 'list'],
    ['lists', 'allowed'],
    ['vendor', 'dd'],
    ['doctor', '--offline'],
  ])('holds every line of %s %s %s, and gets no colours', async (...args) => {
    const terminal = openTerminal(args, { SIGHTLINE_HOME: full.folder, NO_COLOR: '1' }, 60);
    await terminal.ended;
    const lines = terminal.screen().split('\r\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => [...line].length > 60)).toEqual([]);
    expect(terminal.screen()).not.toContain('\u001B');
  });
});
