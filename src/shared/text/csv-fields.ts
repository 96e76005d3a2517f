/** What a spreadsheet takes for a formula when it starts a field, after anything invisible. */
const formulaStart = /^[\s\p{Cc}\p{Cf}]*[=+\-@|＝＋－＠]|^[\t\r\n]/u;

/**
 * One field of foreign or typed text: line breaks and tabs become one blank, other control characters U+FFFD, and what would
 * start a formula gets one `'` in front. Quoting alone does not stop a spreadsheet from calculating.
 */
export function textField(text: string | null): string {
  if (text === null) return quoteField('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced here
  const plain = text.replace(/[\r\n\t]+/g, ' ').replace(/[\u0000-\u001f]/g, '\uFFFD');
  return quoteField(formulaStart.test(text) ? `'${plain}` : plain);
}

/** Several values in one field. */
export function listField(values: readonly string[]): string {
  return textField(values.length === 0 ? null : values.join('; '));
}

/** A number that we format ourselves; empty when unknown, never a guess. */
export function numberField(value: number | null): string {
  return quoteField(value === null ? '' : String(value));
}

/** One record with its line end. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`;
}

/** Text that is ours and starts no formula. */
export function quoteField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
