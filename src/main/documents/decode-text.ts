import { DocumentFault } from './document.ts';

/** The text of a file: by its byte order mark, else UTF-8, else Windows-1252, which every byte sequence is. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes;
  // Before UTF-16, whose mark its own begins with; a text of UTF-16 does not go on with NUL.
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return decodeUtf32(bytes.subarray(4), true);
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return decodeUtf32(bytes.subarray(4), false);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 4096).includes(0)) {
    throw new DocumentFault('unreadable', 'This is neither text nor a document of a kind that can be read.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What is no character becomes U+FFFD, as with the decoders of the platform. */
function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, isLittle);
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    text += String.fromCodePoint(isCharacter ? code : 0xfffd);
  }
  return bytes.byteLength % 4 === 0 ? text : `${text}\uFFFD`;
}
