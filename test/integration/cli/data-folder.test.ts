/** Data folders that are not as they should be: named, status 5, and left as they were. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type Cli, type CliResult, createCli } from '../../support/cli.ts';
import { blockSharedMemory, canBlockSharedMemory } from '../../support/no-shared-memory.ts';
import { fillCache, readCache, succeed } from './cache.ts';

/** File modes do not bind root: as root the process gives that up. */
const bound = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];

let datadog: DatadogEmulator;
let cli: Cli;
const databaseFile = (): string => join(cli.folder, 'sightline.db');

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 200, now: Date.now() });
});

afterAll(() => datadog.stop());

beforeEach(() => {
  cli = createCli();
});

afterEach(() => cli.remove());

function digests(): ReadonlyMap<string, string> {
  const files = readdirSync(cli.folder).filter((name) => statSync(join(cli.folder, name)).isFile());
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(cli.folder, name)))
      .digest('hex');
  return new Map(files.map((name) => [name, digest(name)]));
}

const reading = ['search', '', '--count'];
const writing = ['case', 'create', '--title', 'x'];
const syncing = ['sync'];

async function expectAll(
  commands: readonly (readonly string[])[],
  message: RegExp,
  launcher: readonly string[] = [],
): Promise<void> {
  for (const command of commands) {
    const { status, stdout, stderr } = await cli.run(command, { launcher });
    expect({ command, status, stdout }).toEqual({ command, status: 5, stdout: '' });
    expect(stderr).toMatch(message);
  }
}

describe('a new folder', () => {
  it('is made with the first command, for its owner only', async () => {
    expect(existsSync(cli.folder)).toBe(false);
    expect(await cli.run(reading)).toMatchObject({ status: 0, stdout: '0\n', stderr: '' });
    expect(statSync(cli.folder).mode & 0o777).toBe(0o700);
    await succeed(cli.run(writing));
    expect(statSync(databaseFile()).mode & 0o777).toBe(0o600);
  });

  it('is not made for help', async () => {
    await succeed(cli.run(['--help']));
    await succeed(cli.run(['search', '--help']));
    expect(existsSync(cli.folder)).toBe(false);
  });

  it('may hold an empty database file, as after a power cut in the first moment', async () => {
    mkdirSync(cli.folder);
    writeFileSync(databaseFile(), '');
    expect(await cli.run(reading)).toMatchObject({ status: 0, stdout: '0\n' });
    await succeed(cli.run(writing));
    expect(await cli.json(['case', 'list'])).toHaveLength(1);
  });
});

describe('a folder that cannot be', () => {
  it('is a file', async () => {
    writeFileSync(cli.folder, 'mine');
    await expectAll([reading, writing, syncing], /^sightline: The path of the data folder is taken by a file\.\n/);
    expect(readFileSync(cli.folder, 'utf8')).toBe('mine');
    const doctor = await cli.run(['doctor']);
    expect(doctor.status).toBe(5);
    expect(doctor.stdout).toMatch(/^FAULT +database +The path of the data folder is taken by a file\. /m);
  });

  it('lies where nothing can be made', async () => {
    const parent = join(cli.scratch, 'locked');
    mkdirSync(parent);
    chmodSync(parent, 0o555);
    const { status, stderr } = await cli.run(reading, { launcher: bound, folder: join(parent, 'data') });
    expect(status).toBe(5);
    expect(stderr).toMatch(
      /^sightline: The data folder could not be created: writing is not allowed there\.\n {2}Set SIGHTLINE_HOME/,
    );
    const doctor = await cli.run(['doctor'], { launcher: bound, folder: join(parent, 'data') });
    expect(doctor.status).toBe(5);
    expect(doctor.stdout).toMatch(/^ok {5}disk /m);
    chmodSync(parent, 0o755);
  });
});

