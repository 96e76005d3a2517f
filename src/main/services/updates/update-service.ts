import { decideUpdates, type UpdateRule } from '#main/domain/update-rule.ts';
import { isNewer } from '#main/domain/versions.ts';
import type { Clock, FileSink, HttpReceiver } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { UpdateProgress, UpdateStatus } from '#shared/model/update.ts';
import type { UpdatePolicyFile } from '../ports/update-policy.ts';
import type { SettingsService } from '../settings-service.ts';
import { askRelease, askSmall, signatureName, statementName } from './ask-release.ts';
import { checkFile } from './check-file.ts';
import {
  filesFor,
  type ReleaseFile,
  type ReleaseStatement,
  readStatement,
  signatureLimitBytes,
  statementLimitBytes,
} from './release-statement.ts';
import type { UpdateSource } from './update-source.ts';
import { verifySignature } from './verify-signature.ts';

/** New versions: asks for them when it may, and brings one when it is told to. Nothing is ever installed or run. */
export interface UpdateService {
  /** Asks nobody. @throws AppError `storage.*`. */
  status(): Promise<UpdateStatus>;
  /**
   * Asks whether there is a newer version.
   * @throws AppError `update.*`, `network.*`, `internal.cancelled`.
   */
  look(): Promise<UpdateStatus>;
  /** A file of the newer version that the last look found. @throws AppError `update.off`, `state.notFound`. */
  find(name: string): Promise<ReleaseFile>;
  /**
   * Brings it to a path. What is not exactly the file that was signed is removed.
   * @throws AppError as `look`, and `export.notWritable`.
   */
  download(file: ReleaseFile, path: string): Promise<void>;
  /** Ends looking and downloading. */
  cancel(): void;
  /** @returns a function that ends the subscription. */
  onProgress(listener: (progress: UpdateProgress) => void): () => void;
}

export interface UpdateServiceParts {
  /** Of this program. */
  readonly version: string;
  /** As Node names them. */
  readonly machine: { readonly platform: string; readonly arch: string };
  /** Null: a build without updates. */
  readonly source: UpdateSource | null;
  readonly policy: UpdatePolicyFile;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly http: HttpReceiver;
  readonly fileSink: FileSink;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/** A gibibyte over a slow line; a connection that is silent ends long before. */
const downloadLimitMs = 60 * 60_000;
/** Least time between two messages about a download. */
const tellEveryMs = 200;

/** See {@link UpdateService}. */
export function createUpdateService(parts: UpdateServiceParts): UpdateService {
  const { source, http } = parts;
  const running = new Set<AbortController>();
  const listeners = new Set<(progress: UpdateProgress) => void>();
  let latest: ReleaseStatement | null = null;

  async function rule(): Promise<UpdateRule & { readonly isUnreadable: boolean }> {
    const [policy, { updates: setting }] = await Promise.all([parts.policy.read(), parts.settings.get()]);
    const decided = decideUpdates({ hasSource: source !== null, policy, setting });
    return { ...decided, isUnreadable: policy.kind === 'unreadable' };
  }

  function explain({ mode, decidedBy, isUnreadable }: Awaited<ReturnType<typeof rule>>): string | null {
    if (decidedBy === 'setting') return null;
    if (decidedBy === 'build') return 'This build names no place to look for updates.';
    const { path } = parts.policy;
    if (isUnreadable) return `The policy of this computer (${path}) cannot be read, which counts as off.`;
    return `The policy of this computer (${path}) says "${mode}".`;
  }

  /** @throws AppError `update.off`. */
  async function allowed(): Promise<UpdateSource> {
    const decided = await rule();
    if (decided.mode !== 'off' && source !== null) return source;
    throw new AppError(
      'update.off',
      explain(decided) ?? 'Looking for updates is switched off under Settings, Updates.',
    );
  }

  async function during<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    running.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      running.delete(controller);
    }
  }

  async function status(): Promise<UpdateStatus> {
    const decided = await rule();
    const { mode, decidedBy } = decided;
    return {
      version: parts.version,
      mode,
      decidedBy,
      reason: explain(decided),
      latest: latest === null ? null : view(latest, parts),
    };
  }

  return {
    status,
    async look() {
      const from = await allowed();
      latest = await during(async (signal) => {
        const ask = (name: string, limitBytes: number) => askSmall(http, from, { name, limitBytes, signal });
        const bytes = await ask(statementName, statementLimitBytes);
        const signature = await ask(signatureName, signatureLimitBytes);
        // Before anything in it is looked at.
        verifySignature(bytes, Buffer.from(signature).toString('latin1'), from.keys);
        return readStatement(bytes);
      });
      return status();
    },
    async find(name) {
      await allowed();
      const file = latest === null || !isNewer(latest.version, parts.version) ? undefined : nameIn(latest, name, parts);
      if (file !== undefined) return file;
      throw new AppError('state.notFound', 'No such file of a newer version is known.', {
        suggestion: 'Look for an update first.',
      });
    },
    async download(file, path) {
      const from = await allowed();
      const { name, size } = file;
      let toldAtMs = Number.NEGATIVE_INFINITY;
      const tell = (doneBytes: number, isRunning: boolean): void => {
        const nowMs = parts.clock.monotonicMs();
        if (isRunning && nowMs - toldAtMs < tellEveryMs) return;
        toldAtMs = nowMs;
        for (const listener of listeners) listener({ name, doneBytes, totalBytes: size, isRunning });
      };
      const meter = { doneBytes: 0 };
      const take = (chunks: AsyncIterable<Uint8Array>): Promise<unknown> =>
        parts.fileSink.write(
          path,
          count(checkFile(chunks, file), meter, () => tell(meter.doneBytes, true)),
        );
      try {
        await during((signal) =>
          // One byte more, so that a file that is too long is told as such.
          askRelease(http, from, { name, limitBytes: size + 1, limitMs: downloadLimitMs, take, signal }),
        );
      } finally {
        tell(meter.doneBytes, false);
      }
    },
    cancel() {
      for (const controller of running) controller.abort();
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Own = Pick<UpdateServiceParts, 'version' | 'machine'>;

/** No file is offered of what is not newer. */
function view(statement: ReleaseStatement, { version, machine }: Own): NonNullable<UpdateStatus['latest']> {
  const isLater = isNewer(statement.version, version);
  return {
    version: statement.version,
    isNewer: isLater,
    releasedAtMs: Date.parse(statement.releasedAt),
    notes: statement.notes,
    files: isLater ? filesFor(statement, machine).map(({ name, size }) => ({ name, sizeBytes: size })) : [],
  };
}

function nameIn(statement: ReleaseStatement, name: string, { machine }: Own): ReleaseFile | undefined {
  return filesFor(statement, machine).find((file) => file.name === name);
}

async function* count(
  chunks: AsyncIterable<Uint8Array>,
  meter: { doneBytes: number },
  tell: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    meter.doneBytes += chunk.byteLength;
    tell();
    yield chunk;
  }
}
