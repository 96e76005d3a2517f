/**
 * Makes the corpus files that are not text, from their lines in documents.json: a Word document with tables, split runs and a header; a
 * PDF; a mail as Outlook saves it; an archive. Run by hand (`node test/corpus/make-documents.ts`) after a line changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { burn } from '@kenjiuno/msgreader/lib/Burner.js';
import { strToU8, zipSync } from 'fflate';

const folder = import.meta.dirname;
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Word cuts words into runs wherever spelling or formatting changes: here after every seventh character. */
function makeRuns(text: string): string {
  const parts = text.match(/.{1,7}/gs) ?? [];
  return parts
    .map(
      (part, at) =>
        `<w:r>${at % 2 === 0 ? '' : '<w:rPr><w:b/></w:rPr>'}<w:t xml:space="preserve">${escapeXml(part)}</w:t></w:r>`,
    )
    .join('');
}

function makeDocx(lines: readonly string[]): Uint8Array {
  const body = lines.map((line) => {
    if (!line.startsWith('|')) return `<w:p>${makeRuns(line)}</w:p>`;
    const cells = line
      .slice(1)
      .split('|')
      .map((cell) => `<w:tc><w:p>${makeRuns(cell)}</w:p></w:tc>`);
    return `<w:tbl><w:tr>${cells.join('')}</w:tr></w:tbl>`;
  });
  const names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  return zipSync({
    '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    '_rels/.rels': strToU8('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document ${names}><w:body>${body.join('')}</w:body></w:document>`,
    ),
    'word/header1.xml': strToU8(`<w:hdr ${names}><w:p>${makeRuns('TLP:AMBER, internal')}</w:p></w:hdr>`),
  });
}

/** One page, one line of text under the other. */
function makePdf(lines: readonly string[]): Uint8Array {
  const shown = lines.map((line) => `(${line.replaceAll(/[\\()]/g, '\\$&')}) Tj T*`).join('\n');
  const stream = `BT /F1 9 Tf 12 TL 40 800 Td\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return strToU8(text, true);
}

/** Streams of MS-OXMSG by property: message class, subject, body, and the address of who sent it. */
function makeMsg([subject = '', body = '']: readonly string[]): Uint8Array {
  const properties: readonly (readonly [id: string, text: string])[] = [
    ['001A', 'IPM.Note'],
    ['0037', subject],
    ['1000', body],
    ['0C1F', 'user.one@victim-corp.com'],
  ];
  const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
  const header = new Uint8Array(32 + 16 * properties.length);
  const view = new DataView(header.buffer);
  for (const [at, [id, text]] of properties.entries()) {
    view.setUint32(32 + 16 * at, Number.parseInt(`${id}001F`, 16), true);
    view.setUint32(32 + 16 * at + 4, 6, true);
    view.setUint32(32 + 16 * at + 8, (text.length + 1) * 2, true);
  }
  const streams = [
    ['__properties_version1.0', header] as const,
    ...properties.map(([id, text]) => [`__substg1.0_${id}001F`, utf16(text)] as const),
  ];
  const entries = [
    { name: 'Root Entry', type: 5, children: streams.map((_, at) => at + 1), length: 0 },
    ...streams.map(([name, bytes]) => ({ name, type: 2, length: bytes.length, binaryProvider: () => bytes })),
  ];
  return burn(entries);
}

function makeZip(lines: readonly string[]): Uint8Array {
  const files = lines.map((line) => {
    const at = line.indexOf(': ');
    return [line.slice(0, at), strToU8(line.slice(at + 2).replaceAll(' / ', '\n'))] as const;
  });
  return zipSync(Object.fromEntries(files));
}

const makers: Readonly<Record<string, (lines: readonly string[]) => Uint8Array>> = {
  docx: makeDocx,
  pdf: makePdf,
  msg: makeMsg,
  zip: makeZip,
};

const documents = JSON.parse(readFileSync(join(folder, 'documents.json'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;
for (const [name, lines] of Object.entries(documents)) {
  const make = makers[name.slice(name.lastIndexOf('.') + 1)];
  if (make === undefined) throw new Error(`Nothing makes ${name}.`);
  writeFileSync(join(folder, 'files', name), make(lines));
}
