import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { AppError } from '#shared/errors/app-error.ts';

/** How hosts prove who they are. There is no way to turn this off. */
export interface TlsRules {
  readonly secureContext: tls.SecureContext;
  readonly rejectUnauthorized: true;
}

/**
 * Trust in the built-in and the system's authorities, in those of the PEM file that NODE_EXTRA_CA_CERTS names and in the user's
 * own; TLS 1.2 or newer. One context for all connections of a client: reading some hundred certificates takes tens of milliseconds.
 *
 * @param own PEM texts.
 */
export function createTlsRules(environment: NodeJS.ProcessEnv, own: readonly string[]): TlsRules {
  const found = [...tls.rootCertificates, ...systemCertificates(), ...extraCertificates(environment), ...own];
  const ca = [...new Set(found)];
  return { secureContext: tls.createSecureContext({ ca, minVersion: 'TLSv1.2' }), rejectUnauthorized: true };
}

/**
 * @throws AppError `network.tls` when the environment asks for unverified connections: we would not make them, but other
 * software on this machine does, and the user should know.
 */
export function refuseUnverified(environment: NodeJS.ProcessEnv): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
  throw new AppError('network.tls', 'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: certificates would not be checked.', {
    suggestion:
      'Unset it and start again. To trust an authority of your own, add its PEM file under Settings, Network.',
  });
}

function systemCertificates(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    // A store that cannot be read adds nothing; the built-in authorities remain.
    return [];
  }
}

/** Read here and not by Node: a packaged Electron ignores the variable. Like Node, an unreadable file adds nothing. */
function extraCertificates(environment: NodeJS.ProcessEnv): readonly string[] {
  const file = environment['NODE_EXTRA_CA_CERTS'];
  if (file === undefined || file === '') return [];
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('-----BEGIN') ? [text] : [];
  } catch {
    return [];
  }
}
