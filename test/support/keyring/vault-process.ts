import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WireError } from '#shared/errors/app-error.ts';

/** What the child can be told; the `raw` ones go past our store, as another program would. */
export type VaultCommand =
  | { readonly do: 'get' | 'delete' | 'rawGet' | 'rawDelete'; readonly id: string }
  | { readonly do: 'set'; readonly id: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly do: 'rawSet'; readonly id: string; readonly text: string }
  | { readonly do: 'probe' }
  | { readonly do: 'end'; readonly status: number };

/** Exactly one of the two. */
export interface VaultAnswer {
  readonly value?: unknown;
  readonly error?: WireError;
}

/** A running child; see `vault-child.ts`. */
export interface VaultProcess {
  /** @throws when the child ends, or has not answered after `deadlineMs` (default 15 s: the store's own limit and air). */
  ask(command: VaultCommand, deadlineMs?: number): Promise<VaultAnswer>;
  /** Sends `end` and waits for the process to be gone. @throws after 15 s. */
  end(status: number): Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }>;
  /** For a test that has failed midway. */
  kill(): void;
}

const defaultDeadlineMs = 15_000;

/** @param environment of the keyring to use. */
export function startVaultProcess(environment: NodeJS.ProcessEnv): VaultProcess {
  const entry = fileURLToPath(new URL('vault-child.ts', import.meta.url));
  const child = spawn(process.execPath, [entry], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, 'close');
  const send = (command: VaultCommand) => child.stdin.write(`${JSON.stringify(command)}\n`);

  return {
    ask: async (command, deadlineMs = defaultDeadlineMs) => {
      send(command);
      const { value, done } = await within(lines.next(), deadlineMs, `no answer to ${command.do}`);
      if (done === true) throw new Error(`The process ended at ${command.do}: ${child.exitCode ?? child.signalCode}`);
      return JSON.parse(value);
    },
    end: async (status) => {
      send({ do: 'end', status });
      await within(closed, defaultDeadlineMs, 'the process does not end');
      return { status: child.exitCode, signal: child.signalCode };
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

async function within<T>(work: Promise<T>, deadlineMs: number, complaint: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${complaint} after ${deadlineMs} ms`)), deadlineMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
