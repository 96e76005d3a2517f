import { revealHidden } from '#shared/text/hidden-characters.ts';
import { cutText, measureText } from './text-width.ts';

/** A column of a table for people. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number | null;
  readonly align?: 'right';
  /** Given up first when the terminal is narrow: cut with an ellipsis, never below this many characters. */
  readonly shrinkTo?: number;
  /** Left out, the highest number first, when the table is still wider than the terminal; before that when it is empty. */
  readonly dropOrder?: number;
}

const gap = '  ';

interface MeasuredColumn<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly width: number;
}

/** A table whose rows come piece by piece. */
export interface TableWriter<Row> {
  /** The next rows as text; before the first ones stand the titles. */
  format(rows: readonly Row[]): string;
}

/**
 * Rows as aligned text. Foreign text has its control characters shown, so it cannot steer the terminal. Nothing is cut or left
 * out unless a width is given, as for a terminal; a pipe gets everything.
 */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width?: number): string {
  return createTable(columns, width).format(rows);
}

/**
 * The same for more rows than should be held at once. The first piece decides on the columns; what is wider in a later one is cut
 * for a terminal and stands out in a pipe.
 */
export function createTable<Row>(columns: readonly Column<Row>[], width?: number): TableWriter<Row> {
  let layout: readonly MeasuredColumn<Row>[] | undefined;
  return {
    format(rows) {
      const lines: (readonly string[])[] = [];
      if (layout === undefined) {
        const measured = columns.map((column) => measureColumn(column, rows));
        layout = width === undefined ? measured : shrink(leaveOut(measured, width), width);
        lines.push(layout.map((one) => pad(one, one.column.title)));
      }
      const fitted = layout;
      for (const row of rows) {
        lines.push(fitted.map((one) => padCell(one, showCell(one.column, row), width === undefined)));
      }
      return lines.map((line) => `${line.join(gap).trimEnd()}\n`).join('');
    },
  };
}

function measureColumn<Row>(column: Column<Row>, rows: readonly Row[]): MeasuredColumn<Row> {
  const cells = rows.map((row) => showCell(column, row));
  const width = cells.reduce((widest, cell) => Math.max(widest, measureText(cell)), column.title.length);
  return { column, cells, width };
}

/** Drops columns until what remains fits once the shrinkable ones are at their narrowest. */
function leaveOut<Row>(columns: readonly MeasuredColumn<Row>[], width: number): readonly MeasuredColumn<Row>[] {
  const least = totalWidth(columns.map((one) => Math.min(one.width, one.column.shrinkTo ?? one.width)));
  const next = columns
    .filter(({ column }) => column.dropOrder !== undefined)
    .toSorted((a, b) => rankToDrop(b) - rankToDrop(a))[0];
  if (least <= width || next === undefined) return columns;
  return leaveOut(
    columns.filter((one) => one !== next),
    width,
  );
}

function rankToDrop<Row>({ column, cells }: MeasuredColumn<Row>): number {
  return cells.every((cell) => cell === '') ? Number.POSITIVE_INFINITY : (column.dropOrder ?? 0);
}

function shrink<Row>(columns: readonly MeasuredColumn<Row>[], width: number): readonly MeasuredColumn<Row>[] {
  let excess = totalWidth(columns.map((one) => one.width)) - width;
  const narrow = (one: MeasuredColumn<Row>): MeasuredColumn<Row> => {
    const { shrinkTo } = one.column;
    if (shrinkTo === undefined || excess <= 0 || one.width <= shrinkTo) return one;
    const target = Math.max(shrinkTo, one.width - excess);
    excess -= one.width - target;
    return { ...one, width: target };
  };
  // What matters most stands on the left.
  return columns.toReversed().map(narrow).toReversed();
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1));
}

function showCell<Row>(column: Column<Row>, row: Row): string {
  return revealHidden(String(column.cell(row) ?? ''));
}

function padCell<Row>(one: MeasuredColumn<Row>, text: string, isWhole: boolean): string {
  return isWhole && measureText(text) > one.width ? text : pad(one, text);
}

function pad<Row>({ column, width }: MeasuredColumn<Row>, text: string): string {
  const shown = cutText(text, width);
  const blanks = ' '.repeat(Math.max(0, width - measureText(shown)));
  return column.align === 'right' ? blanks + shown : shown + blanks;
}
