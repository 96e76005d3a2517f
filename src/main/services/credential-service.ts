import type { Clock, CredentialStore, Logger, SecretFields } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { StoredConnection } from './ports/store/connections.ts';
import type { Store } from './ports/store.ts';
import { parseSecretInput, wrapSecretFields } from './secret-fields.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** Where a secret is kept; `memory` ends with the program. */
export type SecretPlace = 'keychain' | 'memory';

/** What of a connection the vault has to know. */
export type SecretOwner = Pick<StoredConnection, 'id' | 'name' | 'vendor' | 'savedSecret'>;

/** The vault: takes secrets in, hands them out to a sync run or a test, and to nothing else. */
export interface CredentialService {
  /** @throws AppError `input.invalid`, `credential.storeUnavailable`. */
  save(owner: SecretOwner, input: Readonly<Record<string, string>>, place: SecretPlace): Promise<void>;
  /** @throws AppError `credential.storeUnavailable` when the secret may still be there. */
  clear(owner: SecretOwner): Promise<void>;
  /** Where the secret is, without asking the keychain for it; null when there is none. */
  placeOf(owner: SecretOwner): SecretPlace | null;
  /**
   * The secret itself, for the length of one run or one call.
   * @throws AppError `credential.missing`, `credential.storeUnavailable`.
   */
  resolve(owner: SecretOwner): Promise<SecretFields>;
  /** Makes the log know secrets that are used without being kept. */
  learn(fields: SecretFields): void;
  /** Whether the keychain can be used now, in words for the user. Never throws. */
  probe(): Promise<{ readonly usable: boolean; readonly explanation: string }>;
}

export interface CredentialServiceParts {
  readonly store: Store;
  readonly keychain: CredentialStore;
  /** Secrets that are for this run of the program only; they go before the keychain's. */
  readonly memory: CredentialStore;
  readonly vendors: VendorCatalogue;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The one place that reads secrets. */
export function createCredentialService(parts: CredentialServiceParts): CredentialService {
  const { store, keychain, memory, logger } = parts;
  const inMemory = new Set<ConnectionId>();

  return {
    async save(owner, input, place) {
      const fields = parseSecretInput(await parts.vendors.find(owner.vendor), input);
      learn(logger, wrapSecretFields(fields));
      if (place === 'memory') {
        await memory.set(owner.id, fields);
        inMemory.add(owner.id);
        return;
      }
      await saveInKeychain(parts, owner, fields);
      await forgetInMemory(memory, inMemory, owner.id);
    },
    async clear(owner) {
      await forgetInMemory(memory, inMemory, owner.id);
      if (owner.savedSecret === null) return;
      await keychain.delete(owner.id);
      await store.write('connections.secretSaved', { id: owner.id, fields: null, atMs: parts.clock.nowMs() });
    },
    placeOf(owner) {
      if (inMemory.has(owner.id)) return 'memory';
      return owner.savedSecret === null ? null : 'keychain';
    },
    async resolve(owner) {
      const fields = (await memory.get(owner.id)) ?? (await readKeychain(keychain, owner));
      learn(logger, fields);
      return fields;
    },
    learn: (fields) => learn(logger, fields),
    probe: () => keychain.probe(),
  };
}

/**
 * The table says "saved" before the keychain does: a kill in between leaves a named state ("saved, but not found"),
 * while the other order would leave a secret that nobody knows of.
 */
async function saveInKeychain(
  parts: CredentialServiceParts,
  owner: SecretOwner,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const { store, keychain, clock } = parts;
  const names = Object.keys(fields);
  await store.write('connections.secretSaved', { id: owner.id, fields: names, atMs: clock.nowMs() });
  try {
    await keychain.set(owner.id, fields);
  } catch (error) {
    const before = owner.savedSecret;
    await store.write('connections.secretSaved', {
      id: owner.id,
      fields: before?.fields ?? null,
      atMs: before?.savedAtMs ?? clock.nowMs(),
    });
    throw error;
  }
}

/** From now on the log replaces these texts, whatever message they turn up in. */
function learn(logger: Logger, fields: SecretFields): void {
  for (const secret of Object.values(fields)) logger.learn(secret);
}

async function forgetInMemory(memory: CredentialStore, inMemory: Set<ConnectionId>, id: ConnectionId): Promise<void> {
  if (!inMemory.delete(id)) return;
  await memory.delete(id);
}

/** A keychain says `null` for "locked" as well as for "not there": the table and a probe tell them apart. */
async function readKeychain(keychain: CredentialStore, owner: SecretOwner): Promise<SecretFields> {
  if (owner.savedSecret === null) {
    throw new AppError('credential.missing', `${owner.name} has no secret yet.`, {
      suggestion: 'Enter it in the connection.',
    });
  }
  const fields = await keychain.get(owner.id);
  if (fields !== null) {
    const lost = owner.savedSecret.fields.find((name) => !Object.hasOwn(fields, name));
    if (lost === undefined) return fields;
    throw replaced(owner, `its ${lost} is not in it any more`);
  }
  const { usable, explanation } = await keychain.probe();
  if (!usable) throw new AppError('credential.storeUnavailable', explanation, { retryable: true });
  throw replaced(owner, 'it was removed there');
}

function replaced(owner: SecretOwner, what: string): AppError {
  return new AppError('credential.missing', `The secret of ${owner.name} was saved in the keychain, but ${what}.`, {
    suggestion: 'Enter it again.',
  });
}
