import { AppError } from '#shared/errors/app-error.ts';
import type { ProxySettings, TrustedAuthority } from '#shared/model/network.ts';
import { readPem } from './read-pem.ts';
import { checkProxy } from './read-proxy.ts';

/** Settings as they are kept, with the certificates themselves. */
export interface KeptNetwork {
  /** What the system's variables name; null: nothing. */
  readonly systemProxy: string | null;
  readonly proxy: ProxySettings;
  readonly authorities: readonly (TrustedAuthority & { readonly pem: string })[];
}

/** What is wrong with the way to the vendors, one sentence with its next step each; empty when nothing is. Pure. */
export function examineNetwork(kept: KeptNetwork, nowMs: number): readonly string[] {
  return [...examineProxy(kept), ...kept.authorities.flatMap((authority) => examineAuthority(authority, nowMs))];
}

function examineProxy({ proxy, systemProxy }: KeptNetwork): readonly string[] {
  if (proxy.mode === 'system' && systemProxy !== null && URL.parse(systemProxy) === null) {
    return ['The proxy that HTTPS_PROXY or HTTP_PROXY names is not a valid URL. Correct the variable.'];
  }
  const problem = problemOf(() => checkProxy(proxy));
  return problem === null ? [] : [`${problem} Set it anew.`];
}

function examineAuthority(
  { fingerprint, subject, expiresAtMs, pem }: KeptNetwork['authorities'][number],
  nowMs: number,
): readonly string[] {
  const name = `The trusted certificate ${fingerprint.slice(0, 16)} (${subject})`;
  if (problemOf(() => readPem(pem)) !== null) return [`${name} cannot be read. Remove it and add its file again.`];
  if (expiresAtMs > nowMs) return [];
  return [`${name} expired on ${new Date(expiresAtMs).toISOString().slice(0, 10)}. Remove it and add the newer one.`];
}

function problemOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
