/** Updates over real sockets and a real disk: what is believed, what is asked, and what stays of a file that is not the signed one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSink } from '#main/platform/file-sink.ts';
import type { HttpLimits } from '#main/platform/http/limits.ts';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { FileSink } from '#main/ports/ports.ts';
import { createUpdateService } from '#main/services/updates/update-service.ts';
import type { UpdatePolicy, UpdateProgress, UpdateStatus } from '#shared/model/update.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  installerBytes,
  installerName,
  makeReleaseKey,
  makeStatement,
  type ReleaseKey,
  signLine,
  sourceAt,
} from '../support/release.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';

const key = makeReleaseKey();
const stranger = makeReleaseKey();
let server: ReleaseServer;
let folder: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-updates-'));
  server = await startReleaseServer();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Wishes {
  readonly version?: string;
  readonly setting?: UpdateStatus['mode'];
  readonly policy?: UpdatePolicy;
  readonly keys?: readonly ReleaseKey[];
  /** A build without updates. */
  readonly isWithout?: boolean;
  readonly limits?: Partial<HttpLimits>;
  readonly fileSink?: FileSink;
}

function open(wishes: Wishes = {}) {
  const { version = '1.0.0', setting = 'manual', policy = { kind: 'none' }, keys = [key], limits = {} } = wishes;
  const http = createUndiciHttpClient({ environment: {}, limits });
  closing.push(() => http.close());
  return createUpdateService({
    version,
    machine: { platform: process.platform, arch: process.arch },
    source: wishes.isWithout === true ? null : sourceAt(server.origin, ...keys),
    policy: { path: '/etc/sightline/policy.json', read: async () => policy },
    settings: { get: async () => ({ updates: setting }) as never },
    http,
    fileSink: wishes.fileSink ?? createFileSink(),
    clock: new FakeClock(),
  });
}

/** Puts a release there, signed by the key unless told otherwise. */
function publish(statement = makeStatement(), signature = signLine(statement, key)): void {
  server.files.set('release.json', statement);
  server.files.set('release.json.sig', Buffer.from(signature));
  server.files.set(installerName, installerBytes);
}

const target = (): string => join(folder, installerName);
const left = (): readonly string[] => readdirSync(folder);

async function download(wishes: Wishes = {}): Promise<void> {
  const updates = open(wishes);
  await updates.look();
  await updates.download(await updates.find(installerName), target());
}

describe('a release that the known key has signed', () => {
  it('is told with its notes as they are and the files for this machine', async () => {
    publish();
    expect(await open().look()).toEqual({
      version: '1.0.0',
      mode: 'manual',
      decidedBy: 'setting',
      reason: null,
      latest: {
        version: '9.0.0',
        isNewer: true,
        releasedAtMs: Date.UTC(2026, 10, 29, 12),
        notes: 'Faster <b>searches</b>.',
        files: [{ name: installerName, sizeBytes: installerBytes.byteLength }],
      },
    });
  });

  it('is asked for without a word of who asks', async () => {
    publish();
    await download();
    expect(server.asked.map((text) => text.split('\n')[0])).toEqual([
      'GET /sightline/release.json',
      'GET /sightline/release.json.sig',
      `GET /sightline/${installerName}`,
    ]);
    for (const text of server.asked) {
      const headers = text
        .split('\n')
        .slice(1)
        .map((line) => line.toLowerCase());
      const names = headers.filter((_line, at) => at % 2 === 0).toSorted();
      expect(names).toEqual(['accept-encoding', 'connection', 'host', 'user-agent']);
      expect(headers[headers.indexOf('user-agent') + 1]).toBe('sightline');
      expect(headers[headers.indexOf('accept-encoding') + 1]).toBe('identity');
    }
  });

  it('is brought byte for byte, with its progress, and for this user alone', async () => {
    publish();
    const updates = open();
    const told: UpdateProgress[] = [];
    updates.onProgress((progress) => told.push(progress));
    await updates.look();
    await updates.download(await updates.find(installerName), target());
    expect(readFileSync(target())).toEqual(installerBytes);
    expect(left()).toEqual([installerName]);
    const totalBytes = installerBytes.byteLength;
    expect(told[0]).toMatchObject({ name: installerName, totalBytes, isRunning: true });
    expect(told.at(-1)).toEqual({ name: installerName, doneBytes: totalBytes, totalBytes, isRunning: false });
  });

  it('may be signed by several keys, for builds of before and after a change', async () => {
    const statement = makeStatement();
    publish(statement, `${signLine(statement, stranger)}${signLine(statement, key)}`);
    expect((await open().look()).latest?.version).toBe('9.0.0');
    expect((await open({ keys: [stranger] }).look()).latest?.version).toBe('9.0.0');
    expect((await open({ keys: [makeReleaseKey(), key] }).look()).latest?.version).toBe('9.0.0');
  });
});

