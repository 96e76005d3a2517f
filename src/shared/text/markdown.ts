import { revealHidden } from './hidden-characters.ts';

/** One line of text that no Markdown reader interprets: every ASCII punctuation character is escaped, hidden ones are shown. */
export function escapeMarkdown(text: string): string {
  return flatten(text).replace(/[!-/:-@[-`{-~]/g, (character) => {
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    if (character === '&') return '&amp;';
    return `\\${character}`;
  });
}

/** A code span whose fence is longer than any run of backticks inside; in tables the bar is escaped even in code. */
export function renderCode(text: string, isInTable: boolean): string {
  const flat = flatten(text);
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${isInTable ? flat.replaceAll('|', '\\|') : flat} ${fence}`;
}

/** Breaks and tabs become blanks, since a line break could start a block of its own. */
function flatten(text: string): string {
  return revealHidden(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '));
}
