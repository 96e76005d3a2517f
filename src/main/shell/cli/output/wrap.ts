import { measureText } from './text-width.ts';

/**
 * Breaks a sentence between words into lines for a terminal; the further lines are indented. Without a width, or where hardly
 * any room is left beside the indent, it stays one line.
 */
export function wrapText(text: string, indent: number, width: number | undefined): string {
  const room = (width ?? Number.POSITIVE_INFINITY) - indent;
  if (room < 20 || measureText(text) <= room) return text;
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measureText(longer) > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
