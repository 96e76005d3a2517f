import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Logger, type LogLevel, logLevels } from '#main/ports/ports.ts';
import { createRedactor } from './log-redaction.ts';
import { describeError, type PlainValue, toPlainText, toPlainValue } from './log-value.ts';
import { createRotatingFile } from './rotating-file.ts';

/** What a log may take on the disk. */
export const logSize = { fileCount: 5, fileBytes: 5_000_000 } as const;
const longestLine = 64_000;

/** Everything but the folder has the value of the product; tests take smaller ones. */
export interface JsonLogOptions {
  /** Must exist; see `Paths.ensure`. The file is `sightline.log`. */
  readonly folder: string;
  readonly leastLevel?: LogLevel;
  readonly nowMs?: () => number;
  readonly homeFolder?: string;
  readonly fileCount?: number;
  readonly fileBytes?: number;
}

/** A {@link Logger} whose redaction also serves what is printed elsewhere: `doctor`, uncaught errors. */
export interface JsonLog extends Logger {
  /** The same text without secrets, with the home folder as `~`, and with invisible characters made visible. */
  redact(text: string): string;
}

/**
 * Writes one JSON line per entry: `{at, level, event, pid, fields, reference?, error?, dropped?}`, 5 files of 5 MB, mode 0600.
 *
 * Never throws: with a full disk entries are dropped, and counted in the first one that can be written again.
 */
export function createJsonLog(options: JsonLogOptions): JsonLog {
  const {
    leastLevel = 'info',
    nowMs = Date.now,
    homeFolder = homedir(),
    fileCount = logSize.fileCount,
    fileBytes = logSize.fileBytes,
  } = options;
  const redactor = createRedactor(homeFolder);
  const file = createRotatingFile({ file: join(options.folder, 'sightline.log'), fileCount, fileBytes });
  let dropped = 0;

  /** @returns whether it stands in the log now. */
  const put = (level: LogLevel, event: string, rest: Readonly<Record<string, PlainValue>>): boolean => {
    if (logLevels.indexOf(level) < logLevels.indexOf(leastLevel)) return false;
    const head = { at: new Date(nowMs()).toISOString(), level, event: toPlainText(event, redactor), pid: process.pid };
    try {
      file.append(toLine({ ...head, ...rest, ...(dropped > 0 ? { dropped } : {}) }));
      dropped = 0;
      return true;
    } catch {
      dropped += 1;
      return false;
    }
  };

  return {
    write: (level, event, fields) => {
      put(level, event, fields === undefined ? {} : { fields: toPlainValue(fields, redactor) });
    },
    fail: (event, error, fields) => {
      const reference = createReference();
      const described = { reference, error: describeError(error, redactor) };
      put('error', event, fields === undefined ? described : { ...described, fields: toPlainValue(fields, redactor) });
      return reference;
    },
    refer: (event, { code, cause }, fields) => {
      const reference = createReference();
      const underneath = cause === undefined ? {} : { error: describeError(cause, redactor) };
      const told = { reference, ...underneath, fields: toPlainValue({ code, ...fields }, redactor) };
      return put(cause === undefined ? 'info' : 'error', event, told) ? reference : null;
    },
    learn: (secret) => redactor.learn(secret),
    redact: (text) => redactor.redact(text).replaceAll(/(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, toEscape),
  };
}

const createReference = (): string => randomBytes(5).toString('hex');

function toLine(entry: Readonly<Record<string, PlainValue>>): string {
  const line = escapeInvisible(JSON.stringify(entry));
  if (line.length <= longestLine) return line;
  const { fields: _fields, ...rest } = entry;
  const short = escapeInvisible(JSON.stringify({ ...rest, fields: `[${line.length} characters]` }));
  return short.length <= longestLine ? short : escapeInvisible(JSON.stringify({ ...rest, fields: null, error: null }));
}

/**
 * JSON leaves DEL, C1, line separators, bidi controls, zero-width and tag characters as they are; a terminal or an editor would act on
 * them. As `\u` escapes they mean the same inside JSON.
 */
function escapeInvisible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, toEscape);
}

function toEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
