const line = `${'An exported line. '.repeat(40)}\n`;

/** Pieces of a file of some 12 MB. */
export function* exportedChunks(): Generator<string> {
  for (let n = 0; n < 16_000; n += 1) yield `${n} ${line}`;
}

export function exportedText(): string {
  return [...exportedChunks()].join('');
}
