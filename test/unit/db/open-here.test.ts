/** Whether this process has a file open, where the system does not say. */
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findOpen, isOpenHere } from '#main/db/open/open-here.ts';

it.runIf(process.platform !== 'win32')(
  'counts as open where that cannot be found out, though no descriptor of it is known',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightline-open-'));
    const file = join(folder, 'sightline.db');
    writeFileSync(file, 'text');
    expect([isOpenHere(file), findOpen(file)]).toEqual([false, undefined]);
    const { readdirSync } = fs;
    onTestFinished(() => {
      fs.readdirSync = readdirSync;
      syncBuiltinESMExports();
      rmSync(folder, { recursive: true });
    });
    fs.readdirSync = () => {
      throw new Error('There is no list of descriptors.');
    };
    syncBuiltinESMExports();
    expect([isOpenHere(file), findOpen(file)]).toEqual([true, undefined]);
  },
);
