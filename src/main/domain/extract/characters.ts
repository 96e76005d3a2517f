const label = 1;
const hex = 2;
const local = 4;

const ascii = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  ascii[code] =
    (/[A-Za-z0-9_-]/.test(character) ? label : 0) |
    (/[0-9A-Fa-f]/.test(character) ? hex : 0) |
    (/[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/.test(character) ? local : 0);
}

/** The full-width hyphen is read as a hyphen in names. */
const foreign = /[\p{L}\p{N}\p{M}\uFF0D]/u;

/** Letter, digit, `_` or `-`, in any script: what a host label is made of. False beyond the ends of the text. */
export function isLabelAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? ((ascii[code] ?? 0) & label) !== 0 : isForeignAt(text, at, code);
}

function isForeignAt(text: string, at: number, code: number): boolean {
  if (Number.isNaN(code)) return false;
  // Both halves of a character beyond the basic plane belong to what their whole is.
  if (code >= 0xdc00 && code <= 0xdfff) return foreign.test(text.slice(at - 1, at + 1));
  return foreign.test(code >= 0xd800 && code <= 0xdbff ? text.slice(at, at + 2) : text.charAt(at));
}

export function isHexAt(text: string, at: number): boolean {
  return ((ascii[text.charCodeAt(at)] ?? 0) & hex) !== 0;
}

/** What may stand before the `@` of an e-mail address. */
export function isLocalPartAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? ((ascii[code] ?? 0) & local) !== 0 : isForeignAt(text, at, code);
}
