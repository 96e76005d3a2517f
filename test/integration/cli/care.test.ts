import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HealthRecord } from '#main/db/gateway/health-record.ts';
import { keepLogAside } from '#main/db/open/foreign-log.ts';
import { type Cli, createCli } from '../../support/cli.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { flip, frameStart, leaveLog, readFrames } from '../../support/left-log.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';

let cli: Cli;
let elsewhere: string;

beforeAll(async () => {
  cli = createCli();
  elsewhere = mkdtempSync(join(tmpdir(), 'sightline-care-'));
  const store = await openTestStore('inline', cli.folder);
  await addConnection(store);
  await walk(store, [{ records: [record('a.example'), record('b.example')] }]);
  await store.close();
});
afterAll(async () => {
  await cli.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

describe('backup, restore and repair at a terminal', () => {
  it('are advised by commands over data that is not sound, beside what they print, until it is put right', async () => {
    const search = ['search', '', '--count', '--json'];
    const before = await cli.run(search);
    expect([before.status, before.stderr]).toEqual([0, '']);
    const parts = { dataFolder: cli.folder, clock: new FakeClock(), logger: new MemoryLogger() };
    new HealthRecord(parts).report({ kind: 'damaged', detail: 'page 7' });
    const { status, stdout, stderr } = await cli.run(search);
    expect({ status, stdout }).toEqual({ status: before.status, stdout: before.stdout });
    expect(stderr).toBe(
      'sightline: The database is damaged. Answers and exports may be wrong or incomplete until it is put right. Restore a backup, or run: sightline repair (storage.corrupt, in the log as ref-1)\n',
    );
    new HealthRecord(parts).report({ kind: 'logCutShort', detail: 'ends at frame 12' });
    expect((await cli.run(search)).stderr).toMatch(
      /^sightline: The database is damaged\. .*\nsightline: Some of what .*\n$/,
    );
    expect((await cli.run(['--version'])).stderr).toBe('');
    const repaired = await cli.run(['repair']);
    expect([repaired.stdout, repaired.stderr]).toEqual(['The database is sound: nothing was changed.\n', '']);
    expect((await cli.run(search)).stderr).toBe('');
  });

  it('take a copy, put it back, and say where the replaced database is', async () => {
    const file = join(elsewhere, 'copy.backup');
    expect(await cli.json(['backup', file, '--json'])).toMatchObject([{ indicators: 2, cases: 0 }]);
    await cli.run(['case', 'create', '--title', 'Later']);
    const [restored] = await cli.json(['restore', file, '--json']);
    expect(restored).toMatchObject({ keptIn: expect.stringMatching(/^replaced-\d{4}-/) });
    expect(await cli.json(['case', 'list', '--json'])).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('change nothing and name the reason when the file is no backup', async () => {
    const file = join(elsewhere, 'text');
    writeFileSync(file, 'This is no database at all.');
    const { status, stderr } = await cli.run(['restore', file]);
    expect([status, stderr]).toEqual([5, expect.stringContaining('no backup of Sightline')]);
    expect(await cli.json(['search', '', '--count', '--json'])).toEqual([{ count: 2, exact: true }]);
  });

  it('say of what is no file that it is none', async () => {
    symlinkSync('round', join(elsewhere, 'round'));
    symlinkSync('nowhere', join(elsewhere, 'dangling'));
    const told = async (path: string): Promise<readonly unknown[]> => {
      const { status, stderr } = await cli.run(['restore', path]);
      return [status, stderr.split('\n')[0]];
    };
    expect(await told(elsewhere)).toEqual([1, 'sightline: What has that name is no file.']);
    expect(await told(join(elsewhere, 'dangling'))).toEqual([1, 'sightline: There is no such file.']);
    const unreachable = 'sightline: There is no file that can be reached by that name.';
    expect(await told(join(elsewhere, 'round'))).toEqual([1, unreachable]);
  });

  it('find nothing to repair in a sound database', async () => {
    const { status, stdout } = await cli.run(['repair']);
    expect([status, stdout]).toEqual([0, 'The database is sound: nothing was changed.\n']);
  });

  it('repair a damaged one, whose counts are told', async () => {
    await cli.run(['case', 'create', '--title', 'Kept']);
    await cli.run(['triage', 'a.example', '--verdict', 'malicious', '--note', 'mine']);
    const file = join(cli.folder, 'sightline.db');
    const bytes = readFileSync(file);
    // The first page's magic: SQLite will not open it any more.
    bytes.fill(0, 0, 24);
    writeFileSync(file, bytes);
    const broken = await cli.run(['search', '']);
    expect(broken.status).toBe(5);
    const { stdout, stderr } = await cli.run(['repair']);
    expect(stdout, stderr).toMatch(/^Repaired\. The damaged files are kept in damaged-.*\n {2}connections: 1 saved\n/);
    expect(stdout).toContain('cases: 1 saved');
    expect(await cli.json(['show', 'a.example', '--json'])).toMatchObject([{ verdict: 'malicious' }]);
  });
});

it('doctor names a log that was put aside, with its size, and is content otherwise', async () => {
  const file = join(cli.folder, 'sightline.db');
  writeFileSync(`${file}-wal`, new Uint8Array(1_572_864));
  keepLogAside(file, 1_764_500_000_000);
  const name = `sightline.db-wal.replaced-${process.pid}-1764500000000`;
  // Without a keychain it ends with 3; what it found is told all the same.
  const { stdout } = await cli.run(['doctor', '--offline', '--json']);
  const findings: unknown[] = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  expect(findings).toContainEqual({
    check: 'database',
    ok: true,
    detail: expect.stringContaining(`${name} (1.5 MiB)`),
  });
  rmSync(join(cli.folder, name));
});

it('doctor says that a log is spoilt before its end', async () => {
  const file = join(cli.folder, 'sightline.db');
  leaveLog(file, 4);
  const { length } = readFrames(`${file}-wal`);
  flip(`${file}-wal`, frameStart(length - 1) + 24);
  const { stdout } = await cli.run(['doctor', '--offline', '--json']);
  const findings: unknown[] = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  const detail = expect.stringMatching(
    /check: ok\. The write-ahead log is spoilt before its end \(\d pages? not read\): some of what/,
  );
  expect(findings).toContainEqual({ check: 'database', ok: false, detail });
});

it('nothing that is written takes the place of what the program works by', async () => {
  const names = ['sightline.db', 'sightline.db-wal', 'sightline.db-sums', 'logs/sightline.log'];
  const commands = [['export', '', '--format', 'json', '--out'], ['doctor', '--bundle'], ['backup']];
  for (const [at, command] of commands.entries()) {
    for (const name of at === 0 ? names : names.slice(0, 2)) {
      const { status, stderr } = await cli.run([...command, join(cli.folder, name)]);
      expect({ command, name, status, stderr }).toMatchObject({ status: expect.toSatisfy((code) => code !== 0) });
      expect(stderr).toMatch(/that name belongs to Sightline itself|That file is the database itself/);
    }
  }
  expect(await cli.json(['search', '', '--count', '--json'])).toMatchObject([{ exact: true }]);
  expect((await cli.run(['backup', join(cli.folder, 'sightline.db.backup')])).status).toBe(0);
  // A dozen processes, one after the other.
}, 60_000);

describe('doctor --bundle', () => {
  it('prints what it would write, with the log and without values', async () => {
    const { stdout, status } = await cli.run(['doctor', '--bundle', '-']);
    expect(status).toBe(0);
    const bundle = JSON.parse(stdout);
    expect(Object.keys(bundle)).toEqual([
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
    expect(bundle.database).toMatchObject({ check: 'ok', cases: 1 });
    expect(stdout).not.toContain('a.example');
    expect(stdout).not.toMatch(/\bmine\b/);
    const file = join(elsewhere, 'bundle.json');
    expect((await cli.run(['doctor', '--bundle', file])).status).toBe(0);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(Object.keys(bundle));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
