import { createInterface } from 'node:readline/promises';
import type { CliContext } from './context.ts';

/** Asks at the terminal; anything but `y` or `yes` is a no, as is Ctrl-D. */
export async function confirm(context: CliContext, question: string): Promise<boolean> {
  const lines = createInterface({ input: context.stdin, output: context.stderr, terminal: true, historySize: 0 });
  const closed = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
  });
  try {
    const asked = lines.question(`${question} [y/N] `, { signal: context.signal }).catch(() => '');
    return /^y(es)?$/i.test((await Promise.race([asked, closed])).trim());
  } finally {
    lines.close();
  }
}
