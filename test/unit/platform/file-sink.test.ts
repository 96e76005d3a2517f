import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryBeside } from '#main/files/temporary-files.ts';
import { createFileSink } from '#main/platform/file-sink.ts';
import { runUnprivileged } from '../../support/unprivileged.ts';

vi.mock('node:crypto', async (load) => {
  const crypto = await load<typeof import('node:crypto')>();
  return { ...crypto, randomBytes: vi.fn(crypto.randomBytes) };
});

const sink = createFileSink();
let folder: string;
let target: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-sink-'));
  target = join(folder, 'report.md');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const notWritable = (reason: RegExp) => ({ code: 'export.notWritable', message: expect.stringMatching(reason) });

test('writes text and bytes in order, counts bytes, and keeps the file private', async () => {
  const { sizeBytes } = await sink.write(target, ['Ä', new Uint8Array([0, 255]), '', 'end\n']);
  const written = readFileSync(target);
  expect(written).toEqual(Buffer.concat([Buffer.from('Ä'), Buffer.from([0, 255]), Buffer.from('end\n')]));
  expect(sizeBytes).toBe(written.byteLength);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['report.md']);
});

test('writes nothing as an empty file', async () => {
  expect(await sink.write(target, [])).toEqual({ sizeBytes: 0 });
  expect(readFileSync(target, 'utf8')).toBe('');
});

test('writes many small and some large chunks whole', async () => {
  function* chunks() {
    for (let line = 0; line < 50_000; line += 1) yield `line ${line}\n`;
    yield 'x'.repeat(3_000_000);
  }
  const { sizeBytes } = await sink.write(target, chunks());
  expect(readFileSync(target, 'utf8')).toBe([...chunks()].join(''));
  expect(sizeBytes).toBe(statSync(target).size);
});

test('replaces an existing file, and makes it private', async () => {
  writeFileSync(target, 'old and longer', { mode: 0o644 });
  await sink.write(target, ['new']);
  expect(readFileSync(target, 'utf8')).toBe('new');
  expect(statSync(target).mode & 0o777).toBe(0o600);
});

test('what fails while the content is made passes unchanged; the old file stays and no part is left', async () => {
  writeFileSync(target, 'old');
  function* broken() {
    yield 'x'.repeat(1_000_000);
    throw new RangeError('renderer');
  }
  await expect(sink.write(target, broken())).rejects.toThrowError(RangeError);
  expect(readFileSync(target, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['report.md']);
});

test('what cannot be read back as it was written does not get the name', async () => {
  writeFileSync(target, 'old');
  function* spoiled() {
    yield 'x'.repeat(1_000_000);
    const [part = ''] = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
    writeFileSync(join(folder, part), 'y', { flag: 'r+' });
    yield 'end';
  }
  await expect(sink.write(target, spoiled())).rejects.toMatchObject(notWritable(/could not be read back/));
  expect(readFileSync(target, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['report.md']);
});

test('writes into no file and through no link that somebody put where it begins', async () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'precious');
  const random = vi.mocked<(size: number) => Buffer>(randomBytes);
  random.mockReturnValueOnce(Buffer.alloc(8)).mockReturnValueOnce(Buffer.alloc(8));
  symlinkSync(other, temporaryBeside(target));
  await expect(sink.write(target, ['new'])).rejects.toMatchObject(notWritable(/EEXIST/));
  expect(readFileSync(other, 'utf8')).toBe('precious');
  expect(existsSync(target)).toBe(false);
});

test.runIf(process.platform !== 'win32')('is on the disk before it gets the name, and the name is too', async () => {
  const handle = await open(folder);
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const named: boolean[] = [];
  const spy = vi.spyOn(prototype, 'sync').mockImplementation(async () => {
    named.push(existsSync(target));
  });
  await sink.write(target, ['new']).finally(() => spy.mockRestore());
  expect(named).toEqual([false, true]);
});

test('refuses a link, even to an ordinary file', async () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'precious');
  symlinkSync(other, target);
  await expect(sink.write(target, ['new'])).rejects.toMatchObject(notWritable(/link or a device/));
  expect(readFileSync(other, 'utf8')).toBe('precious');
});

test('refuses a dangling link', async () => {
  symlinkSync(join(folder, 'nowhere'), target);
  await expect(sink.write(target, ['new'])).rejects.toMatchObject(notWritable(/link or a device/));
  expect(readdirSync(folder)).toEqual(['report.md']);
});

test.runIf(process.platform !== 'win32')('refuses devices and pipes', async () => {
  execFileSync('mkfifo', [target]);
  for (const odd of [target, '/dev/null', '/dev/full']) {
    await expect(sink.write(odd, ['new'])).rejects.toMatchObject(notWritable(/link or a device/));
  }
});

test('refuses a folder and a write-protected file', async () => {
  mkdirSync(target);
  await expect(sink.write(target, ['new'])).rejects.toMatchObject(notWritable(/a folder of that name/));
  const kept = join(folder, 'protected');
  writeFileSync(kept, 'old');
  chmodSync(kept, 0o444);
  await expect(sink.write(kept, ['new'])).rejects.toMatchObject(notWritable(/write-protected/));
  expect(readFileSync(kept, 'utf8')).toBe('old');
});

test('names what is wrong with the place, without the path', async () => {
  writeFileSync(target, 'old');
  const cases = [
    [join(folder, 'missing', 'a.md'), /folder does not exist/],
    [join(target, 'a.md'), /not a folder/],
    [join(folder, 'x'.repeat(300)), /name is too long/],
  ] as const;
  for (const [path, reason] of cases) {
    const failure = await sink.write(path, ['new']).catch((error: unknown) => error);
    expect(failure).toMatchObject(notWritable(reason));
    expect(String(failure)).not.toContain(folder);
  }
});

test.runIf(process.platform === 'linux')('a folder that is closed to us is named; a file in it stays', () => {
  writeFileSync(target, 'old');
  chmodSync(folder, 0o500);
  const printed = runUnprivileged(`
    import { createFileSink } from '#main/platform/file-sink.ts';
    for (const name of ['report.md', 'other.md']) {
      await createFileSink().write(${JSON.stringify(folder)} + '/' + name, ['new']).then(
        () => console.log('written'), (error) => console.log(error.code, error.message));
    }`);
  chmodSync(folder, 0o700);
  const refusal = 'export.notWritable The file could not be written: writing is not allowed there.';
  expect(printed.split('\n')).toEqual([refusal, refusal]);
  expect(readFileSync(target, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['report.md']);
});

test.runIf(process.platform === 'linux')(
  'a disk that takes no more: an error, the old file whole, no part left',
  () => {
    writeFileSync(target, 'old');
    const program = `
    import { createFileSink } from '#main/platform/file-sink.ts';
    const chunks = Array.from({ length: 64 }, () => 'x'.repeat(65536));
    await createFileSink().write(${JSON.stringify(target)}, chunks).then(
      () => console.log('written'), (error) => console.log(error.code));`;
    // A limit on the size of files stands in for a full disk: writing stops midway with a system error.
    const limited = ['--fsize=1000000', process.execPath, '--input-type=module', '--eval', program];
    expect(execFileSync('prlimit', limited, { encoding: 'utf8' }).trim()).toBe('export.notWritable');
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.md']);
  },
);
