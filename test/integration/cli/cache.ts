import { createHash } from 'node:crypto';
import type { Cli, CliResult, JsonObject } from '../../support/cli.ts';

/** A small cache to lose: one synced Datadog connection `dd`, a triaged indicator, a case with a few. */
export async function fillCache(
  cli: Cli,
  vendor: { readonly url: string; readonly secrets: Readonly<Record<string, string>> },
  options: readonly string[] = [],
): Promise<void> {
  const place = ['--name', 'dd', '--base-url', vendor.url, '--without-secret', ...options];
  await succeed(cli.run(['connect', 'datadog', ...place]));
  await succeed(cli.run(['sync', '--secrets-stdin'], { stdin: { dd: vendor.secrets } }));
  await succeed(cli.run(['triage', 'type:ipv4', '--state', 'in_review']));
  await succeed(cli.run(['case', 'create', '--title', 'Kept']));
  await succeed(cli.run(['case', 'add', 'CASE-0001', 'type:ipv4']));
}

/** Everything an analyst would miss, in a form that can be compared. */
export async function readCache(cli: Cli): Promise<JsonObject> {
  const found = await cli.json(['search', 'sort:value', '--limit', 'all']);
  return {
    indicators: found.length,
    digest: createHash('sha256').update(JSON.stringify(found)).digest('hex'),
    connections: await cli.json(['connections']),
    cases: await cli.json(['case', 'list']),
    case: await cli.json(['case', 'show', 'CASE-0001']),
  };
}

/** @throws with what the command said when it failed. */
export async function succeed(running: Promise<CliResult>): Promise<CliResult> {
  const result = await running;
  if (result.status !== 0) throw new Error(`${result.status}: ${result.stderr}`);
  return result;
}
