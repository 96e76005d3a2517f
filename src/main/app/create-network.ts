import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import type { Network } from './app-ports.ts';

/** The real network part: one HTTP client for all sessions. Loaded with the first of them. */
export function createNetwork({ clock, logger }: { readonly clock: Clock; readonly logger: Logger }): Network {
  const http = createUndiciHttpClient();
  return { openSession: createOpenSession({ http, clock, logger }), close: () => http.close() };
}
