/**
 * The main job from the command line, each step a process of its own: connect, sync, and with the vendors switched off
 * search, show, triage, case, export. Secrets lie in a real keychain.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';
import { type Cli, createCli, type JsonObject, parseLines, secretsOf } from '../../support/cli.ts';
import { type PrivateKeyring, startPrivateKeyring } from '../../support/keyring/private-keyring.ts';
import { startVaultProcess, type VaultProcess } from '../../support/keyring/vault-process.ts';
import { holdingsOf, type VendorId, vendorIds } from '../app/four-vendors.ts';
import {
  caseShape,
  connectionShape,
  doctorShape,
  expectShape,
  finishedShape,
  indicatorShape,
  observationShape,
  progressShape,
  relationShape,
  runShape,
  triageShape,
} from './shapes.ts';

const nowMs = Date.now();
let emulators: AllEmulators;
let keyring: PrivateKeyring;
let vault: VaultProcess;
let cli: Cli;
/** By `connection/stream`. */
let held: ReadonlyMap<string, number>;

beforeAll(async () => {
  [emulators, keyring] = await Promise.all([
    startAllEmulators({ size: 400, seed: 11, now: nowMs }),
    startPrivateKeyring(),
  ]);
  held = holdingsOf(emulators);
  cli = createCli({ environment: keyring.environment });
  vault = startVaultProcess(keyring.environment);
});

afterAll(async () => {
  vault.kill();
  await cli.remove();
  await keyring.stop();
  await emulators.stop();
});

const connect = (vendor: VendorId, ...more: readonly string[]) =>
  cli.run(
    ['connect', vendor, '--name', vendor, '--base-url', emulators[vendor].url, '--secrets-stdin', '--test', ...more],
    { stdin: emulators[vendor].secrets },
  );

/** Ids are no part of the JSON; the data folder has them. */
async function connectionIds(): Promise<readonly string[]> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(join(cli.folder, 'sightline.db'), { readonly: true });
  try {
    return database.prepare<[], string>('SELECT uid FROM connection WHERE removed_at_ms IS NULL').pluck().all();
  } finally {
    database.close();
  }
}