describe('a folder that is read-only', () => {
  it('can be searched and shown; every write says why it is none', async () => {
    await fillCache(cli, datadog);
    const before = await readCache(cli);
    chmodSync(databaseFile(), 0o400);
    for (const name of readdirSync(cli.folder)) {
      if (statSync(join(cli.folder, name)).isDirectory()) chmodSync(join(cli.folder, name), 0o500);
    }
    chmodSync(cli.folder, 0o500);
    const files = digests();
    const count = await cli.run(reading, { launcher: bound });
    expect(count).toMatchObject({ status: 0, stdout: `${String(before['indicators'])}\n`, stderr: '' });
    const shown = await cli.run(['case', 'show', 'CASE-0001', '--json'], { launcher: bound });
    expect([JSON.parse(shown.stdout)]).toEqual(before['case']);
    const exported = await cli.run(['export', 'CASE-0001', '--format', 'json', '--out', '-'], { launcher: bound });
    expect(exported.status).toBe(0);
    await expectAll([writing, ['triage', 'type:ipv4', '--state', 'new'], ['disconnect', 'dd']], /read-only/, bound);
    const synced = await cli.run(['sync', '--secrets-stdin'], { launcher: bound, stdin: { dd: datadog.secrets } });
    expect(synced.status).toBe(5);
    expect(synced.stderr).toMatch(/^dd\/indicators {2}failed {6}.*read-only/);
    const doctor = await cli.run(['doctor'], { launcher: bound });
    expect(doctor.status).toBe(5);
    expect(doctor.stdout).toMatch(/^ok {5}database /m);
    expect(doctor.stdout).toMatch(
      /^FAULT +disk +.* is read-only\. Allow this user to write there, or set SIGHTLINE_HOME/m,
    );
    expect(digests()).toEqual(files);
    for (const name of readdirSync(cli.folder)) chmodSync(join(cli.folder, name), 0o700);
    chmodSync(cli.folder, 0o700);
    expect(await readCache(cli)).toEqual(before);
    // A dozen commands, one after the other.
  }, 240_000);
});

describe('a backup that this user may not read', () => {
  it('is named as that: nothing is wrong with the data folder', async () => {
    await succeed(cli.run(writing));
    const file = join(cli.scratch, 'closed.backup');
    await succeed(cli.run(['backup', file]));
    chmodSync(file, 0);
    const before = digests().get('sightline.db');
    const { status, stdout, stderr } = await cli.run(['restore', file], { launcher: bound });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^sightline: The backup cannot be read\.\n {2}Copy it, .*\n {2}\(state\.notFound, in the log as /,
    );
    expect(digests().get('sightline.db')).toBe(before);
  });
});

describe.runIf(canBlockSharedMemory)('a folder on a drive without shared memory', () => {
  it('works, and every command says on stderr that it is slow there', async () => {
    mkdirSync(cli.folder, { mode: 0o700 });
    blockSharedMemory(cli.folder);
    const words = /^sightline: The data folder lies on a drive without shared memory \(a network drive\?\): .*\n$/;
    const connected = await succeed(
      cli.run(['connect', 'datadog', '--name', 'dd', '--base-url', datadog.url, '--without-secret']),
    );
    expect(connected.stderr).toMatch(/drive without shared memory/);
    await succeed(cli.run(['sync', '--secrets-stdin'], { stdin: { dd: datadog.secrets } }));
    const counted = await cli.run(reading);
    expect(counted).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[1-9]\d*\n$/) });
    expect(counted.stderr).toMatch(words);
    const doctor = await cli.run(['doctor']);
    expect(doctor.stdout).toMatch(
      /^ok {5}database .*check: ok\. The data folder lies on a drive without shared memory/m,
    );
  });
});

