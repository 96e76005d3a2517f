import type { Logger, LogLevel } from '#main/ports/ports.ts';
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

  learn(secret: Secret): void {
    this.learnt.push(secret);
  }
}
