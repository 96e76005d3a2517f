import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInlineKeytar, type KeytarAccess } from './keytar-access.ts';
import { type KeytarCall, keytarAnswerSchema } from './keytar-messages.ts';

const childFile = join(import.meta.dirname, 'keytar-child.ts');
/** A sync of several connections asks several times in a row; after that the process is only memory. */
const idleMs = 5_000;

interface Waiting {
  readonly resolve: (value: string | boolean | null) => void;
  readonly reject: (error: Error) => void;
}

/** keytar in a child process where one can be started, else in this one. */
export function createKeytarAccess(): KeytarAccess {
  const canFork = process.versions['electron'] === undefined && existsSync(childFile);
  return canFork ? createKeytarProcess() : createInlineKeytar();
}

/**
 * keytar in a child process, started by the first call and ended when idle.
 *
 * Why not in ours (measured, libsecret 0.20): a stopped keyring holds a thread for 50 s, which `process.exit` waits for; after a
 * restart of the keyring service libsecret goes on asking the old one for good; and a locked keyring has crashed keytar. A child can
 * be killed.
 */
export function createKeytarProcess(): KeytarAccess {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  const reset = () => {
    const ending = child;
    child = undefined;
    ending?.kill('SIGKILL');
    for (const { reject } of waiting.values()) reject(new Error('The access to the keychain was disconnected'));
    waiting.clear();
  };
  // Runs also on process.exit, where a child that hangs would outlive us.
  const killAtExit = () => child?.kill('SIGKILL');

  const start = (): ChildProcess => {
    const started = fork(childFile, [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    // Whoever waits for an answer has a timer running; the child alone must not keep a finished program alive.
    started.unref();
    started.channel?.unref();
    started.on('message', (message) => {
      const { id, value, error } = keytarAnswerSchema.parse(message);
      const call = waiting.get(id);
      waiting.delete(id);
      if (error === null) call?.resolve(value);
      else call?.reject(Object.assign(new Error(error.message), error.code === null ? {} : { code: error.code }));
    });
    const onGone = () => {
      process.off('exit', killAtExit);
      if (child === started) reset();
    };
    started.once('error', onGone);
    started.once('exit', onGone);
    process.once('exit', killAtExit);
    return started;
  };

  const call = async (method: KeytarCall['method'], args: KeytarCall['args']) => {
    clearTimeout(idle);
    child ??= start();
    lastId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<string | boolean | null>();
    waiting.set(lastId, { resolve, reject });
    child.send({ id: lastId, method, args } satisfies KeytarCall, (error) => {
      if (error !== null) reset();
    });
    return promise.finally(() => {
      if (waiting.size > 0) return;
      clearTimeout(idle);
      idle = setTimeout(reset, idleMs).unref();
    });
  };

  return {
    getPassword: async (service, account) => {
      const value = await call('getPassword', [service, account]);
      return typeof value === 'string' ? value : null;
    },
    setPassword: async (service, account, password) => {
      await call('setPassword', [service, account, password]);
    },
    deletePassword: async (service, account) => (await call('deletePassword', [service, account])) === true,
    reset,
  };
}
