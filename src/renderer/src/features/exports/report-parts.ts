/** A stretch of a report in Markdown. */
export type ReportPart =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'prose'; readonly text: string };

const heading = /^(#{1,6}) (.*)$/;
const fence = /^\s*(`{3,}|~{3,})/;
const divider = /^\|(?:\s*:?-+:?\s*\|)+\s*$/;

/** Takes a report apart as our exporter writes it; cells, headings and prose stay Markdown. Pure; nothing of it is left out. */
export function splitReport(markdown: string): readonly ReportPart[] {
  const lines = markdown.split('\n');
  const parts: ReportPart[] = [];
  let prose: string[] = [];
  let closing: string | undefined;
  const endProse = (): void => {
    const text = prose.join('\n').trim();
    if (text !== '') parts.push({ kind: 'prose', text });
    prose = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const mark = fence.exec(line)?.[1];
    if (closing !== undefined || mark !== undefined) {
      if (closing === undefined) closing = mark;
      else if (mark?.startsWith(closing) === true) closing = undefined;
      prose.push(line);
      continue;
    }
    const [, signs, text] = heading.exec(line) ?? [];
    if (signs !== undefined && text !== undefined) {
      endProse();
      parts.push({ kind: 'heading', level: signs.length, text });
    } else if (line.startsWith('|') && divider.test(lines[at + 1] ?? '')) {
      endProse();
      const end = endOfTable(lines, at);
      parts.push({ kind: 'table', columns: cellsOf(line), rows: lines.slice(at + 2, end).map(cellsOf) });
      at = end - 1;
    } else prose.push(line);
  }
  endProse();
  return parts;
}

function endOfTable(lines: readonly string[], start: number): number {
  let end = start + 2;
  while (lines[end]?.startsWith('|') === true) end += 1;
  return end;
}

/** What stands between the bars; a bar with `\` before it is one of the text, in code too. */
function cellsOf(line: string): readonly string[] {
  const cells = line.trimEnd().match(/(?:\\.|[^|\\])+/g) ?? [];
  return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
}
