import { decodeText } from './decode-text.ts';
import { type Attachment, DocumentFault, type DocumentText, type Piece, wholePiece } from './document.ts';
import { limits } from './limits.ts';
import { readCsv } from './read-csv.ts';
import { readHtml } from './read-html.ts';
import { isJson, readJson } from './read-json.ts';
import { isOffice, readOffice } from './read-office.ts';
import { UnpackBudget, unzip } from './read-zip.ts';
import { sniff } from './sniff.ts';

/** A piece and the file inside the file that it is from, by a path for the eyes. */
export interface FilePiece extends Piece {
  readonly file: string;
}

/** Everything to be read in a file and the files inside it. */
export interface DocumentContents {
  readonly format: string;
  readonly pieces: readonly FilePiece[];
  /** What was passed over, and why. */
  readonly notes: readonly string[];
}

/**
 * Takes a document apart, attachments and archives included, within the limits. Costly readers are loaded when needed.
 *
 * @throws DocumentFault when the file itself cannot be read; of what is inside, a note tells.
 */
export async function readDocument(file: Attachment): Promise<DocumentContents> {
  if (file.bytes.byteLength > limits.inputBytes) {
    throw new DocumentFault('tooLarge', `The file is larger than ${limits.inputBytes / 1024 / 1024} MiB.`);
  }
  const reading: Reading = { pieces: [], notes: [], budget: new UnpackBudget() };
  const document = await readOne(file, reading.budget);
  await collect(file.name, document, reading, 1);
  return { format: document.format, pieces: reading.pieces, notes: reading.notes };
}

interface Reading {
  readonly pieces: FilePiece[];
  readonly notes: string[];
  readonly budget: UnpackBudget;
}

async function collect(name: string, { pieces, inner }: DocumentText, reading: Reading, depth: number): Promise<void> {
  for (const piece of pieces) reading.pieces.push({ ...piece, file: name });
  for (const attachment of inner) {
    const path = `${name} › ${shorten(attachment.name)}`;
    if (depth >= limits.depth) {
      reading.notes.push(`${path}: not read, too deep inside.`);
      continue;
    }
    try {
      await collect(path, await readOne(attachment, reading.budget), reading, depth + 1);
    } catch (error) {
      if (!(error instanceof DocumentFault)) throw error;
      // A bomb inside is a bomb; a picture inside is only no text.
      if (error.kind === 'tooLarge') throw error;
      reading.notes.push(`${path}: not read. ${error.message}`);
    }
  }
}

/** A name from inside is foreign text; no more of it than helps. */
const shorten = (name: string): string => (name.length > 200 ? `${name.slice(0, 200)}…` : name);

async function readOne({ name, bytes }: Attachment, budget: UnpackBudget): Promise<DocumentText> {
  const format = sniff(name, bytes);
  switch (format) {
    case 'pdf':
      return (await import('./read-pdf.ts')).readPdf(bytes);
    case 'eml':
      return (await import('./read-mail.ts')).readEml(bytes);
    case 'msg':
      return (await import('./read-msg.ts')).readMsg(bytes);
    case 'zip':
      return readArchive(bytes, budget);
    case 'html':
      return readHtml(decodeText(bytes));
    case 'csv':
      return readCsv(decodeText(bytes));
    case 'json':
      return readJsonOrText(decodeText(bytes));
    case 'text':
      return readText(decodeText(bytes));
  }
}

function readJsonOrText(source: string): DocumentText {
  return isJson(source) ? readJson(source) : readText(source);
}

function readText(source: string): DocumentText {
  return { format: 'text', pieces: [wholePiece(source)], inner: [] };
}

function readArchive(bytes: Uint8Array, budget: UnpackBudget): DocumentText {
  const files = unzip(bytes, budget);
  return isOffice(files) ? readOffice(files) : { format: 'zip', pieces: [], inner: files };
}
