/**
 * A program with the real keychain store, driven line by line: one JSON command per line on stdin, one JSON answer per line on
 * stdout. A process of its own, because keytar has ended processes, and because the environment names the bus.
 */
import { createInterface } from 'node:readline';
import keytar from 'keytar';
import { createKeytarCredentialStore } from '#main/platform/keytar-credential-store.ts';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { toWireError } from '#shared/errors/app-error.ts';
import type { VaultCommand } from './vault-process.ts';

const store = createKeytarCredentialStore({ clock: createSystemClock() });

async function execute(command: VaultCommand): Promise<unknown> {
  switch (command.do) {
    case 'get': {
      const fields = await store.get(command.id);
      return fields && Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, secret.reveal()]));
    }
    case 'set':
      return store.set(command.id, command.fields);
    case 'delete':
      return store.delete(command.id);
    case 'probe':
      return store.probe();
    case 'rawGet':
      return keytar.getPassword('sightline', command.id);
    case 'rawSet':
      return keytar.setPassword('sightline', command.id, command.text);
    case 'rawDelete':
      return keytar.deletePassword('sightline', command.id);
    case 'end':
      return process.exit(command.status);
    default:
      throw new TypeError('Unknown command');
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await execute(JSON.parse(line)).then(
    (value) => ({ value: value ?? null }),
    (error: unknown) => ({ error: toWireError(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
