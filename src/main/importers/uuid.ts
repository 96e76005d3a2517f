import { createHash } from 'node:crypto';

/** The UUID that a file gives to its case; made of the text where that is none, so that the same file names the same case. */
export function uuidOf(text: string): string {
  const lower = text.trim().toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(lower)) return lower;
  const hex = createHash('sha256').update(`import ${text}`, 'utf8').digest('hex');
  // Version 8 and the variant of RFC 9562.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
