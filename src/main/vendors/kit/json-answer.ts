import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { scanJson } from './json-scan.ts';
import { parseJsonText } from './json-text.ts';

/** A record of a page: parsed, and as it was sent. */
export interface JsonRecord {
  readonly value: unknown;
  readonly raw: string;
}

/** A page, parsed. */
export interface JsonPage {
  /** The answer without its records: their array is empty here. */
  readonly envelope: unknown;
  /** Undefined when there is no array at the path (absent, null, something else). */
  readonly records: readonly JsonRecord[] | undefined;
}

/**
 * Answers up to this length are parsed at once, to see whether they are errors; pages are longer, and are parsed only where
 * they are stored: parsing them twice would hold up the window.
 */
const eagerLimitBytes = 16 * 1024;
/** White space around JSON: more of it is not looked through. */
const edgeBytes = 1_024;

/** Answers are asked about by several parties; each is parsed once. */
const parsedAnswers = new WeakMap<HttpAnswer, unknown>();

/**
 * The text of an answer that has to be JSON.
 *
 * @throws AppError `vendor.badResponse`: a web page, another media type or charset, not UTF-8, empty (retryable).
 */
export function decodeJsonText(answer: HttpAnswer): string {
  checkMediaType(answer);
  const text = decodeUtf8(answer.body);
  if (/^\s*$/.test(text)) throw new AppError('vendor.badResponse', 'The answer is empty.', { retryable: true });
  if (/^\s*</.test(text)) throw captivePortal();
  return text;
}

/**
 * The text of an answer that is a file of some other kind.
 *
 * @throws AppError `vendor.badResponse`: a web page where none was asked for; not UTF-8 (retryable).
 */
export function decodeText(answer: HttpAnswer): string {
  if (/html/i.test(answer.headers['content-type'] ?? '')) throw captivePortal();
  return decodeUtf8(answer.body);
}

/**
 * An answer parsed as a whole; the result is shared and must not be changed.
 * @throws AppError `vendor.badResponse`, see {@link decodeJsonText} and `parseJsonText`.
 */
export function readJson(answer: HttpAnswer): unknown {
  if (parsedAnswers.has(answer)) return parsedAnswers.get(answer);
  const text = decodeJsonText(answer);
  const value = parseJsonText(text, scanJson(text, null).hasLongNumber);
  parsedAnswers.set(answer, value);
  return value;
}

/** As {@link readJson}; undefined for what is not JSON and for answers too long to be errors. For readers of errors. */
export function peekJson(answer: HttpAnswer): unknown {
  if (answer.body.length > eagerLimitBytes) return undefined;
  try {
    return readJson(answer);
  } catch {
    return undefined;
  }
}

/**
 * Whether the body of a success can be what was asked for: JSON, complete. Long ones are judged by their two ends only;
 * whoever reads them may still find them broken.
 *
 * @throws AppError `vendor.badResponse`, retryable where the transfer may have been broken.
 */
export function checkJsonBody(answer: HttpAnswer): void {
  if (answer.body.length <= eagerLimitBytes) {
    readJson(answer);
    return;
  }
  checkMediaType(answer);
  const first = answer.body.subarray(0, edgeBytes).find(isSolid);
  const last = answer.body.subarray(-edgeBytes).findLast(isSolid);
  if (first === 0x3c) throw captivePortal();
  const isWhole = (first === 0x7b && last === 0x7d) || (first === 0x5b && last === 0x5d);
  if (isWhole) return;
  throw new AppError('vendor.badResponse', 'The answer is not complete JSON.', { retryable: true });
}

/**
 * Parses a page and cuts out its records, each with the text exactly as sent.
 *
 * @param path member names from the root to the array of records; empty when the answer itself is the array.
 * @throws AppError `vendor.badResponse`, see {@link decodeJsonText}; too deep; records twice; not JSON (retryable).
 */
export function readJsonPage(answer: HttpAnswer, path: readonly string[]): JsonPage {
  const text = decodeJsonText(answer);
  const { array, records, hasLongNumber } = scanJson(text, path);
  if (array === undefined) return { envelope: parseJsonText(text, hasLongNumber), records: undefined };
  const envelope = parseJsonText(`${text.slice(0, array.open + 1)}${text.slice(array.close)}`, hasLongNumber);
  return {
    envelope,
    records: records.map((span) => {
      const raw = text.slice(span.start, span.end);
      return { raw, value: parseJsonText(raw, span.hasLongNumber) };
    }),
  };
}

function checkMediaType({ headers }: HttpAnswer): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const mediaType = type.trim();
  if (mediaType === 'text/html' || mediaType === 'application/xhtml+xml') throw captivePortal();
  // Without a media type the text decides.
  if (mediaType !== '' && !/^(application|text)\/([\w.-]+\+)?json$/.test(mediaType)) {
    throw new AppError('vendor.badResponse', 'The answer is not JSON but of another media type.', {
      finding: 'notTheVendor',
    });
  }
  const charset =
    parameters.map((text) => /^\s*charset\s*=\s*"?([^"]*)"?\s*$/.exec(text)?.[1]).find(Boolean) ?? 'utf-8';
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset)) {
    throw new AppError('vendor.badResponse', 'The answer is not written in UTF-8.');
  }
}

/** Not white space and not the byte order mark. */
function isSolid(byte: number): boolean {
  return byte > 0x20 && byte < 0x80;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    // A byte order mark at the start is taken off by the decoder.
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new AppError('vendor.badResponse', 'The answer is not written in UTF-8.', { retryable: true });
  }
}

function captivePortal(): AppError {
  return new AppError('vendor.badResponse', 'A web page came instead of data.', {
    suggestion: 'Sign in to the network first (captive portal), or ask whoever runs it to let the call through.',
    finding: 'blocked',
  });
}
