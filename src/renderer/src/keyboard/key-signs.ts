const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');
const signs: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: '⇧',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

const toCap = (part: string): string => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part);

const partsOf = (stroke: string): readonly string[] => stroke.split(/\+(?=.)/).map(toCap);

/** `g e` as the caps to press, one list per key of the sequence. */
export function toCaps(keys: string): readonly string[] {
  return keys.split(' ').flatMap(partsOf);
}

/** The same as words for a tooltip: `G then E`, `Ctrl+K`. */
export function toWords(keys: string): string {
  return keys
    .split(' ')
    .map((stroke) => partsOf(stroke).join('+'))
    .join(' then ');
}
