/** What only somebody at a terminal meets: questions with an answer. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { openTerminal } from '../../support/terminal.ts';
import { succeed } from './cache.ts';

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  await succeed(cli.run(['case', 'create', '--title', 'Red', '--tlp', 'red']));
  await succeed(cli.run(['case', 'note', 'CASE-0001', '--text', 'For the named recipients.']));
});

afterAll(() => cli.remove());

it.each([
  ['y', 0],
  ['yes', 0],
  ['n', 2],
  ['', 2],
  ['yellow', 2],
])('asks before TLP:RED is written: %j', async (answer, status) => {
  const out = join(cli.scratch, `answer-${answer}.md`);
  const args = ['export', 'CASE-0001', '--format', 'markdown', '--out', out];
  const terminal = openTerminal(args, { SIGHTLINE_HOME: cli.folder });
  await terminal.until('This export is TLP:RED. Write it? [y/N] ');
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
  await terminal.until('[y/N] ');
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
