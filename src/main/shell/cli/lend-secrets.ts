import type { CliContext } from './context.ts';
import { readSecretsByConnection } from './read-secrets.ts';

/** Secrets from standard input live in memory for this run; the keychain is not touched. @throws AppError `input.invalid`. */
export async function lendSecrets(context: CliContext): Promise<void> {
  const { services } = await context.app();
  const given = Object.entries(await readSecretsByConnection(context));
  const owners = await Promise.all(given.map(([name]) => services.connections.find(name)));
  for (const [index, { id }] of owners.entries()) {
    await services.connections.setSecret(id, given[index]?.[1] ?? {}, 'memory');
  }
}
