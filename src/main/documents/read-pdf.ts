import { extractText, getDocumentProxy } from 'unpdf';
import { DocumentFault, type DocumentText, type Piece, wholePiece } from './document.ts';

/** Pages read of one document. */
const maxPages = 5_000;

/** The text of a PDF, page by page, and where its links lead. Nothing is drawn, run or fetched. @throws DocumentFault. */
export async function readPdf(bytes: Uint8Array): Promise<DocumentText> {
  const pdf = await open(bytes);
  try {
    const { text } = await extractText(pdf, { mergePages: false });
    const pieces: Piece[] = text.map((page, index) => wholePiece(joinHashes(page), `page ${index + 1}`));
    for (let number = 1; number <= pdf.numPages; number += 1) pieces.push(...(await readLinks(pdf, number)));
    return { format: 'pdf', pieces, inner: [] };
  } catch (cause) {
    if (cause instanceof DocumentFault) throw cause;
    throw new DocumentFault('unreadable', 'The PDF is damaged.', { cause });
  } finally {
    await pdf.cleanup();
  }
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

async function open(bytes: Uint8Array): Promise<Pdf> {
  let pdf: Pdf;
  try {
    // The reader takes the bytes over.
    pdf = await getDocumentProxy(bytes.slice(), {
      disableFontFace: true,
      useSystemFonts: false,
      enableXfa: false,
      stopAtErrors: false,
      verbosity: 0,
    });
  } catch (cause) {
    const isLocked = cause instanceof Error && cause.name === 'PasswordException';
    throw new DocumentFault('unreadable', isLocked ? 'The PDF is protected with a password.' : 'The PDF is damaged.', {
      cause,
    });
  }
  if (pdf.numPages > maxPages) throw new DocumentFault('tooLarge', `The PDF has more than ${maxPages} pages.`);
  return pdf;
}

async function readLinks(pdf: Pdf, number: number): Promise<readonly Piece[]> {
  const page = await pdf.getPage(number);
  // The types say any; only texts are taken.
  const annotations: readonly { readonly unsafeUrl?: unknown; readonly url?: unknown }[] = await page.getAnnotations();
  return annotations.flatMap(({ url, unsafeUrl }) => {
    const target = typeof url === 'string' ? url : unsafeUrl;
    return typeof target === 'string' ? [{ ...wholePiece(target, `link on page ${number}`), isOneLine: true }] : [];
  });
}

const hashLengths: ReadonlySet<number> = new Set([32, 40, 64]);

/** Narrow columns break hashes over two lines; two runs of hex digits that together are as long as a hash are one. */
function joinHashes(text: string): string {
  return text.replace(
    /(?<![0-9a-z])([0-9a-f]{4,63})\r?\n([0-9a-f]{2,60})(?![0-9a-z])/gi,
    (whole, first: string, second: string) =>
      hashLengths.has(first.length + second.length) && !hashLengths.has(first.length) ? first + second : whole,
  );
}
