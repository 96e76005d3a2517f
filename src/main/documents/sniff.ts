import { looksLikeMail } from './looks-like-mail.ts';

/** The kinds of files that can be read. */
export type Format = 'text' | 'html' | 'csv' | 'json' | 'eml' | 'msg' | 'pdf' | 'zip';

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);
/** How much is looked at. */
const headBytes = 2048;
const latin1 = new TextDecoder('latin1');

/** Tells what a file is by its first bytes; where those say text, by its name and look. */
export function sniff(name: string, bytes: Uint8Array): Format {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return 'msg';
  const head = latin1
    .decode(bytes.subarray(0, headBytes))
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart();
  // Readers of PDF forgive what stands before its mark; a text that speaks of the mark is no PDF.
  if (head.startsWith('%PDF-') || (/\.pdf$/i.test(name) && head.includes('%PDF-'))) return 'pdf';
  return byName(name) ?? byLook(head, bytes.byteLength > headBytes);
}

const endings: Readonly<Record<string, Format>> = {
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  eml: 'eml',
  txt: 'text',
  log: 'text',
  md: 'text',
};

function byName(name: string): Format | undefined {
  return endings[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
}

function byLook(head: string, isCut: boolean): Format {
  if (/^(?:<!doctype html|<html|<\?xml[^>]{0,80}>\s{0,8}<!doctype html)/i.test(head)) return 'html';
  if (/^(?:\{\s{0,8}["}]|\[\s{0,8}[{["\]])/.test(head)) return 'json';
  return looksLikeMail(head, isCut) ? 'eml' : 'text';
}
