/**
 * An independent reader: RFC 4180, nothing of ours.
 *
 * @throws Error where a field is not quoted or does not end.
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const body = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < body.length; ) {
    const row = rows.at(-1) as string[];
    if (body[at] !== '"') throw new Error(`field without quote at ${at}`);
    let field = '';
    for (at += 1; !(body[at] === '"' && body[at + 1] !== '"'); at += 1) {
      if (at >= body.length) throw new Error('field without end');
      if (body[at] === '"') at += 1;
      field += body[at];
    }
    row.push(field);
    at += 1;
    if (body[at] === ',') at += 1;
    else if (body.startsWith('\r\n', at)) {
      at += 2;
      if (at < body.length) rows.push([]);
    } else throw new Error(`garbage after field at ${at}`);
  }
  return rows;
}
