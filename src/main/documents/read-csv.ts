import { type DocumentText, wholePiece } from './document.ts';

/** Cells set apart by blanks, so that nothing is read across them; every place keeps its offset. */
export function readCsv(source: string): DocumentText {
  const separator = findSeparator(source.slice(0, source.indexOf('\n') < 0 ? 4096 : source.indexOf('\n')));
  const parts: string[] = [];
  let done = 0;
  let isQuoted = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    const isQuote = character === '"';
    if (isQuote) isQuoted = !isQuoted;
    if (!isQuote && (isQuoted || character !== separator)) continue;
    parts.push(source.slice(done, at), isQuote ? ' ' : '\t');
    done = at + 1;
  }
  parts.push(source.slice(done));
  return { format: 'csv', pieces: [wholePiece(parts.join(''))], inner: [] };
}

/** Whichever stands most often in the first line. */
function findSeparator(line: string): string {
  const counts = [',', ';', '\t', '|'].map((mark) => [mark, line.split(mark).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
