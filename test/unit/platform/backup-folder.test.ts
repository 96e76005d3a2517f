import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBackupFolder } from '#main/platform/backup-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-backups-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, writtenAtSeconds: number): void {
  writeFileSync(join(folder, name), 'x'.repeat(writtenAtSeconds));
  utimesSync(join(folder, name), writtenAtSeconds, writtenAtSeconds);
}

it('lists the backups of a folder, the newest first, and nothing else', async () => {
  write('old.backup', 10);
  write('new.backup', 20);
  write('report.html', 30);
  mkdirSync(join(folder, 'sub.backup'));
  symlinkSync('/etc/passwd', join(folder, 'link.backup'));
  expect(await createBackupFolder(folder).list()).toEqual([
    { name: 'new.backup', sizeBytes: 20, writtenAtMs: 20_000 },
    { name: 'old.backup', sizeBytes: 10, writtenAtMs: 10_000 },
  ]);
});

it('has none when there is no folder', async () => {
  expect(await createBackupFolder(join(folder, 'absent')).list()).toEqual([]);
});

it.each(['absent.backup', '../old.backup', 'link.backup', '/etc/passwd', '.', ''])('does not find %j', async (name) => {
  write('old.backup', 10);
  symlinkSync('/etc/passwd', join(folder, 'link.backup'));
  await expect(createBackupFolder(folder).find(name)).rejects.toMatchObject({ code: 'state.notFound' });
});

it('finds one by its name', async () => {
  write('old.backup', 10);
  expect(await createBackupFolder(folder).find('old.backup')).toBe(join(folder, 'old.backup'));
});
