import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../world/world.ts';
import { answerUnderFault, type VendorVoice } from './answer.ts';
import type { EmulatorClock } from './clock.ts';
import { deliver } from './deliver.ts';
import { type FaultHit, FaultScript } from './faults.ts';
import type { RateLimiter, RateVerdict } from './rate-limit.ts';
import type { EmulatorReply, EmulatorRequest } from './reply.ts';

/** What every emulator accepts; each has further options for what its vendor's documentation leaves open. */
export interface EmulatorOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Number of indicators in the world; the vendor holds its share of them. Default 2,000. */
  readonly size?: number;
  /** Epoch milliseconds. Default 2026-11-20T12:00:00Z. */
  readonly now?: number;
  /** Milliseconds since the start, added to `now`; without it the vendor's clock stands still. */
  readonly elapsedMs?: () => number;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Shared by several emulators, so that their values overlap; made from seed, size and now when absent. */
  readonly world?: World;
}

/** One request that arrived, with the status it was answered with (0: the connection was reset instead). */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
  /** With which the vendor did its work, whatever was sent then; null: it never did any. */
  readonly handled: number | null;
  /** Real time, epoch milliseconds. */
  readonly at: number;
}

/** A running vendor. */
export interface Emulator {
  readonly vendor: string;
  /** Origin, `http://127.0.0.1:port`. */
  readonly url: string;
  /** Values that are accepted, under the names of the vendor's secret fields. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly faults: FaultScript;
  readonly requests: readonly RecordedRequest[];
  stop(): Promise<void>;
}

/** What the kit's server adds to every emulator. */
export interface ServedEmulator extends Emulator {
  readonly clock: EmulatorClock;
  readonly limits: RateLimiter;
}

/** What an emulator holds of one stream at this moment. */
export interface Holding<TRecord> {
  readonly stream: string;
  /** Distinct records. */
  readonly count: number;
  records(): IterableIterator<TRecord>;
}

/** What a vendor must supply to be served. */
export interface EmulatorSpec extends VendorVoice {
  readonly vendor: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly clock: EmulatorClock;
  readonly limiter: RateLimiter;
  /** Headers that go on every counted answer. */
  rateHeaders?(verdict: RateVerdict): Readonly<Record<string, string>>;
  /** Makes so many new records appear, for the `insertDuring` fault. */
  insert(count: number, request: EmulatorRequest): void;
}

const maximumBodyBytes = 16 * 1024 * 1024;

/** Starts the HTTP server on the loopback interface and resolves when it accepts connections. */
export async function serveEmulator(spec: EmulatorSpec, port = 0): Promise<ServedEmulator> {
  const faults = new FaultScript();
  const requests: RecordedRequest[] = [];
  // Vendors take longer query strings than Node's 16 KiB: 268 ids of 64 digits in one read, for one.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (incoming, response) => {
    exchange(spec, faults, { incoming, response, requests }).catch((error: unknown) => failLoudly(response, error));
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server, port);
  // A TCP server's address is always an AddressInfo.
  const address = server.address() as AddressInfo;
  return {
    vendor: spec.vendor,
    url: `http://127.0.0.1:${address.port}`,
    secrets: spec.secrets,
    faults,
    requests,
    clock: spec.clock,
    limits: spec.limiter,
    stop: () => stopServer(server),
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly requests: RecordedRequest[];
}

async function exchange(spec: EmulatorSpec, faults: FaultScript, { incoming, response, requests }: Exchange) {
  const request = await readRequest(incoming);
  const hit = faults.next(request);
  if (hit.insertions > 0) spec.insert(hit.insertions, request);
  let handled: number | null = null;
  const watched: EmulatorSpec = {
    ...spec,
    handle: async (asked) => {
      const done = await spec.handle(asked);
      handled = done.status;
      return done;
    },
  };
  const reply = await replyTo(watched, request, hit);
  const status = reply === undefined || (hit.fault?.kind === 'reset' && !hit.fault.afterBytes) ? 0 : reply.status;
  const { method, path, query, headers, body } = request;
  requests.push({ method, path, query, headers, body, status, handled, at: Date.now() });
  if (reply === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  // The vendor's clock, not ours: clients read their skew from it.
  response.setHeader('date', new Date(spec.clock.now()).toUTCString());
  await deliver(response, reply, hit.fault);
}

async function replyTo(
  spec: EmulatorSpec,
  request: EmulatorRequest,
  { fault }: FaultHit,
): Promise<EmulatorReply | undefined> {
  const verdict = spec.limiter.take(request);
  if (verdict?.allowed === false) return spec.rateLimited(verdict, request);
  const reply = await answerUnderFault(spec, request, fault);
  if (reply === undefined || verdict === undefined || spec.rateHeaders === undefined) return reply;
  return { ...reply, headers: { ...spec.rateHeaders(verdict), ...reply.headers } };
}

async function readRequest(incoming: IncomingMessage): Promise<EmulatorRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBodyBytes) throw new Error('request body too large for an emulator');
    chunks.push(chunk);
  }
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return {
    method: (incoming.method ?? 'GET').toUpperCase(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** A mistake in an emulator must be seen as one: 599 is no vendor's status. */
function failLoudly(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(599, { 'content-type': 'text/plain' });
  response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
