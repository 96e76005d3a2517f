import { createInterface } from 'node:readline/promises';
import type { CliContext } from './context.ts';

/** Asks at the terminal; anything but `y` or `yes` is a no, as is Ctrl-D. */
export async function confirm(context: CliContext, question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(context, `${question} [y/N] `));
}

/** Asks for a word to be typed in full, for what is not to be done by a slip; anything else is a no. */
export async function confirmByTyping(context: CliContext, question: string, word: string): Promise<boolean> {
  return (await ask(context, `${question} Type ${word} to go on: `)) === word;
}

/** One line, without the blanks around it; empty for Ctrl-D and Ctrl-C. */
async function ask(context: CliContext, prompt: string): Promise<string> {
  const lines = createInterface({ input: context.stdin, output: context.stderr, terminal: true, historySize: 0 });
  const closed = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
  });
  try {
    const asked = lines.question(prompt, { signal: context.signal }).catch(() => '');
    return (await Promise.race([asked, closed])).trim();
  } finally {
    lines.close();
  }
}
