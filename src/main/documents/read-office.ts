import { type Attachment, type DocumentText, type Piece, wholePiece } from './document.ts';
import { decodeEntity, entity } from './entities.ts';

/** Parts of office documents that hold text for readers, in the order of reading. */
const textParts: readonly (readonly [part: RegExp, place: string | null])[] = [
  [/^word\/document\d*\.xml$/, null],
  [/^word\/(?:header|footer)\d*\.xml$/, 'header or footer'],
  [/^word\/(?:footnotes|endnotes)\.xml$/, 'notes'],
  [/^word\/comments\w*\.xml$/, 'comments'],
  [/^xl\/sharedStrings\.xml$/, null],
  [/^xl\/worksheets\/sheet\d+\.xml$/, 'sheet'],
  [/^ppt\/slides\/slide\d+\.xml$/, 'slide'],
  [/^ppt\/notesSlides\/notesSlide\d+\.xml$/, 'notes of a slide'],
];
const relations = /(?:^|\/)_rels\/[^/]+\.rels$/;

/** Whether the files of an archive are a document of Word, Excel or PowerPoint (Office Open XML). */
export function isOffice(files: readonly Attachment[]): boolean {
  return (
    files.some(({ name }) => name === '[Content_Types].xml') &&
    files.some(({ name }) => /^(?:word|xl|ppt)\//.test(name))
  );
}

/**
 * The text of an office document and the addresses of its external links. The XML is only looked through for text: no entity is
 * declared or fetched, no relation followed, no path from inside used.
 */
export function readOffice(files: readonly Attachment[]): DocumentText {
  const pieces: Piece[] = [];
  for (const [part, place] of textParts) {
    for (const { name, bytes } of files) if (part.test(name)) pieces.push(wholePiece(textOf(decode(bytes)), place));
  }
  for (const { name, bytes } of files) if (relations.test(name)) pieces.push(...linksOf(decode(bytes)));
  return { format: formatOf(files), pieces, inner: [] };
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function formatOf(files: readonly Attachment[]): string {
  if (files.some(({ name }) => name.startsWith('word/'))) return 'docx';
  return files.some(({ name }) => name.startsWith('xl/')) ? 'xlsx' : 'pptx';
}

/** Text runs are joined, as Word cuts words anywhere; a paragraph, cell or break ends a line. */
const parts =
  /<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<|<\/(?:\w+:)?(?:p|si|tc|is)>|<(?:\w+:)?(?:br|cr)\b[^>]*>|<(?:\w+:)?tab\b[^>]*>/g;

function textOf(xml: string): string {
  const found: string[] = [];
  for (const [whole, text] of xml.matchAll(parts)) {
    if (text !== undefined) found.push(text.replace(entity, decodeEntity));
    else found.push(/tab\b/.test(whole) ? '\t' : '\n');
  }
  return found.join('');
}

/** Only what leads out of the document. */
function linksOf(xml: string): readonly Piece[] {
  return [...xml.matchAll(/<Relationship\s[^>]*>/g)]
    .filter(([relation]) => /TargetMode="External"/.test(relation))
    .flatMap(([relation]) => {
      const target = /\bTarget="([^"]*)"/.exec(relation)?.[1];
      return target === undefined
        ? []
        : [{ ...wholePiece(target.replace(entity, decodeEntity), 'link'), isOneLine: true }];
    });
}
