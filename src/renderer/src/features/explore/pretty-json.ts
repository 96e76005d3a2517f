const token = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * Indents JSON text without reading it: numbers keep every digit, strings their escapes and keys their order and
 * doubles, because a raw record is evidence. Text that was cut, or is no JSON, is indented as far as it goes.
 */
export function indentJson(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  const breakLine = (): void => {
    if (line.trim() !== '') lines.push(line);
    line = '  '.repeat(Math.max(0, depth));
  };
  const tokens = text.match(token) ?? [];
  tokens.forEach((part, at) => {
    const next = tokens[at + 1];
    if (part === '{' || part === '[') {
      line += part;
      depth += 1;
      if (next !== '}' && next !== ']') breakLine();
    } else if (part === '}' || part === ']') {
      depth -= 1;
      const isEmpty = tokens[at - 1] === '{' || tokens[at - 1] === '[';
      if (!isEmpty) breakLine();
      line += part;
    } else if (part === ',') {
      line += part;
      breakLine();
    } else {
      line += part === ':' ? ': ' : part;
    }
  });
  if (line.trim() !== '') lines.push(line);
  return lines;
}

/** Indices of the lines that contain a text, without regard to case. */
export function findLines(lines: readonly string[], text: string): readonly number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, at) => (line.toLowerCase().includes(wanted) ? [at] : []));
}
