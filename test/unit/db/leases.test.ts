import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLeaseHeld, takeLease } from '#main/db/leases/lease-files.ts';

const id = 'c-0123456789abcdef';
const noon = Date.parse('2026-11-20T12:00:00Z');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-leases-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inside = (name: string): string => join(folder, 'leases', name);
const conflict = (message: RegExp) =>
  expect.objectContaining({ code: 'state.conflict', message: expect.stringMatching(message) });

describe('a lease', () => {
  it('is held by one at a time, who is named with the moment', () => {
    const lease = takeLease(folder, id, noon);
    expect(isLeaseHeld(folder, id)).toBe(true);
    expect(() => takeLease(folder, id, noon)).toThrow(
      conflict(new RegExp(`synced already, by process ${process.pid} since 2026-11-20T12:00:00.000Z`)),
    );
    lease.release();
    expect(isLeaseHeld(folder, id)).toBe(false);
    takeLease(folder, id, noon).release();
  });

  it('of the outbox is another one, and is told in words of its own', () => {
    const sync = takeLease(folder, id, noon);
    const push = takeLease(folder, `${id}.push`, noon);
    expect(() => takeLease(folder, `${id}.push`, noon)).toThrow(conflict(/being sent already/));
    for (const one of [sync, push]) one.release();
  });

  it('and who holds it are for the owner’s eyes only', () => {
    takeLease(folder, id, noon).release();
    expect(readdirSync(join(folder, 'leases')).toSorted()).toEqual([`${id}.lock`, `${id}.lock.holder`]);
    for (const name of readdirSync(join(folder, 'leases'))) expect(statSync(inside(name)).mode & 0o777).toBe(0o600);
  });

  it.each(['', '..', '../../x', `${id}/../x`, `${id}.pull`, `${id}\0`, `${id}0`, id.toUpperCase()])(
    'is no file for the id %j',
    (other) => {
      const refusal = expect.objectContaining({ code: 'input.invalid' });
      expect(() => takeLease(folder, other, noon)).toThrow(refusal);
      expect(() => isLeaseHeld(folder, other)).toThrow(refusal);
      expect(existsSync(join(folder, 'leases'))).toBe(false);
    },
  );

  it.each([
    '',
    'no JSON',
    'null',
    '7',
    '{}',
    '{"pid":"7","sinceMs":1}',
    '{"pid":7,"sinceMs":"1"}',
    '{"pid":7,"sinceMs":1e300}',
  ])('is held by another process where %j says by whom', (text) => {
    const lease = takeLease(folder, id, noon);
    writeFileSync(inside(`${id}.lock.holder`), text);
    expect(() => takeLease(folder, id, noon)).toThrow(conflict(/, by another process\.$/));
    lease.release();
  });

  it('is not held by those who ask whether it is', () => {
    takeLease(folder, id, noon).release();
    expect([isLeaseHeld(folder, id), isLeaseHeld(folder, id)]).toEqual([false, false]);
    // Another one who asks has the lock that reading needs.
    const other = new Sqlite(inside(`${id}.lock`));
    other.exec('BEGIN');
    other.pragma('schema_version');
    expect(isLeaseHeld(folder, id)).toBe(false);
    other.close();
    expect(isLeaseHeld(folder, 'c-fedcba9876543210')).toBe(false);
    expect(readdirSync(join(folder, 'leases'))).toHaveLength(2);
  });

  it.skipIf(process.platform !== 'linux')('that cannot be had keeps no file open', () => {
    const lease = takeLease(folder, id, noon);
    const open = () => readdirSync('/proc/self/fd').length;
    // SQLite keeps one file that it cannot close before the lock of this process is gone, and takes it again.
    expect(() => takeLease(folder, id, noon)).toThrow(conflict(/./));
    const before = open();
    for (let n = 0; n < 5; n += 1) expect(() => takeLease(folder, id, noon)).toThrow(conflict(/./));
    expect(open()).toBe(before);
    lease.release();
  });
});
