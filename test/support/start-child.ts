import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A child process that tells what it does. */
export interface Teller {
  readonly process: ChildProcess;
  /** Resolves with the first line that fits; rejects when the process ends before. */
  line(fits: (line: string) => boolean): Promise<string>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Every line so far. */
  readonly lines: readonly string[];
}

/** Starts `store-child.ts`. */
export function startChild(...args: readonly string[]): Teller {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./store-child.ts', import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const check of [...waiting]) check();
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  return {
    process: child,
    lines,
    ended,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = lines.find(fits);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
        void ended.then(() => reject(new Error(`The child ended without that line: ${lines.join(', ')}`)));
      }),
  };
}
