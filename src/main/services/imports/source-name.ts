import { createHash } from 'node:crypto';
import { connectionNameSchema } from '#shared/model/ids.ts';

/** Longest name of a connection. */
const nameLimit = 64;

/** Name of the connection that stands for a file: `import report.json`. The same file name is the same source. Pure. */
export function sourceNameOf(fileName: string): string {
  const clean = fileName
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
    .replace(/[^\p{L}\p{M}\p{N} .,_'’·&()+-]+/gu, '_');
  const whole = `import ${clean}`.trim();
  if (whole.length <= nameLimit) return connectionNameSchema.parse(whole);
  // Two long names that begin alike stay two.
  const digest = createHash('sha256').update(fileName, 'utf8').digest('hex').slice(0, 8);
  // Half a character at the end is no part of a name.
  const start = whole.slice(0, nameLimit - 9).replace(/[\uD800-\uDBFF]$/, '');
  return connectionNameSchema.parse(`${start.trim()} ${digest}`);
}
