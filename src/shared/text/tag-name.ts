/** One spelling for what reads the same: composed (NFC), without blanks around, single blanks inside. */
export function normaliseTagName(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}

/** Tags with the same key are the same tag, as `tag:` compares them. */
export function keyOfTag(name: string): string {
  return name.toLowerCase();
}