describe('attack: a release that nobody known has signed like that', () => {
  const good = makeStatement();
  const flipped = Buffer.from(good);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  const signature = signLine(good, key).split(' ')[1] ?? '';
  const lowered = makeStatement({ version: '9.0.1' });

  it.each([
    ['a changed byte', flipped, signLine(good, key), 'does not fit'],
    ['a byte more', Buffer.concat([good, Buffer.from(' ')]), signLine(good, key), 'does not fit'],
    ['the signature of another statement', lowered, signLine(good, key), 'does not fit'],
    ['another key', good, signLine(good, stranger), 'does not know'],
    ['another key under the known id', good, signLine(good, { ...stranger, id: key.id }), 'does not fit'],
    [
      'a good line of the known key and a bad one',
      good,
      `${signLine(good, key)}${signLine(lowered, key)}`,
      'does not fit',
    ],
    ['an unknown id over a good signature', good, `0123456789abcdef ${signature}`, 'does not know'],
    ['no id', good, signature, 'cannot be read'],
    ['an empty signature', good, '', 'cannot be read'],
    ['a signature that is cut off', good, `${key.id} ${signature.slice(0, 40)}\n`, 'cannot be read'],
    ['a signature of nothing', good, `${key.id} ${Buffer.alloc(64).toString('base64')}\n`, 'does not fit'],
  ])('%s', async (_name, statement, text, words) => {
    publish(statement, text);
    const updates = open();
    await expect(updates.look()).rejects.toMatchObject({
      code: 'update.notVerified',
      message: expect.stringContaining(words),
    });
    expect((await updates.status()).latest).toBeNull();
    await expect(updates.find(installerName)).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('a release after a good one does not take its place', async () => {
    publish();
    const updates = open();
    await updates.look();
    publish(lowered, signLine(good, key));
    await expect(updates.look()).rejects.toMatchObject({ code: 'update.notVerified' });
    expect((await updates.status()).latest?.version).toBe('9.0.0');
  });

  it('is not even read: text that is no JSON is refused for its signature', async () => {
    publish(Buffer.from('{'), signLine(good, key));
    await expect(open().look()).rejects.toMatchObject({ message: expect.stringContaining('does not fit') });
  });

  it('a missing signature', async () => {
    publish();
    server.files.delete('release.json.sig');
    await expect(open().look()).rejects.toMatchObject({
      code: 'update.unavailable',
      message: expect.stringContaining('no release.json.sig (status 404)'),
    });
  });
});

describe('a signed statement of another form is refused', () => {
  it.each([
    ['a later format', { format: 2 }],
    ['a version that is none', { version: 'latest' }],
    ['a time that is none', { releasedAt: 'yesterday' }],
    ['notes that are none', { notes: { html: '<b>' } }],
    ['endless notes', { notes: 'x'.repeat(20_001) }],
    ['no files', { files: [] }],
    ['an unknown member', { run: 'setup.exe' }],
  ])('%s', async (_name, change) => {
    publish(makeStatement(change));
    await expect(open().look()).rejects.toMatchObject({ code: 'update.notVerified' });
  });

  it.each([
    ['a way up', { name: '../evil' }],
    ['a folder', { name: 'a/b' }],
    ["a folder of Windows'", { name: 'a\\b' }],
    ['a hidden file', { name: '.bashrc' }],
    ['a stream of Windows', { name: 'a.exe:b' }],
    ['a line break', { name: 'a\nb' }],
    ['a NUL', { name: 'a\0b' }],
    ['a parameter', { name: 'a?b' }],
    ['an escaped way up', { name: '%2e%2e%2fevil' }],
    ['no name', { name: '' }],
    ['a long name', { name: 'a'.repeat(201) }],
    ['more than a gibibyte', { size: 1024 ** 3 + 1 }],
    ['nothing in it', { size: 0 }],
    ['half a byte', { size: 1.5 }],
    ['a short sum', { sha256: 'ab' }],
    ['an upper case sum', { sha256: 'AB'.repeat(32) }],
    ['another member', { url: 'https://evil.example/' }],
  ])('a file with %s', async (_name, change) => {
    publish(makeStatement({}, change));
    await expect(open().look()).rejects.toMatchObject({ code: 'update.notVerified' });
  });

  it('two files of one name', async () => {
    const { files } = JSON.parse(makeStatement().toString());
    publish(makeStatement({ files: [...files, ...files] }));
    await expect(open().look()).rejects.toMatchObject({ code: 'update.notVerified' });
  });

  it('text that is no UTF-8', async () => {
    const bytes = Buffer.from(makeStatement({ notes: '\u00e9' }).toString(), 'latin1');
    publish(bytes);
    await expect(open().look()).rejects.toMatchObject({ code: 'update.notVerified' });
  });
});

describe('attack: an older version is no update', () => {
  it.each(['9.0.0', '9.0.1-beta', '9.0.1', '10.0.0'])('for %s', async (version) => {
    publish();
    const updates = open({ version });
    const { latest } = await updates.look();
    expect(latest).toMatchObject({ version: '9.0.0', isNewer: false, files: [] });
    await expect(updates.find(installerName)).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('but a release is, for its own pre-release', async () => {
    publish();
    expect((await open({ version: '9.0.0-rc.2' }).look()).latest?.isNewer).toBe(true);
  });

  it('and files of other machines are none for this one', async () => {
    publish(makeStatement({}, { platform: 'plan9' }));
    const updates = open();
    expect((await updates.look()).latest).toMatchObject({ isNewer: true, files: [] });
    await expect(updates.find(installerName)).rejects.toMatchObject({ code: 'state.notFound' });
    publish(makeStatement({}, { arch: 'pdp11' }));
    expect((await updates.look()).latest?.files).toEqual([]);
    publish(makeStatement({}, { arch: 'universal' }));
    expect((await updates.look()).latest?.files).toHaveLength(1);
  });
});

describe('a host that answers otherwise', () => {
  it.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed, at the same host or another', async (status) => {
    publish();
    const other = await startReleaseServer();
    closing.push(() => other.stop());
    for (const location of [`${other.origin}/sightline/release.json`, '/sightline/release.json.sig']) {
      server.files.set('release.json', (_request, response) => response.writeHead(status, { location }).end());
      await expect(open().look()).rejects.toMatchObject({
        code: 'update.unavailable',
        message: expect.stringContaining('redirects'),
      });
    }
    expect(other.connections()).toBe(0);
    expect(server.asked.filter((text) => text.includes('.sig'))).toEqual([]);
  });

  it('a redirect of the file leaves nothing', async () => {
    publish();
    server.files.set(installerName, (_request, response) => response.writeHead(302, { location: '/x' }).end());
    await expect(download()).rejects.toMatchObject({ code: 'update.unavailable' });
    expect(left()).toEqual([]);
  });

  it('nothing there', async () => {
    await expect(open().look()).rejects.toMatchObject({
      code: 'update.unavailable',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ has no release\.json \(status 404\)\.$/),
    });
  });

  it('a file that is not there, though something is said in its place', async () => {
    publish();
    server.files.set(installerName, (_request, response) => response.writeHead(404).end(installerBytes));
    await expect(download()).rejects.toMatchObject({
      code: 'update.unavailable',
      message: expect.stringContaining('(status 404)'),
    });
    expect(left()).toEqual([]);
  });

  it.each(['with', 'without'])('a statement that is too large, %s its length told', async (length) => {
    publish();
    const large = Buffer.alloc(64 * 1024 + 1, ' ');
    server.files.set('release.json', (_request, response) => {
      if (length === 'with') response.setHeader('content-length', large.byteLength);
      response.write(large.subarray(0, 10));
      response.end(large.subarray(10));
    });
    await expect(open().look()).rejects.toMatchObject({
      code: 'update.unavailable',
      message: expect.stringContaining('too large'),
    });
  });

  it('a signature that is too large', async () => {
    publish(makeStatement(), signLine(makeStatement(), key).repeat(50));
    await expect(open().look()).rejects.toMatchObject({ message: expect.stringContaining('too large') });
  });

  it('an answer that is packed', async () => {
    publish();
    const statement = makeStatement();
    server.files.set('release.json', (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(statement),
    );
    await expect(open().look()).rejects.toMatchObject({ code: 'update.unavailable' });
  });

  it('nobody', async () => {
    publish();
    const updates = open();
    await server.stop();
    await expect(updates.look()).rejects.toMatchObject({
      code: 'network.offline',
      suggestion: expect.stringContaining('Nothing was changed'),
    });
    server = await startReleaseServer();
  });

  it.each([
    ['never answers', () => undefined, { headersMs: 200 }],
    ['stops in the middle', (response: { write(text: string): unknown }) => response.write('{'), { silenceMs: 200 }],
  ] as const)('one that %s', async (_name, answer, limits) => {
    publish();
    server.files.set('release.json', (_request, response) => void answer(response));
    await expect(open({ limits }).look()).rejects.toMatchObject({ code: 'network.timeout' });
  });

  it('one that never answers, until somebody cancels', async () => {
    const updates = open();
    server.files.set('release.json', () => updates.cancel());
    await expect(updates.look()).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('attack: a file that is not the signed one', () => {
  const changed = Buffer.from(installerBytes);
  changed[installerBytes.byteLength - 1] = 0;
  it.each([
    ['other bytes of the same length', changed, 'not the file that was signed'],
    ['a byte more', Buffer.concat([installerBytes, Buffer.from('x')]), 'longer'],
    ['a byte less', installerBytes.subarray(1), 'ended after'],
    ['nothing', Buffer.alloc(0), 'ended after 0'],
  ])('%s: removed and told', async (_name, bytes, words) => {
    publish();
    server.files.set(installerName, bytes);
    await expect(download()).rejects.toMatchObject({
      code: 'update.notVerified',
      message: expect.stringContaining(words),
    });
    expect(left()).toEqual([]);
  });

  it('one without an end is cut off', async () => {
    publish();
    let sent = 0;
    server.files.set(installerName, (_request, response) => {
      const more = (): void => {
        sent += installerBytes.byteLength;
        if (response.writable) response.write(installerBytes, more);
      };
      more();
    });
    await expect(download()).rejects.toMatchObject({ message: expect.stringMatching(/longer|too large/) });
    expect(left()).toEqual([]);
    expect(sent).toBeLessThan(100 * installerBytes.byteLength);
  });

  it('what was there before stays', async () => {
    publish();
    await download();
    server.files.set(installerName, changed);
    await expect(download()).rejects.toMatchObject({ code: 'update.notVerified' });
    expect(readFileSync(target())).toEqual(installerBytes);
    expect(left()).toEqual([installerName]);
  });

  it('one that breaks off', async () => {
    publish();
    server.files.set(installerName, (_request, response) => {
      response.writeHead(200, { 'content-length': installerBytes.byteLength });
      response.write(installerBytes.subarray(0, 1_000), () => response.destroy());
    });
    await expect(download()).rejects.toMatchObject({
      code: 'update.unavailable',
      message: expect.stringMatching(/broke off/),
    });
    expect(left()).toEqual([]);
  });

  it('one that stops', async () => {
    publish();
    server.files.set(installerName, (_request, response) => void response.write(installerBytes.subarray(0, 1_000)));
    await expect(download({ limits: { silenceMs: 200 } })).rejects.toMatchObject({ code: 'network.timeout' });
    expect(left()).toEqual([]);
  });

  it('one that is cancelled', async () => {
    publish();
    const updates = open();
    await updates.look();
    server.files.set(installerName, (_request, response) => void response.write(installerBytes.subarray(0, 1_000)));
    updates.onProgress(({ doneBytes }) => {
      if (doneBytes > 0) updates.cancel();
    });
    const file = await updates.find(installerName);
    await expect(updates.download(file, target())).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect(left()).toEqual([]);
  });

  it('what a killed download left goes with the next one', async () => {
    const names = new URL('../../src/main/files/temporary-files.ts', import.meta.url).href;
    const script = `import { writeFileSync } from 'node:fs';
      const { temporaryBeside } = await import(${JSON.stringify(names)});
      writeFileSync(temporaryBeside(process.argv[1]), 'a part');
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['--input-type=module', '-e', script, target()]);
    expect(left()).toHaveLength(1);
    publish();
    await download();
    expect(left()).toEqual([installerName]);
  });
});

describe('nobody is asked, no socket is opened', () => {
  it.each([
    ['without an address in the build', { isWithout: true }, /names no place/],
    ['with the setting off', { setting: 'off' }, /switched off under Settings/],
    ['with the policy off', { policy: { kind: 'ceiling', mode: 'off' } }, /policy.*says "off"/],
    [
      'with the policy off and the setting daily',
      { policy: { kind: 'ceiling', mode: 'off' }, setting: 'daily' },
      /policy.*says "off"/,
    ],
    ['with a policy that is not understood', { policy: { kind: 'unreadable' } }, /cannot be read, which counts as off/],
  ] as const)('%s', async (_name, wishes, words) => {
    publish();
    const updates = open(wishes);
    for (const attempt of [updates.look(), updates.find(installerName), updates.download(file(), target())]) {
      await expect(attempt).rejects.toMatchObject({ code: 'update.off', message: expect.stringMatching(words) });
    }
    expect((await updates.status()).mode).toBe('off');
    expect(server.connections()).toBe(0);
    expect(left()).toEqual([]);
  });

  it('by asking how it stands', async () => {
    await open({ setting: 'daily' }).status();
    expect(server.connections()).toBe(0);
  });
});

/** As the statement has it. */
function file() {
  return JSON.parse(makeStatement().toString()).files[0];
}
