import { AppError } from '#shared/errors/app-error.ts';
import type { FindingKind } from '#shared/errors/finding-kinds.ts';

/**
 * What remains of a transport error: its code. The originals carry whole URLs and header values (measured: a bad URL's
 * error has the URL, a bad header's error the value), so they are not kept.
 */
export class TransportFault extends Error {
  override readonly name = 'TransportFault';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const tlsPattern =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|HOSTNAME_MISMATCH|EPROTO|UND_ERR_PRX_TLS)/;

/** When the error came: before the answer's headers, or inside its body. */
export type TransportPhase = 'answer' | 'body';

/** What was being done. */
export interface TransportScene {
  /** Who was asked, for messages. */
  readonly host: string;
  /** Host and port of the proxy on the way; null: none. */
  readonly proxy: string | null;
  readonly phase: TransportPhase;
}

/** Translates an error of undici, the socket or TLS; the message names the hosts and nothing else of the request. */
export function translateTransportError(error: unknown, { host, proxy, phase }: TransportScene): AppError {
  const code = codeOf(error);
  const cause = new TransportFault(code);
  if (tlsPattern.test(code)) return describeTls(code, code === 'UND_ERR_PRX_TLS' ? `the proxy ${proxy}` : host, cause);
  if (phase === 'body' && brokenCodes.has(code)) {
    return new AppError('vendor.badResponse', `The answer of ${host} broke off.`, {
      retryable: true,
      cause,
      finding: 'brokenOff',
    });
  }
  if (code.startsWith('HPE_') || code === 'HTTPParserError') {
    return new AppError('vendor.badResponse', `What ${host} answered is not HTTP.`, { cause, finding: 'notTheVendor' });
  }
  const refusal = proxyRefusal(error, { host, proxy });
  if (refusal !== undefined) return refusal(cause);
  if (proxy !== null && phase === 'answer' && proxyCodes.has(code)) {
    const { say } = meanings[code] ?? broken;
    return new AppError('network.offline', `The proxy cannot be used: ${say(proxy)}`, {
      retryable: true,
      cause,
      finding: 'proxyUnreachable',
    });
  }
  const known = meanings[code];
  if (known !== undefined) {
    const { retryable, finding } = known;
    return new AppError(known.code, known.say(host), { retryable, cause, finding });
  }
  if (code.startsWith('UND_ERR_INVALID') || code === 'ERR_INVALID_ARG_TYPE') {
    return new AppError('internal.bug', `The request to ${host} could not be built.`, { cause });
  }
  return new AppError('network.offline', `${host} cannot be reached.`, {
    retryable: true,
    cause,
    finding: 'noNetwork',
  });
}

/** A proxy that answered, but not with a connection. undici has no code for it, only a text. */
function proxyRefusal(
  error: unknown,
  { host, proxy }: Pick<TransportScene, 'host' | 'proxy'>,
): ((cause: TransportFault) => AppError) | undefined {
  const text = error instanceof Error ? error.message : '';
  const status =
    /^Proxy response \((\d{3})\)/.exec(text)?.[1] ?? /^Proxy Authentication Required \((407)\)/.exec(text)?.[1];
  if (status === undefined) return undefined;
  const wantsLogin = status === '407';
  const message = wantsLogin
    ? `The proxy ${proxy} wants a user name and password, or refuses those it was given (status 407).`
    : `The proxy ${proxy} did not connect to ${host} (status ${status}).`;
  return (cause) =>
    new AppError('network.offline', message, { cause, finding: wantsLogin ? 'proxyAuthentication' : 'proxyRefused' });
}

interface Meaning {
  readonly code: 'network.offline' | 'network.timeout' | 'vendor.badResponse';
  readonly retryable: boolean;
  readonly finding: FindingKind;
  say(host: string): string;
}

function offline(finding: FindingKind, say: Meaning['say']): Meaning {
  return { code: 'network.offline', retryable: true, finding, say };
}

function timeout(say: Meaning['say']): Meaning {
  return { code: 'network.timeout', retryable: true, finding: 'timeout', say };
}

const broken = offline('brokenOff', (host) => `The connection to ${host} broke off.`);
const unreachable = offline('noNetwork', (host) => `There is no way to ${host} from this network.`);
const forbidden = offline('blocked', (host) => `This computer does not allow a connection to ${host}.`);

const meanings: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: offline('hostNotFound', (host) => `The name of ${host} was not found.`),
  EAI_AGAIN: offline('hostNotFound', (host) => `The name of ${host} cannot be looked up at the moment.`),
  ECONNREFUSED: offline('blocked', (host) => `${host} refuses connections.`),
  EACCES: forbidden,
  EPERM: forbidden,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  UND_ERR_PRX_CONN: offline('proxyUnreachable', (host) => `The proxy broke off the connection to ${host}.`),
  ETIMEDOUT: timeout((host) => `${host} did not accept a connection in time.`),
  UND_ERR_CONNECT_TIMEOUT: timeout((host) => `${host} did not accept a connection in time.`),
  UND_ERR_HEADERS_TIMEOUT: timeout((host) => `${host} did not answer in time.`),
  UND_ERR_BODY_TIMEOUT: timeout((host) => `${host} stopped in the middle of its answer.`),
  UND_ERR_HEADERS_OVERFLOW: {
    code: 'vendor.badResponse',
    retryable: false,
    finding: 'notTheVendor',
    say: (host) => `The headers of ${host} are too long.`,
  },
};

/** With a proxy on the way only the proxy is connected to, so these are about the proxy. */
const proxyCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A body that ends too early shows as one of these. */
const brokenCodes: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_EOF_STATE',
]);

function describeTls(code: string, host: string, cause: TransportFault): AppError {
  const [finding, reason] = tlsReason(code);
  return new AppError('network.tls', `The connection to ${host} is not secure: ${reason}.`, { cause, finding });
}

function tlsReason(code: string): readonly [FindingKind, string] {
  switch (true) {
    case code === 'CERT_HAS_EXPIRED':
      return ['tlsExpired', 'its certificate has expired'];
    case code === 'CERT_NOT_YET_VALID':
      return ['tlsNotYetValid', 'its certificate is not valid yet'];
    case code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'UND_ERR_PRX_TLS' || code === 'HOSTNAME_MISMATCH':
      return ['tlsWrongHost', 'its certificate is for another host'];
    case /SELF_SIGNED|DEPTH_ZERO/.test(code):
      return ['tlsUnknownAuthority', 'its certificate is signed by itself or by an authority that is not trusted here'];
    case /UNABLE_TO_|INVALID_CA|CERT_/.test(code):
      return ['tlsUnknownAuthority', 'its certificate is from an authority that is not trusted here'];
    default:
      return ['tlsProtocol', 'no common secure protocol was found'];
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  return error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'unknown';
}
