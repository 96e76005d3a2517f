import { AppError } from '#shared/errors/app-error.ts';

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

/** Translates an error of undici, the socket or TLS; the message names the host and nothing else of the request. */
export function translateTransportError(error: unknown, host: string, phase: TransportPhase): AppError {
  const code = codeOf(error);
  const cause = new TransportFault(code);
  if (tlsPattern.test(code)) return describeTls(code, host, cause);
  if (phase === 'body' && brokenCodes.has(code)) {
    return new AppError('vendor.badResponse', `The answer of ${host} broke off.`, { retryable: true, cause });
  }
  if (code.startsWith('HPE_') || code === 'HTTPParserError') {
    return new AppError('vendor.badResponse', `What ${host} answered is not HTTP.`, { cause });
  }
  const known = meanings[code];
  if (known !== undefined) return new AppError(known.code, known.say(host), { retryable: known.retryable, cause });
  const proxyStatus = /^Proxy response \((\d{3})\)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (proxyStatus !== undefined) {
    const suggestion = proxyStatus === '407' ? 'It wants a user name and password in HTTPS_PROXY.' : undefined;
    return new AppError('network.offline', `The proxy did not connect to ${host} (status ${proxyStatus}).`, {
      cause,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  if (code.startsWith('UND_ERR_INVALID') || code === 'ERR_INVALID_ARG_TYPE') {
    return new AppError('internal.bug', `The request to ${host} could not be built.`, { cause });
  }
  return new AppError('network.offline', `${host} cannot be reached.`, { retryable: true, cause });
}

interface Meaning {
  readonly code: 'network.offline' | 'network.timeout' | 'vendor.badResponse';
  readonly retryable: boolean;
  say(host: string): string;
}

const offline = (say: Meaning['say']): Meaning => ({ code: 'network.offline', retryable: true, say });
const timeout = (say: Meaning['say']): Meaning => ({ code: 'network.timeout', retryable: true, say });

const broken = offline((host) => `The connection to ${host} broke off.`);
const unreachable = offline((host) => `There is no way to ${host} from this network.`);

const meanings: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: offline((host) => `The name of ${host} was not found.`),
  EAI_AGAIN: offline((host) => `The name of ${host} cannot be looked up at the moment.`),
  ECONNREFUSED: offline((host) => `${host} refuses connections.`),
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  UND_ERR_PRX_CONN: offline((host) => `The proxy broke off the connection to ${host}.`),
  ETIMEDOUT: timeout((host) => `${host} did not accept a connection in time.`),
  UND_ERR_CONNECT_TIMEOUT: timeout((host) => `${host} did not accept a connection in time.`),
  UND_ERR_HEADERS_TIMEOUT: timeout((host) => `${host} did not answer in time.`),
  UND_ERR_BODY_TIMEOUT: timeout((host) => `${host} stopped in the middle of its answer.`),
  UND_ERR_HEADERS_OVERFLOW: {
    code: 'vendor.badResponse',
    retryable: false,
    say: (host) => `The headers of ${host} are too long.`,
  },
};

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
  const reason =
    code === 'CERT_HAS_EXPIRED'
      ? 'its certificate has expired'
      : code === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'its certificate is for another host'
        : /SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO/.test(code)
          ? 'its certificate is not from a trusted authority'
          : 'no common secure protocol was found';
  return new AppError('network.tls', `The connection to ${host} is not secure: ${reason}.`, {
    suggestion: 'With an authority of your own (inspecting proxy), name its PEM file in NODE_EXTRA_CA_CERTS.',
    cause,
  });
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  return error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'unknown';
}
