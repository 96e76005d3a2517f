import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCli, type JsonObject } from '../../support/cli.ts';

const cli = createCli();
afterAll(() => cli.remove());

function write(name: string, text: string): string {
  const path = join(cli.scratch, name);
  writeFileSync(path, text);
  return path;
}

const table = 'what;who\nevil[.]example;Jane\n198.51.100.3;\nno pe;\n';

describe('import', { timeout: 240_000 }, () => {
  it('tells in a dry run what a file would come to, and stores nothing', async () => {
    const path = write('list.csv', table);
    const { status, stdout } = await cli.run([
      'import',
      path,
      '--column',
      'value=what',
      '--column',
      'source=who',
      '--dry-run',
      '--json',
    ]);
    const [first, ...others] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(status).toBe(4);
    expect(first).toEqual({
      event: 'row',
      status: 'new',
      type: 'domain',
      value: 'evil.example',
      place: 'line 2',
      parts: ['record'],
      fields: [],
      reason: null,
    });
    expect(others.at(-1)).toEqual({
      event: 'finished',
      dryRun: true,
      format: 'csv',
      source: 'import list.csv',
      case: null,
      caseCreated: false,
      new: 2,
      changed: 0,
      same: 0,
      refused: 1,
      skipped: 0,
      log: 0,
      differences: [],
    });
    expect((await cli.json(['search', '', '--count', '--json']))[0]).toMatchObject({ count: 0 });
  });

  it('imports by a saved mapping, into a case, and says what it left out', async () => {
    const path = write('list.csv', table);
    const saved = await cli.run([
      'import',
      path,
      '--column',
      'value=what',
      '--save-mapping',
      'Feed A',
      '--case',
      'new',
    ]);
    expect(saved.status).toBe(4);
    expect(saved.stdout).toContain('It looks like no kind of indicator.');
    expect(saved.stderr).toContain('Imported: 2 new, 1 refused.');
    expect(saved.stderr).toContain('It went into CASE-0001, which is new: list.csv.');
    expect(await cli.json(['mappings', 'list', '--json'])).toEqual([
      { name: 'Feed A', delimiter: ';', hasHeader: true, columns: { value: 'what' }, defaultType: null },
    ]);
    const again = await cli.run(['import', path, '--mapping', 'feed a', '--case', 'case-1', '--json']);
    expect(
      again.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { status?: string }).status),
    ).toEqual(['same', 'same', 'refused', undefined]);
    expect((await cli.json(['case', 'show', 'CASE-0001', '--json']))[0]).toMatchObject({ title: 'list.csv' });
  });

  it('brings a case that another cache has exported', async () => {
    const other = createCli();
    const file = join(cli.scratch, 'case.json');
    await cli.run(['export', 'CASE-0001', '--format', 'stix', '--out', file]);
    const { status, stderr } = await other.run(['import', file]);
    expect(stderr).toContain('It went into CASE-0001, which is new: list.csv.');
    expect(status).toBe(0);
    const [here] = await cli.json(['case', 'show', 'CASE-0001', '--json']);
    const [there] = await other.json(['case', 'show', 'CASE-0001', '--json']);
    // Added at one moment, they come in the order of the file.
    const sorted = (found: JsonObject = {}): JsonObject => ({
      ...found,
      indicators: (found['indicators'] as { value: string }[]).toSorted((a, b) => (a.value < b.value ? -1 : 1)),
    });
    expect(sorted(there)).toEqual(sorted(here));
    await other.remove();
  });

  it.each([
    [['import', 'nowhere.json'], 2, 'there is no such file'],
    [['import', '-', '--case', 'CASE-0099'], 1, 'There is no case CASE-0099.'],
    [['import', '-', '--mapping', 'nope'], 1, 'There is no mapping of that name.'],
    [['import', '-', '--column', 'nope=x'], 2, '--column takes field=name'],
    [['import', '-', '--delimiter', 'x'], 2, '--delimiter takes comma'],
    [['import', '-', '--format', 'stix'], 2, 'it is no STIX bundle'],
  ] as const)('%j is refused with a sentence', async (args, status, sentence) => {
    const result = await cli.run(args, { stdin: 'evil.example\n' });
    expect(result.stderr).toContain(sentence);
    expect(result.status).toBe(status);
  });
});
