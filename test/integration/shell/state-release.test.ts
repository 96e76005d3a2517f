/** The release side against the program: what the script writes is what a build looks for, believes and brings. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSink } from '#main/platform/file-sink.ts';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import { createUpdateService } from '#main/services/updates/update-service.ts';
import { readUpdateSource } from '#main/services/updates/update-source.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { projectRoot } from '../../support/project-root.ts';
import { startReleaseServer } from '../../support/release-server.ts';

const script = join(projectRoot, 'scripts', 'tasks', 'state-release.mjs');
const { version }: { version: string } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @returns the path of a private key. */
function makeKey(name: string, type: 'ed25519' | 'x25519' = 'ed25519'): string {
  const { privateKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  const file = join(folder, `${name}.pem`);
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return file;
}

function run(keys: string, ...args: readonly string[]) {
  const env = { ...process.env, SIGHTLINE_UPDATE_SIGNING_KEY: keys };
  return spawnSync(process.execPath, [script, '--folder', folder, ...args], { env, encoding: 'utf8' });
}

const installers = [
  [`Sightline-${version}-linux-x86_64.AppImage`, 'linux', 'x64', 'AppImage'],
  [`Sightline-${version}-linux-amd64.deb`, 'linux', 'x64', 'deb'],
  [`Sightline-${version}-linux-arm64.deb`, 'linux', 'arm64', 'deb'],
  [`Sightline-${version}-win.exe`, 'win32', 'universal', 'exe'],
  [`Sightline-${version}-win-x64.exe`, 'win32', 'x64', 'exe'],
  [`Sightline-${version}-mac-universal.dmg`, 'darwin', 'universal', 'dmg'],
] as const;

function putInstallers(): void {
  for (const [name] of installers) writeFileSync(join(folder, name), `What ${name} would install.`);
  writeFileSync(join(folder, 'builder-debug.yml'), 'x64:');
}

describe('a release that was stated', () => {
  it('is believed by builds of both keys, with the notes and the files of their machine', async () => {
    putInstallers();
    writeFileSync(join(folder, 'notes.txt'), 'Everything is faster.\n');
    const done = run(`${makeKey('old')},${makeKey('new')}`, '--notes', join(folder, 'notes.txt'));
    expect(done).toMatchObject({ status: 0 });
    const told = /SIGHTLINE_UPDATE_KEY=(\S+)/.exec(done.stderr)?.[1] ?? '';
    expect(done.stderr).not.toContain('PRIVATE');
    const server = await startReleaseServer();
    for (const name of readdirSync(folder)) server.files.set(name, readFileSync(join(folder, name)));
    const http = createUndiciHttpClient({ environment: {} });
    try {
      for (const keys of told.split(',')) {
        for (const [name, platform, arch] of installers) {
          const updates = createUpdateService({
            version: '0.0.1',
            machine: { platform, arch },
            source: readUpdateSource({ address: `${server.origin}/sightline/`, keys }),
            policy: { path: '', read: async () => ({ kind: 'none' }) },
            settings: { get: async () => ({ updates: 'manual' }) as never },
            http,
            fileSink: createFileSink(),
            clock: new FakeClock(),
          });
          const { latest } = await updates.look();
          expect(latest).toMatchObject({ version, isNewer: true, notes: 'Everything is faster.\n' });
          const target = join(folder, 'brought');
          await updates.download(await updates.find(name), target);
          expect(readFileSync(target, 'utf8')).toBe(`What ${name} would install.`);
        }
      }
    } finally {
      await http.close();
      await server.stop();
    }
  });

  it('names the machine of each installer, and nothing that is none', () => {
    putInstallers();
    expect(run(makeKey('one')).status).toBe(0);
    const { files } = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8'));
    const machines = files.map((file: Record<string, string>) => [
      file['name'],
      file['platform'],
      file['arch'],
      file['kind'],
    ]);
    expect(machines.toSorted()).toEqual(installers.map((each) => [...each]).toSorted());
  });
});

describe('nothing is written', () => {
  it.each([
    ['without a key', (): string => '', /not signed, and nothing was written/],
    ['with a key that is not there', (): string => join(folder, 'gone.pem'), /is not a readable Ed25519 private key/],
    ['with a key of another kind', (): string => makeKey('other', 'x25519'), /is not a readable Ed25519 private key/],
  ] as const)('%s', (_name, keyOf, words) => {
    putInstallers();
    const done = run(keyOf());
    expect(done).toMatchObject({ status: 1, stderr: expect.stringMatching(words) });
    expect(existsSync(join(folder, 'release.json'))).toBe(false);
  });

  it('without installers, and with one of another version', () => {
    const key = makeKey('one');
    expect(run(key)).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no installer') });
    putInstallers();
    writeFileSync(join(folder, 'Sightline-0.0.9-win-x64.exe'), '');
    expect(run(key)).toMatchObject({ status: 1, stderr: expect.stringContaining('is not of version') });
    expect(existsSync(join(folder, 'release.json'))).toBe(false);
  });

  it('with notes that no program takes', () => {
    putInstallers();
    writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(20_001));
    const done = run(makeKey('one'), '--notes', join(folder, 'notes.txt'));
    expect(done).toMatchObject({ status: 1, stderr: expect.stringContaining('longer than 20000') });
    expect(existsSync(join(folder, 'release.json'))).toBe(false);
  });
});
