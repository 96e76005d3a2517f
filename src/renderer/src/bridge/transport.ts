import type { Transport } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';

declare global {
  interface Window {
    /** Put there by the shell: Electron's preload or the Chromium shell's binding. */
    readonly workbench?: Transport;
  }
}

/**
 * The shell's bridge.
 * @throws AppError `internal.bug` when the page was opened outside a shell, where nothing can answer.
 */
export function findTransport(): Transport {
  const transport = window.workbench;
  if (transport === undefined) {
    throw new AppError('internal.bug', 'This page works only inside the Sightline window.');
  }
  return transport;
}
