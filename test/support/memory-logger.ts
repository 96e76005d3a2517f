import type { Logger, LogLevel, ToldError } from '#main/ports/ports.ts';
import type { Secret } from '#main/ports/secret.ts';

export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** Keeps what is logged for tests to look at. */
export class MemoryLogger implements Logger {
  readonly entries: LogEntry[] = [];
  readonly learnt: Secret[] = [];

  write(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.entries.push({ level, event, fields });
  }

  fail(event: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): string {
    this.entries.push({ level: 'error', event, fields, error });
    return `ref-${this.entries.length}`;
  }

  refer(event: string, error: ToldError, fields: Readonly<Record<string, unknown>> = {}): string {
    this.entries.push({ level: 'info', event, fields: { code: error.code, ...fields }, error: error.cause });
    return `ref-${this.entries.length}`;
  }

  learn(secret: Secret): void {
    this.learnt.push(secret);
  }
}
