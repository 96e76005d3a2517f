import type { CredentialStore, SecretFields } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** A keychain whose state a test sets; behaves as a locked or absent one does on Linux. */
export class FakeKeychain implements CredentialStore {
  readonly kind = 'keychain';
  readonly items = new Map<string, Readonly<Record<string, string>>>();
  state: 'open' | 'locked' = 'open';
  /** How often each call was made. */
  readonly calls = { get: 0, set: 0, delete: 0, probe: 0 };

  async get(connectionId: string): Promise<SecretFields | null> {
    this.calls.get += 1;
    const fields = this.state === 'open' ? this.items.get(connectionId) : undefined;
    if (fields === undefined) return null;
    return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, new Secret(text)]));
  }

  async set(connectionId: string, fields: Readonly<Record<string, string>>): Promise<void> {
    this.calls.set += 1;
    this.#refuseLocked();
    this.items.set(connectionId, { ...fields });
  }

  async delete(connectionId: string): Promise<void> {
    this.calls.delete += 1;
    this.#refuseLocked();
    this.items.delete(connectionId);
  }

  async probe(): Promise<{ readonly usable: boolean; readonly explanation: string }> {
    this.calls.probe += 1;
    if (this.state === 'open') return { usable: true, explanation: 'The keychain works.' };
    return { usable: false, explanation: 'The keychain is locked.' };
  }

  #refuseLocked(): void {
    if (this.state === 'locked') throw new AppError('credential.storeUnavailable', 'The keychain is locked.');
  }
}
