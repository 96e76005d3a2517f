import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

/** The table that `npm run chaos` writes, one object per experiment. */
function readResults(): readonly Readonly<Record<string, string>>[] {
  const page = readFileSync(join(projectRoot, 'docs', 'reliability.md'), 'utf8');
  const table = /<!-- chaos -->([\s\S]*?)<!-- \/chaos -->/.exec(page)?.[1] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  const [head = [], , ...others] = rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return others.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
}

const results = readResults();
const sum = (column: string, isMeant: (name: string) => boolean): number =>
  results.filter((row) => isMeant(row['experiment'] ?? '')).reduce((total, row) => total + Number(row[column]), 0);

describe('the figures of the crash laboratory', () => {
  it('are of 500 kills in the middle of work or more, and of every named point', () => {
    expect(sum('hit', (name) => name.endsWith(' killed'))).toBeGreaterThanOrEqual(500);
    const atPoints = (name: string): boolean => name.endsWith(' killed at each point');
    expect(sum('hit', atPoints)).toBe(sum('trials', atPoints));
    expect(sum('trials', atPoints)).toBeGreaterThan(300);
  });

  it('are of all that is written, and of all that can happen to it', () => {
    const works = ['sync', 'work', 'sending', 'export', 'backup', 'restore', 'repair', 'migrate'];
    const harms = [
      'disk fails',
      'full disk',
      'disk refuses reads',
      'disk refuses writes',
      'read-only',
      'processes at once',
    ];
    const names = results.map((row) => row['experiment']);
    expect(names).toEqual(
      expect.arrayContaining([
        ...works.flatMap((work) => [`${work} killed`, `${work} killed at each point`]),
        ...harms,
        'clock jumps',
        'sync suspended',
      ]),
    );
  });

  it('start in less than 3 s after each of them', () => {
    for (const row of results) expect(Number(row['slowest start, ms']), row['experiment']).toBeLessThan(3_000);
  });

  it('are of 200 torn or flipped places of database and log or more', () => {
    for (const name of ['flipped bits', 'torn pages', 'spoilt log']) {
      expect(
        sum('trials', (known) => known === name),
        name,
      ).toBeGreaterThanOrEqual(200);
    }
  });

  it('know of nothing lost, different or corrupt', () => {
    for (const row of results) {
      expect([row['lost'], row['different'], row['corrupt']], row['experiment']).toEqual(['0', '0', '0']);
    }
  });

  it('are of nothing shown otherwise without a word', () => {
    expect(sum('unnoticed', () => true)).toBe(0);
  });
});
