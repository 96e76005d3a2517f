import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepingOwn, putBackOwn } from '../../../scripts/lib/own-copy.mjs';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-own-'));
  file = join(folder, 'keytar.node');
  writeFileSync(file, 'of this machine');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isPutBack = (): void => {
  expect(readFileSync(file, 'utf8')).toBe('of this machine');
  expect(readdirSync(folder)).toEqual(['keytar.node']);
};

/** A process that has exchanged the file and is killed before it is done. */
async function killHalfWay(): Promise<void> {
  const module = pathToFileURL(resolve(import.meta.dirname, '../../../scripts/lib/own-copy.mjs')).href;
  const script = `
    import { writeFileSync } from 'node:fs';
    import { keepingOwn } from ${JSON.stringify(module)};
    await keepingOwn(${JSON.stringify(file)}, async () => {
      writeFileSync(${JSON.stringify(file)}, 'of another machine');
      process.kill(process.pid, 'SIGKILL');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
  await once(child, 'exit');
  expect(readFileSync(file, 'utf8')).toBe('of another machine');
}

it('puts the file back after the work, and when it fails', async () => {
  const exchange = (outcome: () => string) => () => {
    writeFileSync(file, 'of another machine');
    return Promise.resolve().then(outcome);
  };
  expect(
    await keepingOwn(
      file,
      exchange(() => 'packed'),
    ),
  ).toBe('packed');
  isPutBack();
  const failing = exchange(() => {
    throw new RangeError('no room');
  });
  await expect(keepingOwn(file, failing)).rejects.toThrowError(RangeError);
  isPutBack();
});

it('finds what a killed process kept, once', async () => {
  await killHalfWay();
  expect(putBackOwn(file)).toBe(true);
  isPutBack();
  expect(putBackOwn(file)).toBe(false);
});

it('never takes what a killed process left for its own', async () => {
  await killHalfWay();
  await keepingOwn(file, () => Promise.resolve());
  isPutBack();
});

it('leaves alone what a running process keeps, and what is named otherwise', async () => {
  await keepingOwn(file, async () => {
    writeFileSync(file, 'of another machine');
    expect(putBackOwn(file)).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('of another machine');
  });
  for (const name of ['keytar.node.own-0', 'keytar.node.own-x', 'keytar.node.own-1.bak'])
    writeFileSync(join(folder, name), '');
  expect(putBackOwn(file)).toBe(false);
  expect(readdirSync(folder)).toHaveLength(4);
});

it('of a folder that is not there nothing is put back', () => {
  expect(putBackOwn(join(folder, 'nowhere', 'keytar.node'))).toBe(false);
});