describe('the main job', () => {
  it('connects all four vendors, after trying the secrets, and stores those in the keychain', async () => {
    for (const vendor of vendorIds) {
      const { status, stdout, stderr } = await connect(vendor, '--json');
      expect({ vendor, status, stderr }).toMatchObject({ status: 0 });
      expect(stderr).toMatch(new RegExp(`\nok {6}Right to read: Yes\\.\n${vendor} is connected to `));
      const [connection, ...none] = parseLines(stdout);
      expect(none).toEqual([]);
      expectShape(connection, connectionShape);
      expect(connection).toMatchObject({
        name: vendor,
        vendor,
        site: null,
        baseUrl: emulators[vendor].url,
        hasSecret: true,
        lastCompleteAt: null,
        state: 'never',
      });
    }
    const ids = await connectionIds();
    expect(ids).toHaveLength(4);
    const kept: unknown[] = [];
    for (const id of ids) kept.push(await vault.ask({ do: 'rawGet', id }));
    const secrets = Object.values(secretsOf(emulators)).map((fields) => ({ value: JSON.stringify(fields) }));
    expect(kept).toEqual(expect.arrayContaining(secrets));
  });

  it('syncs with the secrets of the keychain and tells so in NDJSON', async () => {
    const { status, stdout, stderr } = await cli.run(['sync', '--json']);
    // The base URL is given, so where the account lives is told and not followed.
    expect(stderr).toMatch(/^crowdstrike: .* lives in us-1; the given base URL is used all the same\.\n$/);
    expect(status).toBe(0);
    const events = parseLines(stdout);
    for (const event of events) expectShape(event, event['event'] === 'progress' ? progressShape : finishedShape);
    const finished = events.filter(({ event }) => event === 'finished');
    expect(byStream(finished, 'received')).toEqual(held);
    expect(byStream(finished, 'status')).toEqual(new Map([...held.keys()].map((key) => [key, 'complete'])));
    for (const { connection, expected, received, error } of finished) {
      expect(error).toBeNull();
      // Threat Grid gives no total.
      expect(expected).toBe(connection === 'threatgrid' ? null : received);
    }
  });

  it('stores nothing the second time', async () => {
    const { status, stderr } = await cli.run(['sync']);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^10 streams complete\.$/m);
    const lines = stderr.split('\n').filter((line) => line.includes('/'));
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line).toMatch(/ complete .*, 0 stored, /);
  });

  it('goes on without any vendor', async () => {
    await emulators.stop();
    const total = [...held.values()].reduce((sum, count) => sum + count, 0);
    const found = await cli.json(['search', '', '--limit', 'all']);
    expect(found.reduce((sum, { observations }) => sum + Number(observations), 0)).toBe(total);
    for (const one of found) expectShape(one, indicatorShape);
    expect(await cli.json(['search', '', '--count'])).toEqual([{ count: found.length, exact: true }]);
    const [facets] = await cli.json(['search', '*', '--facets']);
    expect(facets).toMatchObject({ type: expect.any(Object), vendor: expect.any(Object) });
    const [histogram] = await cli.json(['search', '*', '--histogram']);
    expect(histogram).toMatchObject({ field: 'last_seen', buckets: expect.any(Array) });
    const types = Object.values(facets?.['type'] ?? {});
    expect(types.reduce<number>((sum, count) => sum + Number(count), 0)).toBe(found.length);
  });

  it.each(vendorIds)('finds what %s said', async (vendor) => {
    const found = await cli.json(['search', `vendor:${vendor} sort:value`, '--limit', '3']);
    expect(found).toHaveLength(3);
    for (const one of found) expect(one['vendors']).toContain(vendor);
    const [count] = await cli.json(['search', `vendor:${vendor}`, '--count']);
    expect(count).toMatchObject({ exact: true });
  });

  it('searches with the fields of the language', async () => {
    const all = await cli.json(['search', '', '--limit', 'all']);
    const isNamed = (one: JsonObject) => String(one['value']).includes('a');
    const expected = all.filter((one) => one['type'] === 'domain' && Number(one['score']) >= 80 && isNamed(one));
    expect(expected.length).toBeGreaterThan(0);
    const found = await cli.json(['search', 'type:domain score:>=80 value:*a*', '--limit', 'all']);
    expect(values(found)).toEqual(values(expected));
    const others = await cli.json(['search', '--limit', 'all', '--', '-type:domain']);
    expect(values(others)).toEqual(values(all.filter(({ type }) => type !== 'domain')));
    for (const query of [
      'severity:critical',
      'state:new',
      'verdict:unknown',
      'last_seen:>now-3d',
      'first_seen:<now-1d',
    ]) {
      const [count] = await cli.json(['search', query, '--count']);
      expect({ query, count: Number(count?.['count']) > 0 }).toEqual({ query, count: true });
    }
  });

  it('prints tables, CSV and counts for people', async () => {
    const table = await cli.run(['search', 'type:url', '--limit', '5']);
    const lines = table.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^SCORE {2}SEVERITY {2}TYPE {2}VALUE +VENDORS +LAST SEEN \(UTC\) +STATE +VERDICT/);
    expect(lines).toHaveLength(6);
    expect(table.stderr).toMatch(/^5 of \d+ shown\.\n$/);
    const csv = await cli.run(['search', 'type:url', '--limit', '5', '--format', 'csv']);
    expect(csv.stdout.split('\r\n')).toHaveLength(7);
    expect(csv.stdout).toMatch(/^"type","value","score",/);
    const count = await cli.run(['search', 'type:url', '--count']);
    expect(count.stdout).toMatch(/^\d+\n$/);
    const none = await cli.run(['search', 'nothing-is-named-like-this', '--json']);
    expect(none).toMatchObject({ status: 0, stdout: '' });
  });

  it('shows an indicator with its records as received, also by its defanged name', async () => {
    const [both] = await cli.json(['search', 'vendor:(datadog AND threatgrid) type:domain', '--limit', '1']);
    const value = String(both?.['value']);
    const [shown, ...none] = await cli.json(['show', value.replaceAll('.', '[.]')]);
    expect(none).toEqual([]);
    const { observationList, relations, triageHistory, vendorDetails, lists, ownTags, tagHistory, ...indicator } =
      shown ?? {};
    expect(indicator).toEqual(both);
    expect(vendorDetails).toEqual([]);
    // Titles are told exactly where the mark is.
    expect(lists).toHaveProperty('length', JSON.stringify(both?.['flags']).includes('listed') ? expect.anything() : 0);
    const records = asList(observationList);
    expect([...new Set(records.map(({ vendor }) => vendor))].toSorted()).toEqual(both?.['vendors']);
    for (const record of records) {
      expectShape(record, observationShape);
      expect(JSON.stringify(record['raw'])).toContain(value);
    }
    for (const relation of asList(relations)) expectShape(relation, relationShape);
    expect([triageHistory, ownTags, tagHistory]).toEqual([[], [], []]);
    const text = await cli.run(['show', value]);
    expect(text.stdout).toMatch(new RegExp(`^domain {2}${value.replaceAll('.', '\\.')}\n {2}score +\\d+ \\(`));
  });

  it('triages one indicator and every match of a query', async () => {
    const [one] = await cli.json(['search', 'type:domain', '--limit', '1']);
    const value = String(one?.['value']);
    const note = 'seen in mail';
    expect(await cli.json(['triage', value, '--state', 'reviewed', '--verdict', 'malicious', '--note', note])).toEqual([
      { changed: 1 },
    ]);
    const [shown] = await cli.json(['show', value]);
    expect(shown).toMatchObject({ state: 'reviewed', verdict: 'malicious' });
    const [entry] = asList(shown?.['triageHistory']);
    expectShape(entry, triageShape);
    expect(entry).toMatchObject({ state: 'reviewed', verdict: 'malicious', note, origin: 'local' });
    const [urls] = await cli.json(['search', 'type:url', '--count']);
    const all = await cli.run(['triage', 'type:url', '--state', 'in_review']);
    expect(all).toMatchObject({ status: 0, stdout: '', stderr: `${urls?.['count']} indicators triaged.\n` });
    expect(await cli.json(['search', 'type:url state:in_review', '--count'])).toEqual([urls]);
  });

  it('keeps a case', async () => {
    const created = await cli.json(['case', 'create', '--title', 'Invoices', '--severity', 'high', '--tlp', 'green']);
    expect(created).toMatchObject([{ number: 'CASE-0001', title: 'Invoices', status: 'open', severity: 'high' }]);
    const [one] = await cli.json(['search', 'type:domain', '--limit', '1']);
    const value = String(one?.['value']);
    const comment = ['--comment', 'first seen', '--role', 'c2'];
    expect(await cli.json(['case', 'add', 'CASE-0001', value, ...comment])).toEqual([{ added: 1, alreadyThere: 0 }]);
    const [urls] = await cli.json(['search', 'type:url', '--count']);
    expect(await cli.json(['case', 'add', 'case-1', 'type:url'])).toEqual([
      { added: urls?.['count'], alreadyThere: 0 },
    ]);
    expect(await cli.json(['case', 'add', 'case-1', value])).toEqual([{ added: 0, alreadyThere: 1 }]);
    const [url] = await cli.json(['search', 'type:url', '--limit', '1']);
    await succeed('case', 'remove', 'CASE-0001', String(url?.['value']));
    await succeed('case', 'note', 'CASE-0001', '--text', 'Asked the mail team.');
    const [task] = await cli.json(['case', 'task', 'CASE-0001', '--text', 'Block at the proxy']);
    await succeed('case', 'task', 'CASE-0001', '--done', String(task?.['id']));
    const [shown] = await cli.json(['case', 'show', 'CASE-0001']);
    expectShape(shown, caseShape);
    expect(shown).toMatchObject({
      number: 'CASE-0001',
      tasks: [{ id: task?.['id'], text: 'Block at the proxy', done: true }],
      notes: [{ text: 'Asked the mail team.' }],
    });
    const members = asList(shown?.['indicators']);
    expect(members).toHaveLength(Number(urls?.['count']));
    expect(members.find((member) => member['value'] === value)).toMatchObject({ comment: 'first seen', role: 'c2' });
  });

  it.each([
    ['html', /^<!doctype html>/i],
    ['markdown', /^\*\*TLP/],
    ['csv', /^\uFEFF?"case",/],
    ['csv-observations', /^\uFEFF?"/],
    ['json', /^\{"format":"sightline-(?:case|list)"/],
    ['jsonl', /^\{"case":/],
    ['stix', /^\{"type":"bundle","objects":\[/],
    ['misp', /^\{"Event":\{"uuid":/],
    ['openioc', /^<\?xml version="1\.0" encoding="utf-8"\?>\n<OpenIOC /],
    ['txt', /^# TLP:AMBER\n# count \d+\n/],
  ])('exports the case and a query as %s, twice the same', async (format, beginning) => {
    for (const scope of ['CASE-0001', 'type:url']) {
      const out = join(cli.scratch, `${scope.replace(':', '-')}.${format}`);
      const written = await cli.run(['export', scope, '--format', format, '--out', out]);
      expect(written).toMatchObject({ status: 0, stdout: '' });
      const told = written.stderr.replace(/, \d+ left out by the format and its choices(?=\.\n$)/, '');
      expect(told).toMatch(/^\d+ indicators to .*, TLP:AMBER(?: \(raised by what is inside\))?\.\n$/);
      const text = readFileSync(out, 'utf8');
      expect(text).toMatch(beginning);
      const printed = await cli.run(['export', scope, '--format', format, '--out', '-']);
      expect(printed.stdout).toBe(text);
    }
  });

  it('writes files where the user stands', async () => {
    await succeed('export', 'CASE-0001', '--format', 'json', '--out', 'report.json');
    const report: JsonObject = JSON.parse(readFileSync(join(cli.scratch, 'report.json'), 'utf8'));
    const [urls] = await cli.json(['search', 'type:url', '--count']);
    expect(asList(report['indicators'])).toHaveLength(Number(urls?.['count']));
  });

  it('closes the case', async () => {
    const closed = await cli.json(['case', 'close', 'CASE-0001', '--verdict', 'malicious', '--summary', 'Blocked.']);
    expect(closed).toMatchObject([{ number: 'CASE-0001', status: 'closed', summary: 'Blocked.' }]);
    const again = await cli.run(['case', 'close', 'CASE-0001', '--verdict', 'benign', '--summary', 'x']);
    expect(again).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^sightline: CASE-0001 is closed already\.\n/),
    });
    const listed = await cli.json(['case', 'list']);
    expect(listed).toMatchObject([{ number: 'CASE-0001', status: 'closed', verdict: 'malicious' }]);
    const table = await cli.run(['case', 'list']);
    expect(table.stdout).toMatch(
      /^NUMBER +STATUS +SEVERITY +TLP +INDICATORS +UPDATED \(UTC\) +TITLE\nCASE-0001 +closed/,
    );
  });

  it('tells the history of syncs and the state of the connections', async () => {
    const runs = await cli.json(['runs']);
    expect(runs).toHaveLength(20);
    for (const one of runs) {
      expectShape(one, runShape);
      expect(one['status']).toBe('complete');
    }
    expect(byStream(runs.slice(10), 'stored')).toEqual(held);
    const ofOne = await cli.json(['runs', '--connection', 'Datadog', '--limit', '1']);
    expect(ofOne).toMatchObject([{ connection: 'datadog', stored: 0 }]);
    const connections = await cli.json(['connections']);
    expect(connections.map(({ name }) => name)).toEqual(vendorIds);
    for (const one of connections) {
      expectShape(one, connectionShape);
      expect(one).toMatchObject({ state: 'complete', hasSecret: true, lastCompleteAt: expect.any(String) });
    }
  });

  it('examines itself', async () => {
    const findings = await cli.json(['doctor']);
    expect(findings.map(({ check, ok }) => [check, ok])).toEqual([
      ['versions', true],
      ['database', true],
      ['audit', true],
      ['keychain', true],
      ['window', expect.any(Boolean)],
      ['disk', true],
      ['network', true],
      ['updates', true],
      ...vendorIds.map(() => ['connection', expect.any(Boolean)]),
    ]);
    for (const finding of findings) expectShape(finding, doctorShape);
    expect(JSON.stringify(findings)).toContain(', 1 case;');
    expect(JSON.stringify(findings)).toContain('updates are not looked for. This build names no place');
    const offline = await cli.json(['doctor', '--offline']);
    expect(offline.map(({ check }) => check)).not.toContain('connection');
  });

  it('says that a vendor cannot be reached, and keeps what it has', async () => {
    const [before] = await cli.json(['search', '', '--count']);
    const { status, stderr } = await cli.run(['sync', '--connection', 'virustotal']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^virustotal\/ioc_stream +failed +.*\n1 stream failed\.\n$/);
    expect(await cli.json(['search', '', '--count'])).toEqual([before]);
  });

  it('disconnects: the secret goes, the records stay', async () => {
    const ids = await connectionIds();
    const [before] = await cli.json(['search', '', '--count']);
    expect(await cli.run(['disconnect', 'datadog'])).toMatchObject({
      status: 0,
      stdout: '',
      stderr: 'datadog is disconnected.\n',
    });
    expect(await cli.json(['search', '', '--count'])).toEqual([before]);
    const left = await connectionIds();
    const [gone = ''] = ids.filter((id) => !left.includes(id));
    expect(await vault.ask({ do: 'rawGet', id: gone })).toEqual({ value: null });
    expect(Number((await cli.json(['search', 'vendor:datadog', '--count']))[0]?.['count'])).toBeGreaterThan(0);
  });

  it('disconnects with --purge: the records go, triage and cases stay', async () => {
    for (const vendor of ['crowdstrike', 'threatgrid', 'virustotal']) {
      expect(await cli.run(['disconnect', vendor, '--purge'])).toMatchObject({ status: 0 });
      expect(await cli.json(['search', `vendor:${vendor}`, '--count'])).toEqual([{ count: 0, exact: true }]);
    }
    expect(await connectionIds()).toEqual([]);
    expect(await cli.json(['connections'])).toEqual([]);
    expect(await cli.json(['case', 'list'])).toMatchObject([{ number: 'CASE-0001' }]);
    expect(existsSync(join(cli.folder, 'sightline.db'))).toBe(true);
  });
});

async function succeed(...args: readonly string[]): Promise<void> {
  const { status, stderr } = await cli.run(args);
  expect({ args, status, stderr }).toMatchObject({ status: 0 });
}

function byStream(lines: readonly JsonObject[], name: string): ReadonlyMap<string, unknown> {
  return new Map(
    lines.map((line) => [`${line['connection']}/${line['stream']}`, line[name]] as const).toSorted(compareKeys),
  );
}

function compareKeys(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

function values(lines: readonly JsonObject[]): readonly unknown[] {
  return lines.map(({ value }) => value);
}

function asList(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value;
}
