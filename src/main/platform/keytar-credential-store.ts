import { randomUUID } from 'node:crypto';
import type { Clock, CredentialStore } from '#main/app/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { classifyKeychainFailure, explainKeychain, type KeychainState, keychainError } from './keychain-state.ts';
import { CallHangsError, createSerialCalls } from './serial-calls.ts';
import { parseSecret, serialiseSecret } from './stored-secret.ts';

const service = 'sightline';
const defaultLimitMs = 10_000;
/** A user may be reading the keychain's prompt; only beyond this do we call the keychain broken. */
const promptMs = 60_000;

/**
 * The part of keytar that we use. Not `findCredentials`: on a locked gnome-keyring it ends the process (signal 11). Not
 * `findPassword`: it returns any connection's secret.
 */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Everything but the clock has the value of the product. */
export interface KeytarCredentialStoreParts {
  readonly clock: Clock;
  /** Limit of one operation, waiting for earlier ones included. */
  readonly limitMs?: number;
  readonly load?: () => Promise<Keytar>;
}

/** The operating system's keychain. */
export interface KeytarCredentialStore extends CredentialStore {
  /** Whether a call still hangs: the process cannot end normally then, see `endProcess`. */
  isHanging(): boolean;
}

/**
 * Secrets in the operating system's keychain: service `sightline`, account = connection id, value = JSON of the secret fields.
 *
 * Measured on libsecret and gnome-keyring 42: a locked keyring answers `null` to reading and `false` to deleting, as if nothing were
 * there, and only writing tells; so each such answer is followed by a throw-away write. A stopped keyring answers nothing for 50 s.
 */
export function createKeytarCredentialStore(parts: KeytarCredentialStoreParts): KeytarCredentialStore {
  const { clock, limitMs = defaultLimitMs, load = loadKeytar } = parts;
  const calls = createSerialCalls({ clock, limitMs });

  /** Runs one operation; every failure leaves as a named state. */
  const run = async <T>(operation: (keytar: Keytar) => Promise<T>): Promise<T> => {
    try {
      return await calls.run(async () => operation(await load()));
    } catch (error) {
      throw error instanceof AppError ? error : keychainError(nameState(error), { cause: error });
    }
  };

  return {
    kind: 'keychain',
    isHanging: () => calls.isHanging(),
    get: (connectionId) =>
      run(async (keytar) => {
        const text = await keytar.getPassword(service, checkAccount(connectionId));
        if (text !== null) return parseSecret(text);
        await tryToWrite(keytar);
        return null;
      }),
    set: (connectionId, fields) => {
      const text = serialiseSecret(fields);
      return run((keytar) => writeAndCompare(keytar, checkAccount(connectionId), text));
    },
    delete: (connectionId) => run((keytar) => deleteAndVerify(keytar, checkAccount(connectionId))),
    probe: () =>
      run(tryToWrite).then(
        () => ({ usable: true, explanation: 'The keychain is ready.' }),
        (error: unknown) => ({ usable: false, explanation: explain(error) }),
      ),
  };
}

async function loadKeytar(): Promise<Keytar> {
  const { default: keytar } = await import('keytar');
  return keytar;
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
  return error.hangingMs < promptMs ? 'prompting' : 'notAnswering';
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
