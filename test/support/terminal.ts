import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CliResult } from './cli.ts';

const entry = fileURLToPath(new URL('../../src/main/shell/cli/main.ts', import.meta.url));

/** A command at a terminal: what is typed is echoed as far as the command lets the terminal do so. */
export interface TerminalSession {
  /** Everything on the screen so far, in order. */
  screen(): string;
  /** Resolves when the screen shows it; rejects when the command ends before. */
  until(text: string): Promise<void>;
  type(text: string): void;
  readonly ended: Promise<Pick<CliResult, 'status'>>;
  /** For a test that has failed midway. */
  kill(): void;
}

/**
 * Runs the command line at a pseudo terminal, which `script` of util-linux makes.
 *
 * @param columns its width; unknown to the command without.
 */
export function openTerminal(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  columns?: number,
): TerminalSession {
  const words = [process.execPath, entry, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const command = `${columns === undefined ? '' : `stty cols ${columns}; `}exec ${words}`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', SHELL: '/bin/sh', TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    for (const check of [...waiting]) check();
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Pick<CliResult, 'status'>>((resolve) => {
    child.once('close', (status) => resolve({ status }));
  });
  return {
    screen: () => screen,
    until: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!screen.includes(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        void ended.then(({ status }) => reject(new Error(`The command ended before: ${status} ${screen}`)));
      }),
    type: (text) => void child.stdin.write(text),
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}
