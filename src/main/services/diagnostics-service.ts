import { AppError } from '#shared/errors/app-error.ts';
import type { Diagnostics } from '#shared/model/care.ts';
import type { Clock, FileSink } from '../ports/ports.ts';
import type { ConnectionService } from './connection-service.ts';
import type { CredentialService } from './credential-service.ts';
import type { InfoService } from './info-service.ts';
import type { LogSource } from './ports/log-source.ts';
import type { RunService } from './run-service.ts';

/** What a support needs to know: shown first, saved only as it was shown. */
export interface DiagnosticsService {
  /** Never fails: what cannot be found out says why. */
  collect(): Promise<Diagnostics>;
  /** A file name. @throws AppError `state.notFound` for a text that was not the last one shown. */
  nameOf(id: number): string;
  /** @param path absolute, chosen by the user. @throws AppError `state.notFound`, `export.notWritable`. */
  save(id: number, path: string): Promise<void>;
}

export interface DiagnosticsServiceParts {
  readonly info: InfoService;
  readonly connections: Pick<ConnectionService, 'list'>;
  readonly runs: RunService;
  readonly credentials: Pick<CredentialService, 'probe'>;
  readonly freeBytes: () => Promise<number | null>;
  readonly fileSink: FileSink;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: LogSource;
}

const runLimit = 50;
const logLineLimit = 500;

/**
 * Gathers versions, counts, states and the end of the log. Left out are indicator values, notes, cases, queries and secrets; names and
 * addresses of connections are in it, which is why it is shown before it is saved.
 */
export function createDiagnosticsService(parts: DiagnosticsServiceParts): DiagnosticsService {
  let last: (Diagnostics & { readonly atMs: number }) | undefined;

  function find(id: number): Diagnostics & { readonly atMs: number } {
    if (last?.id === id) return last;
    throw new AppError('state.notFound', 'These diagnostics are not the last ones that were shown.', {
      suggestion: 'Collect them again.',
    });
  }

  return {
    async collect() {
      const atMs = parts.clock.nowMs();
      const text = parts.log.redact(`${JSON.stringify(await gather(parts, atMs), undefined, 2)}\n`);
      last = { id: (last?.id ?? 0) + 1, text, atMs };
      return { id: last.id, text };
    },
    nameOf: (id) => `sightline-diagnostics-${new Date(find(id).atMs).toISOString().slice(0, 10)}.json`,
    async save(id, path) {
      await parts.fileSink.write(path, [find(id).text]);
    },
  };
}

async function gather(parts: DiagnosticsServiceParts, atMs: number): Promise<Readonly<Record<string, unknown>>> {
  const { info } = parts;
  return {
    collectedAt: new Date(atMs).toISOString(),
    sightline: { version: info.version, shell: info.shell, dataFolder: info.dataFolder },
    system: { platform: process.platform, architecture: process.arch, versions: pickVersions() },
    database: await orReason(() => info.statistics({ check: true })),
    keychain: await orReason(() => parts.credentials.probe()),
    freeBytes: await orReason(() => parts.freeBytes()),
    connections: await orReason(() => describeConnections(parts)),
    runs: await orReason(() => describeRuns(parts)),
    log: await orReason(async () => (await parts.log.readTail(logLineLimit)).map(parseLine)),
  };
}

function pickVersions(): Readonly<Record<string, string | undefined>> {
  const { node, electron, chrome, v8, openssl } = process.versions;
  return { node, electron, chrome, v8, openssl };
}

async function describeConnections({ connections }: DiagnosticsServiceParts): Promise<readonly unknown[]> {
  return (await connections.list()).map(({ name, vendor, site, baseUrl, state, lastCompleteAtMs }) => ({
    name,
    vendor,
    site,
    baseUrl,
    state,
    lastCompleteAtMs,
  }));
}

async function describeRuns({ runs }: DiagnosticsServiceParts): Promise<readonly unknown[]> {
  const found = await runs.list({ connectionId: null, limit: runLimit });
  return found.map(
    ({ connection, stream, startedAtMs, finishedAtMs, status, expected, received, rejected, error }) => ({
      connection,
      stream,
      startedAtMs,
      finishedAtMs,
      status,
      expected,
      received,
      rejected,
      error,
    }),
  );
}

/** A line of our log is JSON; one that was cut off by a crash is kept as text. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

async function orReason(find: () => Promise<unknown>): Promise<unknown> {
  try {
    return await find();
  } catch (error) {
    return { unknown: error instanceof AppError ? { code: error.code, message: error.message } : 'an internal error' };
  }
}
