/** What a support is given: what was shown, byte for byte, and nothing of the analyst's work. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { replySchema } from '#shared/contract/envelope.ts';
import { diagnosticsSchema } from '#shared/model/care.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';

const canary = 'canary-4c1e';
let datadog: DatadogEmulator;
let app: TestApp;
let values: readonly string[];

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 60 });
  app = openTestApp({ isImpatient: true });
  const { connections, sync, cases, search } = app.services;
  const place = { vendor: 'datadog', site: null, baseUrl: datadog.url, options: {} };
  await connections.add({ name: 'dd', ...place, secret: datadog.secrets, keepSecretIn: 'memory' });
  await sync.run({ connectionIds: null, streams: null, full: true });
  // Somebody pasted a key into the wrong field.
  await connections.add({
    name: `key ${datadog.secrets['apiKey']}`,
    ...place,
    secret: datadog.secrets,
    keepSecretIn: 'memory',
  });
  values = (await search.search({ query: '', offset: 0, limit: 100 })).map(({ value }) => value);
  const { number } = await cases.create({ title: `Title ${canary}`, summary: `Summary ${canary}` });
  await cases.addNote(number, `Note ${canary}`);
  const decision = { selection: { query: 'type:ipv4' }, note: `Seen ${canary}` };
  expect(await call('triage.apply', decision)).toMatchObject({ changed: expect.any(Number) });
  // What fails leaves its words out of the log.
  await call('indicators.search', { query: `typ:${canary}`, offset: 0, limit: 1 });
  await call('cases.get', { number: 'CASE-0077' });
});

afterAll(async () => {
  await app.remove();
  await datadog.stop();
});

async function call(method: string, input: unknown): Promise<unknown> {
  const reply = replySchema.parse(JSON.parse(await app.dispatch(JSON.stringify({ id: 1, method, input }))));
  return reply.ok ? reply.value : reply.error;
}
const show = async () => diagnosticsSchema.parse(await call('care.diagnose', null));
const exported = (): readonly string[] => readdirSync(join(app.folder, 'exports'));

it('is saved as it was shown, whatever happened since, and the one that was shown last only', async () => {
  const before = await show();
  const shown = await show();
  expect(shown.text).toContain('"log"');
  app.logger.write('warn', 'test.happened', { after: 'it was shown' });
  expect(await call('care.saveDiagnostics', { id: before.id })).toMatchObject({ code: 'state.notFound' });
  expect(app.saved).toEqual([]);
  expect(await call('care.saveDiagnostics', { id: shown.id })).toEqual({ place: expect.any(String) });
  const [path = ''] = app.saved;
  expect(readFileSync(path).equals(Buffer.from(shown.text))).toBe(true);
  expect(exported()).toEqual([expect.stringMatching(/^sightline-diagnostics-\d{4}-\d\d-\d\d\.json$/)]);
});

it('can be read, is redacted, and holds no value, note, case, query or secret', async () => {
  const { text } = await show();
  expect(text).not.toContain(canary);
  expect(text).toContain('"name": "key ');
  expect(values.length).toBeGreaterThan(10);
  expect(values.filter((value) => text.includes(value))).toEqual([]);
  expect(Object.values(datadog.secrets).filter((secret) => text.includes(secret))).toEqual([]);
  // A text area shows every character of it.
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
  const parts = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  expect(Object.keys(parts)).toEqual([
    'collectedAt',
    'sightline',
    'system',
    'database',
    'keychain',
    'freeBytes',
    'connections',
    'runs',
    'log',
  ]);
});
