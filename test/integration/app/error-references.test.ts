/** Whatever a user is shown of an error leads to its entry in the log file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeLease } from '#main/db/leases/lease-files.ts';
import { runCommandLine } from '#main/shell/cli/run.ts';
import { replySchema } from '#shared/contract/envelope.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { createCliDouble } from '../../support/cli-double.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';

let app: TestApp;

beforeAll(() => {
  app = openTestApp();
});
afterAll(() => app.remove());

interface Entry {
  readonly event: string;
  readonly reference?: string;
}

/** The entries of the file with that reference. */
function find(reference: string | null | undefined): readonly Entry[] {
  const lines = readFileSync(join(app.folder, 'logs', 'sightline.log'), 'utf8')
    .split('\n')
    .filter(Boolean);
  return lines.map((line): Entry => JSON.parse(line)).filter((entry) => entry.reference === (reference ?? 'none'));
}

it.each<[ErrorCode, string, unknown]>([
  ['state.notFound', 'cases.get', { number: 'CASE-0099' }],
  ['input.invalid', 'indicators.search', { query: 'typ:canary.example', offset: 0, limit: 10 }],
  ['state.notFound', 'care.saveDiagnostics', { id: 7 }],
])('%s of a call of the window: %s', async (code, method, input) => {
  const { ok, ...reply } = replySchema.parse(JSON.parse(await app.dispatch(JSON.stringify({ id: 1, method, input }))));
  expect(reply).toMatchObject({ error: { code, suggestion: expect.any(String), reference: expect.any(String) } });
  const reference = 'error' in reply ? reply.error.reference : null;
  expect(ok).toBe(false);
  const found = find(reference);
  expect(found).toMatchObject([{ event: 'ipc.refused', fields: { code, method } }]);
  expect(JSON.stringify(found)).not.toContain('canary');
});

it.each<[ErrorCode, readonly string[]]>([
  ['state.notFound', ['case', 'show', 'CASE-0099']],
  ['state.notFound', ['case', 'show', 'CASE-0099', '--json']],
  ['input.invalid', ['search', 'typ:canary.example']],
  ['input.invalid', ['search', 'typ:canary.example', '--json']],
])('%s of a command: %s', async (code, words) => {
  const context = { ...createCliDouble({ app: async () => app }), logger: app.logger };
  await runCommandLine(context, words, '1');
  const [, told, reference] = /^ {2}\((\S+), in the log as (\w+)\)$/m.exec(context.err()) ?? [];
  expect(told).toBe(code);
  const found = find(reference);
  expect(found).toMatchObject([{ event: 'cli.failed', fields: { code } }]);
  expect(JSON.stringify(found)).not.toContain('canary');
  expect(context.out()).toBe('');
});

describe('of a run that failed', () => {
  /** The entries that name it, in whichever field. */
  function findRun(reference: string | undefined): readonly Entry[] {
    const lines = readFileSync(join(app.folder, 'logs', 'sightline.log'), 'utf8')
      .split('\n')
      .filter(Boolean);
    return lines.filter((line) => line.includes(`"${reference}"`)).map((line): Entry => JSON.parse(line));
  }

  const addConnection = (name: string) =>
    app.services.connections.add({
      name,
      vendor: 'datadog',
      site: null,
      baseUrl: 'http://127.0.0.1:9',
      options: {},
      secret: null,
      keepSecretIn: 'memory',
    });

  async function run(...words: readonly string[]) {
    const context = { ...createCliDouble({ app: async () => app }), logger: app.logger };
    await runCommandLine(context, words, '1');
    return { out: context.out(), err: context.err() };
  }

  it('finds it by what is told while it runs, and by the stored run afterwards', async () => {
    await addConnection('stored');
    const { out } = await run('sync', '--connection', 'stored', '--json');
    const told = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .find(({ event }) => event === 'finished');
    expect(told.error).toMatchObject({ code: 'credential.missing', reference: expect.stringMatching(/^run-\d+$/) });
    const { code, reference } = told.error;
    expect(findRun(reference)).toMatchObject([
      { event: 'sync.started' },
      { event: 'sync.finished', fields: { code } },
      { event: 'sync.failed', error: expect.objectContaining({ code }) },
    ]);
    const stored = (await run('runs', '--connection', 'stored', '--json')).out;
    expect(stored).toContain(`"reference":"${reference}"`);
    expect((await run('runs', '--connection', 'stored')).out).toMatch(new RegExp(`${reference} .*\\(${code}\\)`));
    expect((await run('sync', '--connection', 'stored')).err).toMatch(/\(credential\.missing, in the log as run-\d+\)/);
  });

  it('finds it although the run could not be stored', async () => {
    const { id } = await addConnection('busy');
    const lease = takeLease(app.folder, id, 1);
    const { out } = await run('sync', '--connection', 'busy', '--json');
    lease.release();
    const { error } = JSON.parse(out.split('\n')[0] ?? '');
    expect(error).toMatchObject({ code: 'state.conflict', reference: expect.any(String) });
    expect(find(error.reference)).toMatchObject([{ event: 'sync.refused' }]);
  });
});

it('our own mistakes too, with what went wrong', async () => {
  const context = {
    ...createCliDouble({ app: () => Promise.reject(new TypeError('x of undefined')) }),
    logger: app.logger,
  };
  await runCommandLine(context, ['case', 'list'], '1');
  const reference = /the log has the details under (\w+)\./.exec(context.err())?.[1];
  expect(context.err()).toContain('(internal.bug)');
  expect(find(reference)).toMatchObject([{ event: 'cli.failed', error: { message: 'x of undefined' } }]);
});
