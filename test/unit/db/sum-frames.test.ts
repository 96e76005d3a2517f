/** Sums of the pages of a log, byte for byte: what a log that others go on writing must not bring into them. */
import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { pagesInLog, sumFrames, sumPage } from '#main/db/sums/sum-frames.ts';

const pageBytes = 512;
const [own, older] = [Buffer.from('own salt'), Buffer.from('old salt')];

let folder: string;
let log: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-frames-'));
  log = join(folder, 'log');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a log whose head has the own salts; each frame is one page of its number. */
function writeLog(frames: readonly { readonly page: number; readonly salts: Buffer }[]): void {
  const head = Buffer.alloc(32);
  head.writeUInt32BE(pageBytes, 8);
  own.copy(head, 16);
  const written = frames.map(({ page, salts }) => {
    const frame = Buffer.alloc(24 + pageBytes, page);
    frame.writeUInt32BE(page, 0);
    salts.copy(frame, 8);
    return frame;
  });
  writeFileSync(log, Buffer.concat([head, ...written]));
}

it('sums the first page without what changes with the journal and with each writer, and others whole', () => {
  const page = Buffer.alloc(pageBytes, 7);
  const masked = [18, 19, 24, 25, 26, 27, 92, 93, 94, 95, 96, 97, 98, 99];
  for (let place = 0; place < pageBytes; place += 1) {
    const other = Buffer.from(page);
    other.writeUInt8(8, place);
    expect(sumPage(other, true) === sumPage(page, true), String(place)).toBe(masked.includes(place));
    expect(sumPage(other, false)).not.toBe(sumPage(page, false));
  }
});

it('takes nothing from a log in which an earlier one stands where its own frames were said to be', () => {
  writeLog([
    { page: 2, salts: own },
    { page: 5, salts: older },
  ]);
  expect(sumFrames(log, 1, undefined)?.sums.size).toBe(1);
  expect(sumFrames(log, 2, undefined)).toBeUndefined();
  expect(pagesInLog(log, 0)).toEqual(new Set([2]));
});

it('goes on where the same log was summed to before, and begins anew with another', () => {
  writeLog([
    { page: 2, salts: own },
    { page: 5, salts: own },
  ]);
  const after = (salts: Buffer) => [
    ...(sumFrames(log, 2, { salts: salts.toString('hex'), frames: 1 })?.sums.keys() ?? []),
  ];
  expect(after(own)).toEqual([5]);
  expect(after(older)).toEqual([2, 5]);
});

it('takes nothing from a log that was begun anew while it was read', () => {
  writeLog([{ page: 2, salts: own }]);
  const anew = readFileSync(log);
  older.copy(anew, 16);
  const { readSync } = fs;
  onTestFinished(() => {
    fs.readSync = readSync;
    syncBuiltinESMExports();
  });
  fs.readSync = ((...read: Parameters<typeof readSync>) => {
    const count = readSync(...read);
    // Of the frames, behind the head, which was read before.
    if (count > 32) writeFileSync(log, anew);
    return count;
  }) as typeof readSync;
  syncBuiltinESMExports();
  expect(sumFrames(log, 1, undefined)).toBeUndefined();
});

it('finds nothing where there is no log', () => {
  expect(sumFrames(log, 1, undefined)).toBeUndefined();
  expect(pagesInLog(log, 0)).toEqual(new Set());
});
