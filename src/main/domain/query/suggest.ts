/** Longer words are not typing errors of ours; also bounds the time. */
const maxLength = 32;

/** The known word that was probably meant: one that begins or is begun by the typed one, else the nearest in spelling. */
export function suggestWord(typed: string, known: readonly string[]): string | undefined {
  const word = typed.toLowerCase().replaceAll('-', '_');
  if (word === '' || word.length > maxLength) return undefined;
  if (known.includes(word)) return word;
  const begun =
    word.length < 2 ? [] : known.filter((candidate) => candidate.startsWith(word) || word.startsWith(candidate));
  if (begun.length === 1) return begun[0];
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = countEdits(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? begun[0];
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function countEdits(from: string, to: string): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: to.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (current[column - 1] ?? 0) + 1,
        (previous[column] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
