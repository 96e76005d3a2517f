/** The kinds of files that can be read. */
export type Format = 'text' | 'html' | 'csv' | 'json' | 'eml' | 'msg' | 'pdf' | 'zip';

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);
const latin1 = new TextDecoder('latin1');

/** Tells what a file is by its first bytes; where those say text, by its name and look. */
export function sniff(name: string, bytes: Uint8Array): Format {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return 'msg';
  const head = latin1.decode(bytes.subarray(0, 2048));
  if (head.includes('%PDF-')) return 'pdf';
  return byName(name) ?? byLook(head.replace(/^\u00EF\u00BB\u00BF/, '').trimStart());
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

function byLook(head: string): Format {
  if (/^(?:<!doctype html|<html|<\?xml[^>]{0,80}>\s{0,8}<!doctype html)/i.test(head)) return 'html';
  if (/^(?:\{\s{0,8}["}]|\[\s{0,8}[{["\]])/.test(head)) return 'json';
  return /^(?:From|Received|Return-Path|Delivered-To|Subject|MIME-Version|Date|Message-ID|X-[\w-]{2,40}): /i.test(head)
    ? 'eml'
    : 'text';
}
