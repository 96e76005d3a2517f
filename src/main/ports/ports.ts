/**
 * What the application needs from the world around it. `platform/` and the shells implement these; services receive them.
 * Types only: this file imports nothing that runs.
 */
import type { Secret } from './secret.ts';

/** Wall time, monotonic time and waiting; a fake in tests. */
export interface Clock {
  /** Epoch milliseconds; may jump. */
  nowMs(): number;
  /** Milliseconds from an arbitrary start; never jumps. For waits, token age and rates. */
  monotonicMs(): number;
  /** @throws AppError `internal.cancelled` when the signal aborts first. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What is logged of an error that was told in words: see `AppError`. */
export interface ToldError {
  readonly code: string;
  readonly cause?: unknown;
}

/** One JSON line per entry, redacted; never indicator values above `debug`. */
export interface Logger {
  write(level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Logs an error with its causes and returns the short reference under which it can be found. */
  fail(event: string, error: unknown, fields?: Readonly<Record<string, unknown>>): string;
  /**
   * Logs that a user was told an error: its code and what lies underneath, without its words, which may quote values.
   * @returns the reference under which it is found; null where the log could not be written.
   */
  refer(event: string, error: ToldError, fields?: Readonly<Record<string, unknown>>): string | null;
  /** Makes the redaction know a secret's text in raw, percent-, base64- and JSON-encoded form. */
  learn(secret: Secret): void;
}

/** The secret fields of one connection by name. */
export type SecretFields = Readonly<Record<string, Secret>>;

/** Where secrets live. Calls run one at a time and end within 10 s. */
export interface CredentialStore {
  readonly kind: 'keychain' | 'memory';
  /**
   * @returns null when nothing is stored under that id.
   * @throws AppError `credential.storeUnavailable` with the reason and the way out (locked, absent, not answering).
   */
  get(connectionId: string): Promise<SecretFields | null>;
  /** Writes, reads back and compares. @throws AppError `credential.storeUnavailable`, `input.invalid`. */
  set(connectionId: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Removes and verifies. @throws AppError `credential.storeUnavailable` when the secret may still be there. */
  delete(connectionId: string): Promise<void>;
  /** Whether it can be used now, in words for the user. Never throws. */
  probe(): Promise<{ readonly usable: boolean; readonly explanation: string }>;
}

/** Absolute paths; folders exist with mode 0700 once `ensure` has run. */
export interface Paths {
  readonly dataFolder: string;
  readonly databaseFile: string;
  readonly logFolder: string;
  readonly exportFolder: string;
  /** Entry files of the worker threads: sources when run from source, bundles when packaged. */
  readonly writerEntry: URL;
  readonly readerEntry: URL;
  /** Of the search engine; a process without it (the command line) searches by SQL only. */
  readonly searchEntry?: URL | undefined;
  /** @throws AppError `storage.readOnly`, `storage.full`. */
  ensure(): void;
}

/** A proxy as the user names it. */
export interface ProxyRules {
  /** `system`: what the environment's variables say. */
  readonly mode: 'system' | 'none' | 'manual';
  /** With `manual`: scheme, host and port. */
  readonly origin: string | null;
  /** With `manual`: hosts that are asked directly, spelt as in NO_PROXY. */
  readonly bypass: readonly string[];
  /** With `manual`: this machine is asked through the proxy too. */
  readonly includesLoopback: boolean;
  /** `user:password`, for a proxy that asks for it. */
  readonly login: Secret | null;
}

/** How calls leave this machine. */
export interface NetworkRules {
  readonly proxy: ProxyRules;
  /** PEM texts of authorities that are trusted beside the built-in and the system's. */
  readonly authorities: readonly string[];
}

/** One HTTP call; the only place where a secret's text is used. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly origin: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string | Secret])[];
  readonly headers: Readonly<Record<string, string | Secret>>;
  readonly body?: string | Secret | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What becomes of a 3xx: an error (default), or the answer, for the one vendor that names its region in it. Never followed. */
  readonly redirect?: 'refuse' | 'return' | undefined;
}

/** An answer within the limits: decoded, not interpreted. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Sends one request; never follows a redirect, never retries.
 *
 * @throws AppError `network.offline|timeout|tls`, `vendor.badResponse` (limits, encodings, redirect), `internal.cancelled`.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** How much of an answer is taken, and by whom. */
export interface HttpTaking<Taken> {
  /** As it travels. */
  readonly limitBytes: number;
  /** Of the whole call. */
  readonly limitMs: number;
  /** Called for status 200 only. Errors of the body reach it as AppErrors. */
  readonly take: (chunks: AsyncIterable<Uint8Array>) => Promise<Taken>;
}

/** Takes an answer in pieces, as one may be too large to be held. */
export interface HttpReceiver {
  /**
   * Sends one request; never follows a redirect, never retries, unpacks nothing.
   *
   * @returns `taken` null for any status but 200.
   * @throws AppError as `HttpClient.send`, and what `take` throws.
   */
  receive<Taken>(
    request: HttpRequest,
    taking: HttpTaking<Taken>,
  ): Promise<{ readonly status: number; readonly taken: Taken | null }>;
}

/** Shows a short message outside the window; others may read it, so it holds nothing that a vendor sent. */
export interface Notifier {
  notify(message: { readonly title: string; readonly body: string }): void;
}

/** Asks the user for the place of a file; main chooses paths, never the renderer. */
export interface Dialogs {
  /** @returns an absolute path, or null when the user cancelled. */
  chooseSaveFile(suggestion: { readonly fileName: string; readonly title: string }): Promise<string | null>;
}

/** A file in pieces, in order. */
export type FileChunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Writes whole files: temp file, fsync, verify, rename. */
export interface FileSink {
  /** @throws AppError `export.notWritable`; an existing file is untouched then. */
  write(path: string, chunks: FileChunks): Promise<{ readonly sizeBytes: number }>;
}
