import { randomUUID } from 'node:crypto';
import type { Clock, CredentialStore } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { classifyKeychainFailure, explainKeychain, type KeychainState, keychainError } from './keychain-state.ts';
import type { Keytar, KeytarAccess } from './keytar-access.ts';
import { createKeytarAccess } from './keytar-process.ts';
import { CallHangsError, createSerialCalls } from './serial-calls.ts';
import { parseSecret, serialiseSecret } from './stored-secret.ts';

const service = 'sightline';
/** Longest wait for one operation, and how long a user may be reading the keychain's prompt before we call the keychain broken. */
export const keychainLimits = { callMs: 10_000, promptMs: 60_000 } as const;

/** Everything but the clock has the value of the product. */
export interface KeytarCredentialStoreParts {
  readonly clock: Clock;
  /** Limit of one operation, waiting for earlier ones included. */
  readonly limitMs?: number;
  readonly keytar?: KeytarAccess;
}

/**
 * Secrets in the operating system's keychain: service `sightline`, account = connection id, value = JSON of the secret fields.
 *
 * Measured on libsecret 0.20 and gnome-keyring 42: a locked keyring answers `null` to reading and `false` to deleting, as if nothing
 * were there, and only writing tells; so each such answer is followed by a throw-away write. A stopped keyring does not answer at
 * all. While a call hangs, others fail at once; the user may be reading the keychain's prompt, so it is ended only after 60 s.
 */
export function createKeytarCredentialStore(parts: KeytarCredentialStoreParts): CredentialStore {
  const { clock, limitMs = keychainLimits.callMs, keytar = createKeytarAccess() } = parts;
  const calls = createSerialCalls({ clock, limitMs, stuckMs: keychainLimits.promptMs, onStuck: keytar.reset });

  /** Runs one operation; every failure leaves as a named state. */
  const run = async <T>(operation: () => Promise<T>): Promise<T> => {
    try {
      return await calls.run(async () => {
        try {
          return await operation();
        } catch (error) {
          if (!(error instanceof AppError)) keytar.reset();
          throw error;
        }
      });
    } catch (error) {
      throw error instanceof AppError ? error : keychainError(nameState(error), { cause: error });
    }
  };

  return {
    kind: 'keychain',
    get: (connectionId) =>
      run(async () => {
        const text = await keytar.getPassword(service, checkAccount(connectionId));
        if (text !== null) return parseSecret(text);
        await tryToWrite(keytar);
        return null;
      }),
    set: (connectionId, fields) =>
      run(() => writeAndCompare(keytar, checkAccount(connectionId), serialiseSecret(fields))),
    delete: (connectionId) => run(() => deleteAndVerify(keytar, checkAccount(connectionId))),
    probe: () =>
      run(() => tryToWrite(keytar)).then(
        () => ({ usable: true, explanation: 'The keychain is ready.' }),
        (error: unknown) => ({ usable: false, explanation: explain(error) }),
      ),
  };
}

async function writeAndCompare(keytar: Keytar, account: string, text: string): Promise<void> {
  await keytar.setPassword(service, account, text);
  if ((await keytar.getPassword(service, account)) === text) return;
  throw keychainError('refused', { note: 'It took the secret, but gives back another one: it is not saved.' });
}

async function deleteAndVerify(keytar: Keytar, account: string): Promise<void> {
  const isDeleted = await keytar.deletePassword(service, account);
  if ((await keytar.getPassword(service, account)) !== null) {
    throw keychainError('refused', { note: 'The secret is still there.' });
  }
  if (isDeleted) return;
  try {
    await tryToWrite(keytar);
  } catch (error) {
    throw keychainError(nameState(error), { cause: error, note: 'The secret may still be there.' });
  }
}

/** Writes and removes a throw-away entry: the only question that a locked keychain answers truly. */
async function tryToWrite(keytar: Keytar): Promise<void> {
  const account = `probe-${randomUUID()}`;
  await keytar.setPassword(service, account, 'probe');
  await keytar.deletePassword(service, account);
}

function nameState(error: unknown): KeychainState {
  if (!(error instanceof CallHangsError)) return classifyKeychainFailure(error);
  return error.hangingMs < keychainLimits.promptMs ? 'prompting' : 'notAnswering';
}

function explain(error: unknown): string {
  if (!(error instanceof AppError)) return explainKeychain('refused');
  return error.suggestion === undefined ? error.message : `${error.message} ${error.suggestion}`;
}

/** keytar cuts at NUL, so that one id could name the entry of another. */
function checkAccount(connectionId: string): string {
  if (connectionId === '' || /\p{Cc}/u.test(connectionId)) {
    throw new AppError('input.invalid', 'That is not a connection id.');
  }
  return connectionId;
}
