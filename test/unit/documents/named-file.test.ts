/** Whatever is named where a file is meant: told what it is, at once, within bounded memory. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNamedFile, readNamedPieces } from '#main/documents/named-file.ts';

let folder: string;
const inside = (name: string): string => join(folder, name);
const text = async (path: string, most = 1024): Promise<string> =>
  Buffer.from(await readNamedFile(path, { most })).toString('utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-named-'));
  writeFileSync(inside('plain'), 'text\0more');
  symlinkSync('plain', inside('link'));
  symlinkSync('round', inside('round'));
  symlinkSync('nowhere', inside('dangling'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reads a file, also through a link', async () => {
  await expect(text(inside('plain'))).resolves.toBe('text\0more');
  await expect(text(inside('link'))).resolves.toBe('text\0more');
});

it('refuses more than was asked for', async () => {
  await expect(text(inside('plain'), 8)).rejects.toMatchObject({ code: 'input.tooLarge' });
  await expect(readNamedFile(inside('plain'), { most: 9 })).resolves.toHaveLength(9);
});

it('refuses a file that is too large before it reads any of it', async () => {
  const mebibyte = 1024 * 1024;
  writeFileSync(inside('large'), '');
  truncateSync(inside('large'), 3 * mebibyte + 1);
  let length = 0;
  const read = async () => {
    for await (const piece of readNamedPieces(inside('large'), { most: 3 * mebibyte })) length += piece.byteLength;
  };
  await expect(read()).rejects.toMatchObject({ code: 'input.tooLarge', message: 'large: it is larger than 3 MiB.' });
  expect(length).toBe(0);
});

it.each([
  ['', /: there is no such file\.$/],
  ['missing', /^missing: there is no such file\.$/],
  ['dangling', /^dangling: there is no such file\.$/],
  ['plain/x', /^x: a part of the path is not a folder\.$/],
  ['x'.repeat(300), /: the name is too long\.$/],
])('says what is wrong with %j', async (name, message) => {
  const path = name === '' ? '' : inside(name);
  await expect(text(path)).rejects.toMatchObject({ code: 'input.invalid', message: expect.stringMatching(message) });
});

it('says that a folder is one', async () => {
  await expect(text(folder)).rejects.toMatchObject({ message: expect.stringMatching(/: it is a folder\.$/) });
});

describe.skipIf(process.platform === 'win32')('where pipes and devices have names', () => {
  beforeAll(() => {
    execFileSync('mkfifo', [inside('pipe'), inside('silent')]);
  });

  it('refuses a device that never ends, and a link that leads to itself', async () => {
    await expect(text('/dev/zero')).rejects.toMatchObject({ message: 'zero: it is a device, not a file.' });
    await expect(text(inside('round'))).rejects.toMatchObject({ message: 'round: the link leads round in a circle.' });
  });

  it('reads what comes through a pipe, and no more than was asked for', async () => {
    const read = async (most: number): Promise<string> => {
      const write = async (): Promise<void> => {
        const writer = await open(inside('pipe'), 'w');
        await writer.write('through it');
        await writer.close();
      };
      const [found] = await Promise.all([text(inside('pipe'), most), write()]);
      return found;
    };
    await expect(read(10)).resolves.toBe('through it');
    await expect(read(9)).rejects.toMatchObject({ code: 'input.tooLarge' });
  });

  it('stops waiting for a writer when told to', async () => {
    const controller = new AbortController();
    const reading = readNamedFile(inside('silent'), { most: 10, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});
