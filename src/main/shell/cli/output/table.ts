import { revealHidden } from '#shared/text/hidden-characters.ts';

/** A column of a table for people. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number | null;
  readonly align?: 'right';
  /** Given up first when the terminal is narrow: cut with an ellipsis, never below this many characters. */
  readonly shrinkTo?: number;
}

const gap = '  ';

/**
 * Rows as aligned text. Foreign text has its control characters shown, so it cannot steer the terminal. Nothing is cut unless
 * a width is given, as for a terminal; a pipe gets everything.
 */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width?: number): string {
  const cells = rows.map((row) => columns.map((column) => revealHidden(String(column.cell(row) ?? ''))));
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...cells.map((line) => measure(line[index] ?? ''))),
  );
  if (width !== undefined) shrink(columns, widths, width);
  const lines = [columns.map((column) => column.title), ...cells].map((line) =>
    line
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align === 'right'))
      .join(gap)
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** Code points, which is near enough to columns for aligning. */
function measure(text: string): number {
  return [...text].length;
}

function shrink<Row>(columns: readonly Column<Row>[], widths: number[], width: number): void {
  let excess = widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1)) - width;
  columns.forEach((column, index) => {
    const current = widths[index] ?? 0;
    if (column.shrinkTo === undefined || excess <= 0 || current <= column.shrinkTo) return;
    const target = Math.max(column.shrinkTo, current - excess);
    excess -= current - target;
    widths[index] = target;
  });
}

function pad(text: string, width: number, isRight: boolean): string {
  const length = measure(text);
  if (length > width) return `${[...text].slice(0, width - 1).join('')}…`;
  const blanks = ' '.repeat(width - length);
  return isRight ? blanks + text : text + blanks;
}
