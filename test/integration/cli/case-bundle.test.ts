import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';
import { succeed } from './cache.ts';

let cli: Cli;
/** Another installation. */
let other: Cli;
let elsewhere: string;

beforeAll(async () => {
  [cli, other] = [createCli(), createCli()];
  elsewhere = mkdtempSync(join(tmpdir(), 'sightline-bundle-'));
  const store = await openTestStore('inline', cli.folder);
  await addConnection(store);
  await walk(store, [{ records: [record('a.example'), record('b.example')] }]);
  await store.close();
  writeFileSync(join(elsewhere, 'mail.eml'), 'Subject: your invoice');
  for (const argv of [
    ['case', 'create', '--title', 'Loader'],
    ['case', 'add', 'CASE-0001', 'a.example', '--role', 'C2'],
    ['case', 'note', 'CASE-0001', '--text', 'called home'],
    ['case', 'pin', 'CASE-0001', '1'],
    ['case', 'evidence', 'CASE-0001', 'a.example', '--note', '1'],
    ['case', 'event', 'CASE-0001', '--at', '2026-11-20T09:30Z', '--text', 'the mail was opened'],
    ['case', 'file', 'CASE-0001', join(elsewhere, 'mail.eml'), '--comment', ' As received. '],
  ]) {
    await succeed(cli.run(argv));
  }
});
afterAll(async () => {
  await Promise.all([cli.remove(), other.remove()]);
  rmSync(elsewhere, { recursive: true, force: true });
});

describe('case bundle and case open-bundle', () => {
  it('carry a case to another installation, which stores nothing of it', async () => {
    const file = join(elsewhere, 'case.zip');
    const { stderr } = await succeed(cli.run(['case', 'bundle', 'CASE-0001', '--out', file]));
    const fingerprint = /Fingerprint ([0-9a-f]{64})/.exec(stderr)?.[1];
    const [view] = await other.json(['case', 'open-bundle', file]);
    expect(view).toMatchObject({
      faults: [],
      fingerprint,
      head: { case: { number: 'CASE-0001', title: 'Loader', files: [{ name: 'mail.eml' }] } },
      counts: { 'indicators.jsonl': 1, 'records.jsonl': 1, 'evidence.jsonl': 1, 'audit.jsonl': 7 },
      indicators: [{ type: 'domain', value: 'a.example', role: 'C2' }],
      notes: [{ text: 'called home', pinned: true, evidence: [{ value: 'a.example' }] }],
    });
    expect(JSON.stringify(view)).toContain('the mail was opened');
    expect(await other.json(['case', 'list'])).toEqual([]);
    const again = join(elsewhere, 'again.zip');
    await succeed(cli.run(['case', 'bundle', 'CASE-0001', '--out', again]));
    expect(readFileSync(again)).toEqual(readFileSync(file));
  });

  it('name a member that was changed, with status 1', async () => {
    const file = join(elsewhere, 'changed.zip');
    await succeed(cli.run(['case', 'bundle', 'CASE-0001', '--out', file]));
    const bytes = readFileSync(file);
    const at = bytes.indexOf('notes.jsonl') + 'notes.jsonl'.length + 20;
    expect((await other.run(['import', file])).stderr).toContain('case open-bundle');
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at);
    writeFileSync(file, bytes);
    const { status, stdout } = await other.run(['case', 'open-bundle', file]);
    expect(status).toBe(1);
    expect(stdout).toContain('FAULT  notes.jsonl: ');
  });

  it('take a passphrase from standard input, and need it again', async () => {
    const file = join(elsewhere, 'sealed.zip.age');
    const argv = ['case', 'bundle', 'CASE-0001', '--out', file, '--passphrase'];
    expect((await cli.run(argv, { stdin: 'too short' })).status).toBe(2);
    // The blanks belong to it, the end of the line does not.
    await succeed(cli.run(argv, { stdin: ' correct horse battery \r\n' }));
    expect((await other.run(['case', 'open-bundle', file])).stderr).toContain('encrypted');
    expect((await other.run(['import', file])).stderr).toContain('case open-bundle');
    const open = ['case', 'open-bundle', file, '--passphrase'];
    expect((await other.run(open, { stdin: 'wrong horse battery' })).stderr).toContain('does not open it');
    expect((await other.run(open, { stdin: 'correct horse battery' })).stderr).toContain('does not open it');
    const { stdout } = await succeed(other.run(open, { stdin: ' correct horse battery \n' }));
    expect(stdout).toContain('ok     every member is what was sealed');
  });
});
