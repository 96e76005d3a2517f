/**
 * Runs keytar in a process of its own, for `keytar-process.ts`. Secrets come and go over the process channel only, never as
 * arguments or environment. Ends with its parent.
 */
import type { Keytar } from './keytar-access.ts';
import { type KeytarAnswer, type KeytarCall, keytarCallSchema } from './keytar-messages.ts';

async function perform({ method, args }: KeytarCall): Promise<KeytarAnswer['value']> {
  const { default: keytar }: { default: Keytar } = await import('keytar');
  const [service, account, password = ''] = args;
  switch (method) {
    case 'getPassword':
      return keytar.getPassword(service, account);
    case 'setPassword':
      await keytar.setPassword(service, account, password);
      return null;
    case 'deletePassword':
      return keytar.deletePassword(service, account);
    default:
      throw new TypeError('No such method');
  }
}

function toFailure(error: unknown): { readonly message: string; readonly code: string | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null };
  return { message: error.message, code: 'code' in error && typeof error.code === 'string' ? error.code : null };
}

function reply(answer: KeytarAnswer): void {
  // The parent may have gone meanwhile; then nobody waits for it.
  if (process.connected) process.send?.(answer);
}

process.on('message', (message) => {
  const call = keytarCallSchema.parse(message);
  perform(call).then(
    (value) => reply({ id: call.id, value, error: null }),
    (error: unknown) => reply({ id: call.id, value: null, error: toFailure(error) }),
  );
});
// Not process.exit: it would wait for a call that hangs.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
