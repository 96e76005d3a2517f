/** What could steer a terminal or break a line for somebody's reader; JSON itself escapes the other control characters. */
const steering = /[\u007f-\u009f\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A value as JSON text. @param indent blanks per level; one line without. */
export function writeJson(value: unknown, indent?: number): string {
  return quietJson(JSON.stringify(value, null, indent));
}

/** JSON text with what could steer a terminal written as JSON writes control characters: the value stays the same. */
export function quietJson(text: string): string {
  return text.replaceAll(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