describe('a disk', () => {
  /** A file system of its own for the command, gone when it ends; needs Linux and util-linux. */
  const onSmallDisk = (folder: string, size: string): readonly string[] => [
    'unshare',
    process.getuid?.() === 0 ? '--mount' : '--map-root-user',
    '--mount',
    'sh',
    '-c',
    `mkdir -p '${folder}' && mount -t tmpfs -o size=${size} tmpfs '${folder}' && exec "$@"`,
    'sh',
  ];

  it('that is nearly full is not synced to', async () => {
    // Everything in one process tree: the small disk ends with it.
    const script = `
      "$@" connect datadog --name dd --base-url ${datadog.url} --without-secret &&
      printf %s '${JSON.stringify({ dd: datadog.secrets })}' | "$@" sync --secrets-stdin --json
      echo "status $?"
      "$@" doctor --json; exit $?`;
    const result = await runScript(script, onSmallDisk(cli.folder, '100m'));
    const lines = result.stdout.trim().split('\n');
    const end = lines.indexOf('status 5');
    expect(end).toBeGreaterThan(0);
    const finished = lines[end - 1] ?? '';
    const findings = lines.slice(end + 1).map((line): unknown => JSON.parse(line));
    expect(result.status).toBe(5);
    expect(findings).toContainEqual({
      check: 'disk',
      ok: false,
      detail: expect.stringMatching(/ MiB free for .*\. Free some space: a sync needs 200\.0 MiB$/),
    });
    expect(JSON.parse(finished)).toMatchObject({
      status: 'failed',
      error: {
        code: 'storage.full',
        message:
          'Less than 200 MB are free where the data lies: the sync was not started. Free some space and sync again.',
      },
    });
  });

  it('that is full keeps what was saved and says so', async () => {
    const script = `
      "$@" case create --title Kept &&
      head -c 100000000 /dev/zero > "$SIGHTLINE_HOME/filler" 2>/dev/null
      "$@" case note CASE-0001 --text "$(head -c 100000 /dev/zero | tr '\\0' x)"; echo "status $?"
      "$@" case show CASE-0001 --json
      rm "$SIGHTLINE_HOME/filler"
      "$@" case note CASE-0001 --text later && "$@" case show CASE-0001 --json`;
    const { stdout, stderr } = await runScript(script, onSmallDisk(cli.folder, '3m'));
    const [number, status, full = '', later = ''] = stdout.trim().split('\n');
    expect({ number, status, stderr }).toMatchObject({ number: 'CASE-0001', status: 'status 5' });
    expect(stderr).toMatch(/^sightline: .*disk is full/m);
    expect(JSON.parse(full)).toMatchObject({ title: 'Kept', notes: [] });
    expect(JSON.parse(later)).toMatchObject({ title: 'Kept', notes: [{ text: 'later' }] });
  });

  it('that is full keeps no half of a damaged database aside, whose repair it refuses', async () => {
    const script = `
      "$@" case create --title Kept &&
      dd if=/dev/zero of="$SIGHTLINE_HOME/sightline.db" bs=24 count=1 conv=notrunc 2>/dev/null
      head -c 100000000 /dev/zero > "$SIGHTLINE_HOME/filler" 2>/dev/null
      "$@" repair; echo "status $?"; ls "$SIGHTLINE_HOME"
      rm "$SIGHTLINE_HOME/filler"
      "$@" repair && "$@" case list --json`;
    const { stdout, stderr } = await runScript(script, onSmallDisk(cli.folder, '4m'));
    const [refused = '', repaired = ''] = stdout.split('Repaired.');
    expect(refused, stderr).toMatch(/^CASE-0001\nstatus 5\n/);
    expect(refused).not.toContain('damaged-');
    expect(repaired).toContain('"title":"Kept"');
  });

  function runScript(script: string, launcher: readonly string[]): Promise<CliResult> {
    return cli.run([], { launcher: [...launcher, 'sh', '-c', script, 'sh'] });
  }
});

describe('a database file', () => {
  beforeEach(() => succeed(cli.run(writing)));

  async function expectUntouched(message: RegExp): Promise<void> {
    const before = digests().get('sightline.db');
    await expectAll([reading, writing, syncing, ['connections'], ['show', 'x.example']], message);
    const doctor = await cli.run(['doctor', '--json']);
    expect(doctor.status).toBe(5);
    expect(doctor.stdout).toMatch(/"check":"database","ok":false/);
    expect(digests().get('sightline.db')).toBe(before);
  }

  function change(edit: (database: Database.Database) => void): void {
    const database = new Database(databaseFile());
    edit(database);
    database.pragma('journal_mode = DELETE');
    database.close();
  }

  it('of a newer Sightline is not touched', async () => {
    change((database) => database.pragma('user_version = 9999'));
    await expectUntouched(
      /^sightline: The database was made by a newer version of Sightline\.\n {2}Update Sightline, /,
    );
  });

  it('of another program is not touched', async () => {
    change((database) => database.pragma('application_id = 252006674'));
    await expectUntouched(
      /^sightline: The database file in the data folder is not one of Sightline\.\n {2}Use another/,
    );
  });

  it('that is no database is not touched', async () => {
    writeFileSync(databaseFile(), 'Dear diary, '.repeat(1_000));
    await expectUntouched(/^sightline: The database file in the data folder is not one of Sightline\./);
  });

  it('that was cut short is not touched', async () => {
    change(() => undefined);
    truncateSync(databaseFile(), 20_000);
    const before = digests().get('sightline.db');
    const { status, stdout } = await cli.run(['doctor', '--json']);
    expect(status).toBe(5);
    expect(stdout).toMatch(/"check":"database","ok":false/);
    expect(digests().get('sightline.db')).toBe(before);
  });
});
