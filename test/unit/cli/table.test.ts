import { describe, expect, it } from 'vitest';
import { type Column, createTable, formatTable } from '#main/shell/cli/output/table.ts';
import { nastyValues } from '../../support/nasty-values.ts';

interface Row {
  readonly name: string;
  readonly count: number | null;
}

const columns: readonly Column<Row>[] = [
  { title: 'COUNT', cell: ({ count }) => count, align: 'right' },
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 6 },
  { title: 'HALF', cell: ({ count }) => (count === null ? '' : count / 2), dropOrder: 1 },
];

describe('a table', () => {
  it('aligns, right for figures, and leaves no blanks at the ends of lines', () => {
    const rows = [
      { name: 'evil.example', count: 7 },
      { name: 'a', count: null },
      { name: 'b', count: 1200 },
    ];
    expect(formatTable(columns, rows)).toBe(
      ['COUNT  NAME          HALF', '    7  evil.example  3.5', '       a', ' 1200  b             600', ''].join('\n'),
    );
  });

  it('has titles also without rows', () => {
    expect(formatTable(columns, [])).toBe('COUNT  NAME  HALF\n');
  });

  it('counts wide characters as two columns and combining ones as none', () => {
    const rows = [
      { name: '例え.example', count: 1 },
      { name: 'e\u0301vil', count: 2 },
      { name: 'plain', count: 3 },
    ];
    const lines = formatTable(columns, rows).split('\n');
    expect(lines[1]).toBe('    1  例え.example  0.5');
    expect(lines[2]).toBe('    2  e\u0301vil          1');
    expect(lines[3]).toBe('    3  plain         1.5');
  });

  it('cuts nothing without a width', () => {
    const name = 'x'.repeat(70_000);
    expect(formatTable(columns, [{ name, count: 1 }])).toContain(name);
  });

  it('cuts what may be cut with an ellipsis to fit a terminal', () => {
    const rows = [{ name: 'a-very-long-name.example', count: 1 }];
    const lines = formatTable(columns, rows, 25).trimEnd().split('\n');
    expect(lines).toEqual(['COUNT  NAME          HALF', '    1  a-very-long…  0.5']);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(25);
  });

  it('leaves columns out when a terminal is narrower than the narrowest table', () => {
    const rows = [{ name: 'a-very-long-name.example', count: 1 }];
    expect(formatTable(columns, rows, 14)).toBe('COUNT  NAME\n    1  a-very…\n');
  });

  it('leaves out an empty column before one that says something', () => {
    const two: readonly Column<Row>[] = [
      { title: 'NAME', cell: ({ name }) => name },
      { title: 'NOTHING', cell: () => '', dropOrder: 1 },
      { title: 'COUNT', cell: ({ count }) => count, dropOrder: 2 },
    ];
    expect(formatTable(two, [{ name: 'evil.example', count: 7 }], 24)).toBe('NAME          COUNT\nevil.example  7\n');
    expect(formatTable(two, [{ name: 'evil.example', count: 7 }])).toContain('NOTHING');
  });

  it('shows hostile values without a character that steers the terminal, one line each', () => {
    const rows = nastyValues.map((name, count) => ({ name, count }));
    const text = formatTable(columns, rows, 100);
    expect(text.match(/[\p{Cc}\p{Cf}\u2028\u2029]/gu)?.every((character) => character === '\n')).toBe(true);
    expect(text.split('\n')).toHaveLength(nastyValues.length + 2);
  });

  it('goes on with the columns of the first piece: titles once, cut for a terminal and whole in a pipe', () => {
    const terminal = createTable(columns, 25);
    expect(terminal.format([{ name: 'evil.example', count: 1 }])).toBe(
      'COUNT  NAME          HALF\n    1  evil.example  0.5\n',
    );
    expect(terminal.format([{ name: 'a-very-long-name.example', count: 22 }])).toBe('   22  a-very-long…  11\n');
    const pipe = createTable(columns);
    pipe.format([{ name: 'evil.example', count: 1 }]);
    expect(pipe.format([{ name: 'a-very-long-name.example', count: 2 }])).toBe('    2  a-very-long-name.example  1\n');
  });
});
