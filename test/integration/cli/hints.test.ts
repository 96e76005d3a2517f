/** What is remarkable about a query is told beside the result: on standard error, without changing what is printed or the exit status. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type Cli, createCli } from '../../support/cli.ts';
import { succeed } from './cache.ts';

let datadog: DatadogEmulator;
let cli: Cli;

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 50, now: Date.now() });
  cli = createCli();
  await succeed(cli.run(['connect', 'datadog', '--name', 'dd', '--base-url', datadog.url, '--without-secret']));
  await succeed(cli.run(['sync', '--secrets-stdin'], { stdin: { dd: datadog.secrets } }));
});

afterAll(async () => {
  await cli.remove();
  await datadog.stop();
});

it('names the vendor that was probably meant, and how to ask for it', async () => {
  const { status, stdout, stderr } = await cli.run(['search', 'vendor:datadgo', '--json']);
  expect(status).toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('"datadgo"');
  expect(stderr).toContain('vendor:datadog');
});

it('tells that values side by side cannot be one indicator, and finds them as asked for then', async () => {
  const [one, other] = await cli.json(['search', 'type:ipv4', '--limit', '2']);
  const { status, stderr } = await cli.run(['search', `${one?.['value']} ${other?.['value']}`]);
  expect(status).toBe(0);
  const corrected = stderr
    .split('\n')
    .find((line) => line.startsWith('  '))
    ?.trim();
  expect(corrected).toContain(String(other?.['value']));
  expect(await cli.json(['search', String(corrected)])).toHaveLength(2);
});

it('finds any of a list given one value per line', async () => {
  const known = await cli.json(['search', 'type:ipv4', '--limit', '3']);
  const list = [...known.map(({ value }) => String(value)), '192.0.2.254'].join('\n');
  const { status, stderr } = await cli.run(['search', list, '--count']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(await cli.json(['search', list])).toHaveLength(3);
});

it('says nothing about a query that is as it should be', async () => {
  const { status, stderr } = await cli.run(['search', 'vendor:datadog type:ipv4 nothing-like-this']);
  expect(status).toBe(0);
  expect(stderr).not.toMatch(/did you mean/i);
});
