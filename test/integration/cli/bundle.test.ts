import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { projectRoot } from '../../support/project-root.ts';

let project: string;
let cli: Cli;

/** A project as a fresh clone has it once it is set up. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'sightline-project-'));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json', 'scripts', 'src']) {
    cpSync(join(projectRoot, name), join(project, name), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(project, 'node_modules'));
  cli = createCli({ entry: join(project, 'scripts', 'cli.mjs') });
});
afterAll(async () => {
  await cli.remove();
  rmSync(project, { recursive: true, force: true });
});

const listBundles = () =>
  readdirSync(join(project, '.cache', 'cli'), { withFileTypes: true }).filter((each) => each.isDirectory());
const program = () => join(project, 'src', 'main', 'shell', 'cli', 'program.ts');
const help = async () => (await cli.run(['--help'])).stdout;

function edit(from: string, to: string): void {
  const text = readFileSync(program(), 'utf8');
  if (!text.includes(from)) throw new Error(`Not there: ${from}`);
  writeFileSync(program(), text.replace(from, to));
}

describe('the bundle of the command line', { timeout: 240_000 }, () => {
  it('is made by the first command, even when two come at once, and serves the next', async () => {
    const [version, same] = await Promise.all([cli.run(['--version']), cli.run(['--version'])]);
    const { version: expected } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    expect([version, same]).toMatchObject(Array(2).fill({ status: 0, stdout: `${expected}\n`, stderr: '' }));
    await cli.run(['--version']);
    expect(listBundles()).toHaveLength(1);
  });

  it('reads, writes and looks up in threads of its own, without a file of the sources', async () => {
    const [bundle] = listBundles();
    expect(bundle).toBeDefined();
    const bundled = { entry: join(project, '.cache', 'cli', bundle?.name ?? '', 'main.js') };
    // What needed a source would fail now.
    const hidden = join(project, 'hidden');
    cpSync(join(project, 'src'), hidden, { recursive: true, preserveTimestamps: true });
    rmSync(join(project, 'src'), { recursive: true });
    try {
      expect(await cli.run(['case', 'create', '--title', 'Loader'], bundled)).toMatchObject({ status: 0, stderr: '' });
      expect((await cli.run(['case', 'list'], bundled)).stdout).toContain('Loader');
      const found = await cli.run(['lookup', '-', '--json'], { ...bundled, stdin: 'seen at evil[.]example' });
      expect(found.stdout).toContain('"evil.example"');
      expect(await cli.json(['search', '', '--count'], bundled)).toMatchObject([{ count: expect.any(Number) }]);
    } finally {
      cpSync(hidden, join(project, 'src'), { recursive: true });
      rmSync(hidden, { recursive: true });
    }
  });

  it('never runs when a source has changed since', async () => {
    expect(await help()).not.toContain('quite another');
    edit('in one local cache', 'in quite another cache');
    expect(await help()).toContain('quite another');
    edit('in quite another cache', 'in one local cache');
    expect(await help()).not.toContain('quite another');
  });

  it('gives way to the sources where it cannot be made', async () => {
    rmSync(join(project, '.cache'), { recursive: true });
    writeFileSync(join(project, '.cache'), 'a file in its place');
    expect((await cli.run(['--help'])).stdout).toContain('Usage: sightline');
    rmSync(join(project, '.cache'));
    edit('export async function createProgram(', 'export async function createProgram(;');
    const broken = await cli.run(['--help']);
    expect([broken.status, broken.stderr]).toEqual([1, expect.stringContaining('program.ts')]);
  });
});
