import { type Candidate, extract } from '#main/domain/extract/extract.ts';
import { extractKey } from '#main/domain/extract/extract-key.ts';
import type { FoundCandidate, FoundOccurrence, ScanOutcome } from '#main/services/ports/documents.ts';
import type { Attachment } from './document.ts';
import { limits } from './limits.ts';
import { type FilePiece, readDocument } from './read-document.ts';
import { buildSourceText } from './source-text.ts';

/** Characters told on either side of a candidate. */
const contextReach = 80;

interface Gathered extends Omit<FoundCandidate, 'occurrences' | 'total'> {
  readonly occurrences: FoundOccurrence[];
  total: number;
}

/**
 * Reads a document and finds what is in it, each distinct candidate once with its places; `withSource` adds the text to show beside.
 *
 * @throws DocumentFault.
 */
export async function scanDocument(file: Attachment, withSource = false): Promise<ScanOutcome> {
  const { format, pieces, notes } = await readDocument(file);
  const gathered = new Map<string, Gathered>();
  let isCut = false;
  let base = 0;
  for (const piece of pieces) {
    const places = new LineCounter(piece);
    for (const candidate of piece.isKey === true ? extractKey(piece.text) : extract(piece.text)) {
      const key = `${candidate.trap ?? ''} ${candidate.type} ${candidate.value}`;
      const known = gathered.get(key);
      if (known === undefined && gathered.size >= limits.candidates) {
        isCut = true;
        continue;
      }
      const entry = known ?? startEntry(candidate, piece);
      if (known === undefined) gathered.set(key, entry);
      entry.total += 1;
      if (entry.occurrences.length < limits.occurrences)
        entry.occurrences.push(toOccurrence(candidate, { piece, places, base }));
    }
    // One line break stands between two pieces.
    base += piece.text.length + 1;
  }
  const more = isCut
    ? [`${file.name}: more than ${limits.candidates} different candidates; the others were passed over.`]
    : [];
  const isShown = withSource && base <= limits.shownText;
  const unshown = withSource && !isShown ? [`${file.name}: its text is too long to be shown beside.`] : [];
  return {
    format,
    candidates: [...gathered.values()],
    notes: [...notes, ...more, ...unshown],
    source: isShown ? buildSourceText(pieces) : null,
  };
}

function startEntry({ type, value, trap, remark, start, end }: Candidate, piece: FilePiece): Gathered {
  return {
    type,
    value,
    trap,
    remark,
    input: clean(piece.text.slice(start, Math.min(end, start + 4_096))),
    occurrences: [],
    total: 0,
  };
}

/** Where a candidate was found: in which piece, and where that begins in the whole text. */
interface Spot {
  readonly piece: FilePiece;
  readonly places: LineCounter;
  readonly base: number;
}

function toOccurrence({ start, end }: Candidate, { piece, places, base }: Spot): FoundOccurrence {
  const before = clean(piece.text.slice(Math.max(0, start - contextReach), start)).trimStart();
  const match = clean(piece.text.slice(start, Math.min(end, start + 1_000)));
  const after = clean(piece.text.slice(end, end + contextReach)).trimEnd();
  return {
    file: piece.file,
    place: piece.place,
    line: places.lineOf(start),
    offset: piece.offset + start,
    context: before + match + after,
    contextStart: before.length,
    contextLength: match.length,
    start: base + start,
    end: base + end,
  };
}

/** One line for the eyes: without what stands for tags, blanks instead of line breaks. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\u200B', '')
    .replaceAll(/[\r\n\t]+/g, ' ');

/** Lines of places that come in rising order; each line break is counted once. */
class LineCounter {
  readonly #piece: FilePiece;
  #line: number;
  #counted = 0;

  constructor(piece: FilePiece) {
    this.#piece = piece;
    this.#line = piece.line;
  }

  lineOf(place: number): number {
    if (this.#piece.isOneLine) return this.#line;
    const { text } = this.#piece;
    for (let at = text.indexOf('\n', this.#counted); at >= 0 && at < place; at = text.indexOf('\n', this.#counted)) {
      this.#line += 1;
      this.#counted = at + 1;
    }
    return this.#line;
  }
}
