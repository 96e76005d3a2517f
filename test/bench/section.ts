/** One table of the report with what stands around it. */
export interface Section {
  readonly title: string;
  readonly intro: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** The table for a terminal: columns aligned, numbers to the right. */
export function toText({ title, head, rows, notes }: Section): string {
  const lines = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const draw = (line: readonly string[]): string =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [title, '', draw(head), rule, ...rows.map(draw), ...notes.map((note) => `* ${note}`), ''].join('\n');
}

/** The same for a document. */
export function toMarkdown({ title, intro, head, rows, notes }: Section): string {
  const draw = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = draw(head.map((_, at) => (at === 0 ? '---' : '---:')));
  const table = [draw(head), rule, ...rows.map(draw)].join('\n');
  const list = notes.map((note) => `- ${note}`).join('\n');
  return [`## ${title}`, intro, table, list].filter((part) => part !== '').join('\n\n');
}
