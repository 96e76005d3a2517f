import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import type { BudgetMemory } from '#main/services/ports/vendor-session.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import type { Network } from './app-ports.ts';

/** The real network part: one HTTP client for all sessions. Loaded with the first of them. */
export function createNetwork(
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  budgets: BudgetMemory,
): Network {
  const http = createUndiciHttpClient();
  return { openSession: createOpenSession({ http, clock, logger }, budgets), close: () => http.close() };
}
