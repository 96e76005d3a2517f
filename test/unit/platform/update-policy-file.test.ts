import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUpdatePolicyFile, policyPathOf } from '#main/platform/update-policy-file.ts';

const top = mkdtempSync(join(tmpdir(), 'sightline-policy-'));
let folder: string;
let path: string;
const read = () => createUpdatePolicyFile(path).read();

beforeEach(() => {
  folder = mkdtempSync(join(top, 'case-'));
  path = join(folder, 'policy.json');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(top, { recursive: true, force: true }));

it('no file is no policy', async () => {
  expect(await read()).toEqual({ kind: 'none' });
  path = join(folder, 'no-folder', 'policy.json');
  expect(await read()).toEqual({ kind: 'none' });
});

it.each(['off', 'manual', 'daily'])('%s is read, and read anew each time', async (mode) => {
  const file = createUpdatePolicyFile(path);
  expect(await file.read()).toEqual({ kind: 'none' });
  writeFileSync(path, `\uFEFF{ "updates": "${mode}" }\r\n`);
  expect(await file.read()).toEqual({ kind: 'ceiling', mode });
});

describe('what is there and is no policy is not taken for none', () => {
  it.each([
    ['nothing in it', ''],
    ['no JSON', '{"updates":"off"'],
    ['another word', '{"updates":"never"}'],
    ['another case', '{"updates":"OFF"}'],
    ['another kind', '{"updates":false}'],
    ['another name', '{"update":"off"}'],
    ['a further name', '{"updates":"daily","update":"off"}'],
    ['a list', '["off"]'],
    ['null', 'null'],
  ])('%s', async (_name, text) => {
    writeFileSync(path, text);
    expect(await read()).toEqual({ kind: 'unreadable' });
  });

  it('a file that is too long', async () => {
    writeFileSync(path, `${' '.repeat(64 * 1024)}{"updates":"daily"}`);
    expect(await read()).toEqual({ kind: 'unreadable' });
  });

  it('a folder', async () => {
    mkdirSync(path);
    expect(await read()).toEqual({ kind: 'unreadable' });
  });

  it('a file in the place of its folder', async () => {
    writeFileSync(join(folder, 'sightline'), '');
    path = join(folder, 'sightline', 'policy.json');
    expect(await read()).toEqual({ kind: 'unreadable' });
  });

  it('a link that leads nowhere', async () => {
    symlinkSync(join(folder, 'gone.json'), path);
    expect(await read()).toEqual({ kind: 'unreadable' });
  });

  it('a pipe, without waiting for who writes into it', async () => {
    execFileSync('mkfifo', [path]);
    expect(await read()).toEqual({ kind: 'unreadable' });
  });
});

it('lies where only administrators write, whatever the environment says', () => {
  for (const name of ['ProgramData', 'PROGRAMDATA', 'ALLUSERSPROFILE', 'SIGHTLINE_HOME', 'XDG_CONFIG_DIRS', 'HOME']) {
    vi.stubEnv(name, folder);
  }
  expect(policyPathOf('linux')).toBe('/etc/sightline/policy.json');
  expect(policyPathOf('darwin')).toBe('/Library/Application Support/Sightline/policy.json');
  expect(policyPathOf('win32')).toBe('C:\\ProgramData\\Sightline\\policy.json');
  expect(createUpdatePolicyFile().path).toBe(policyPathOf(process.platform));
});
