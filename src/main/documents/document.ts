/** A stretch of text in a document, with its place. */
export interface Piece {
  readonly text: string;
  /** Of the file's text, UTF-16 units: where the piece begins. */
  readonly offset: number;
  /** Line of the file's text where it begins, from 1; in paged documents of the page. */
  readonly line: number;
  /** The piece stands on that line, whatever line breaks it holds. */
  readonly isOneLine: boolean;
  /** Where in a document of several parts: `page 3`, `header From`; null in a plain text. */
  readonly place: string | null;
  /** The text is the key of a JSON object, where dotted words are mostly names of fields. */
  readonly isKey?: true;
}

/** A document taken apart. */
export interface DocumentText {
  readonly format: string;
  readonly pieces: readonly Piece[];
  /** Documents inside: attachments, files of an archive. */
  readonly inner: readonly Attachment[];
}

/** A file inside a file. Its name is for the eyes; it leads nowhere. */
export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file cannot be read; the text says why, for people. */
export class DocumentFault extends Error {
  override readonly name = 'DocumentFault';
  readonly kind: 'tooLarge' | 'unreadable';

  constructor(kind: 'tooLarge' | 'unreadable', message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A piece that begins a text. */
export function wholePiece(text: string, place: string | null = null): Piece {
  return { text, offset: 0, line: 1, isOneLine: false, place };
}
