import { type Spelling, spellings } from './spellings.ts';

/** Each spelling by itself in lower case; regular expressions are built from the table, longest first, without repetition. */
const bySpelling: ReadonlyMap<string, Spelling> = new Map(
  spellings.map((entry) => [entry.written.toLowerCase(), entry]),
);
const hides = [...bySpelling.values()].filter(({ means }) => means === '').map(({ written }) => written);
const visible = spellings.filter(({ means }) => means !== '').map(({ written }) => escapeRegExp(written));
/** What hides comes in long runs where tags were. */
const anySpelling = new RegExp([...visible, `[${hides.join('')}]+`].join('|'), 'gi');

/** Longest label looked back over before a `\.`. */
const maxLabel = 63;

/**
 * A text with its defanged characters brought back, and the way from each place in it to the text as it stood. Pure, linear:
 * every spelling is a literal of the table.
 */
export class RefangedView {
  /** As it stood. */
  readonly source: string;
  /** With the characters brought back. */
  readonly text: string;
  // Parallel: where a piece starts here and there, and where it ends there when it was rewritten (else -1).
  readonly #starts: number[] = [0];
  readonly #sourceStarts: number[] = [0];
  readonly #rewrittenEnds: number[] = [-1];

  constructor(source: string) {
    this.source = source;
    const pieces: string[] = [];
    let done = 0;
    let length = 0;
    for (const match of source.matchAll(anySpelling)) {
      const entry = bySpelling.get(match[0].toLowerCase()) ?? bySpelling.get(match[0].charAt(0));
      if (entry === undefined || !fits(entry, source, match.index)) continue;
      const { start, end } = entry.means === '' ? spanOf(match) : widen(entry, source, match.index, done);
      pieces.push(source.slice(done, start), entry.means);
      length += start - done;
      this.#mark(length, start, end);
      length += entry.means.length;
      this.#mark(length, end, -1);
      done = end;
    }
    this.text = done === 0 ? source : pieces.join('') + source.slice(done);
  }

  /** The offset in the source at which the character here begins. */
  sourceStart(at: number): number {
    const piece = lastAtMost(this.#starts, at);
    const start = this.#sourceStarts[piece] ?? 0;
    return (this.#rewrittenEnds[piece] ?? -1) >= 0 ? start : start + at - (this.#starts[piece] ?? 0);
  }

  /** The offset in the source behind the character that ends here. */
  sourceEnd(at: number): number {
    const piece = lastAtMost(this.#starts, at - 1);
    const rewrittenEnd = this.#rewrittenEnds[piece] ?? -1;
    return rewrittenEnd >= 0 ? rewrittenEnd : (this.#sourceStarts[piece] ?? 0) + at - (this.#starts[piece] ?? 0);
  }

  /** The offset here of an offset in the source. */
  at(sourceOffset: number): number {
    const piece = lastAtMost(this.#sourceStarts, sourceOffset);
    const start = this.#starts[piece] ?? 0;
    const within = sourceOffset - (this.#sourceStarts[piece] ?? 0);
    return (this.#rewrittenEnds[piece] ?? -1) >= 0 ? start : start + within;
  }

  /** Whether a span was written in another way than it is read. */
  isRewritten(start: number, end: number): boolean {
    return this.sourceEnd(end) - this.sourceStart(start) !== end - start || this.#hasRewritten(start, end);
  }

  #hasRewritten(start: number, end: number): boolean {
    for (let piece = lastAtMost(this.#starts, start); (this.#starts[piece] ?? end) < end; piece += 1) {
      if ((this.#rewrittenEnds[piece] ?? -1) >= 0) return true;
    }
    return false;
  }

  #mark(start: number, sourceStart: number, rewrittenEnd: number): void {
    this.#starts.push(start);
    this.#sourceStarts.push(sourceStart);
    this.#rewrittenEnds.push(rewrittenEnd);
  }
}

const spanOf = ({ 0: text, index }: RegExpExecArray) => ({ start: index, end: index + text.length });

function fits({ where, written }: Spelling, source: string, at: number): boolean {
  if (where === 'anywhere') return true;
  const isBetween = isWordAt(source, at - 1) && isWordAt(source, at + written.length);
  return isBetween && (where === 'word' || followsLabel(source, at));
}

/** `evil\.com` is a host with a broken dot, `C:\Users\x\.ssh` is a path. */
function followsLabel(source: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start <= maxLabel && isWordAt(source, start - 1)) start -= 1;
  const before = source.charAt(start - 1);
  return start < at && (before === '' || before === '.' || before === '/' || before === '@' || !/[\\:]/.test(before));
}

const wordCharacter = /[\p{L}\p{N}_-]/u;
function isWordAt(source: string, at: number): boolean {
  return wordCharacter.test(source.charAt(at));
}

/** The blanks around brackets that stand between two words go with them: `evil [.] com`. */
function widen({ written, means }: Spelling, source: string, at: number, done: number): { start: number; end: number } {
  const end = at + written.length;
  const isSpaced =
    (means === '.' || means === '@') &&
    at > done &&
    source[at - 1] === ' ' &&
    source[end] === ' ' &&
    isWordAt(source, at - 2) &&
    isWordAt(source, end + 1);
  return isSpaced ? { start: at - 1, end: end + 1 } : { start: at, end };
}

/** Index of the last number that is not above a limit; numbers ascend, of equal ones the last counts. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
