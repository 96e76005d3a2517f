import type { Slice } from './texts.ts';

/** How a capital letter of ASCII and its small one differ. */
const caseBit = 0x20;

/** A bit for each byte of a text that is a capital letter of ASCII; eight to a byte. */
export function capitalsOf(text: string): Slice {
  const bytes = Buffer.from(text);
  const mask = Buffer.from(new ArrayBuffer((bytes.length + 7) >>> 3));
  for (const [at, byte] of bytes.entries()) {
    if (byte >= 0x41 && byte <= 0x5a) mask[at >>> 3] = (mask[at >>> 3] ?? 0) | (1 << (at & 7));
  }
  return { bytes: mask, start: 0, end: mask.length };
}

/** The text as it was before its capital letters were made small. */
export function capitalise(lower: Slice, capitals: Slice): Slice {
  const length = lower.end - lower.start;
  const bytes = Buffer.from(new ArrayBuffer(length));
  for (let at = 0; at < length; at += 1) {
    const isCapital = (((capitals.bytes[capitals.start + (at >>> 3)] ?? 0) >>> (at & 7)) & 1) === 1;
    const byte = lower.bytes[lower.start + at] ?? 0;
    bytes[at] = isCapital ? byte & ~caseBit : byte;
  }
  return { bytes, start: 0, end: length };
}
