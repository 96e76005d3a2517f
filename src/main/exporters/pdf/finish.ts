import { AppError } from '#shared/errors/app-error.ts';
import type { ReportModel } from '../report-model.ts';

/** What could act, lead somewhere or carry something along: none of it may be in a report. */
const forbidden =
  /\/(?:URI|JS|JavaScript|Launch|OpenAction|EmbeddedFiles?|GoToR|GoToE|SubmitForm|ImportData|RichMedia|Rendition|AA|XFA)\b/;

/** Names of objects as the format may spell them too: `/J#53` is `/JS`. */
const escapedName = /\/[^\s/<>[\]()%]*#[0-9a-fA-F]{2}/;

/**
 * Looks a printed report through and puts the tool and the state of the data where the browser names itself and the clock.
 * @throws AppError `internal.bug` when it holds anything but text and drawings.
 */
export function finishPdf(
  bytes: Uint8Array,
  { tool, dataStateAtMs }: Pick<ReportModel, 'tool' | 'dataStateAtMs'>,
): Uint8Array {
  // One character per byte, so that places in the text are places in the file.
  const text = Buffer.from(bytes).toString('latin1');
  const skeleton = withoutContents(text);
  if (forbidden.test(skeleton) || escapedName.test(skeleton))
    throw new AppError('internal.bug', 'The PDF was not written: it holds more than text and drawings.');
  return Buffer.from(replaceProperties(text, tool, dataStateAtMs), 'latin1');
}

/**
 * Names and structure alone. Streams are packed text and fonts, strings are words such as the headings of the outline: what
 * they happen to look like means nothing.
 */
function withoutContents(text: string): string {
  return text
    .replace(/\bstream\r?\n[\s\S]*?\bendstream\b/g, 'stream endstream')
    .replace(/\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>/g, '()');
}

/** Each is replaced by as many bytes as there were: the file's table of places stays true. */
function replaceProperties(text: string, tool: string, dataStateAtMs: number): string {
  const moment = new Date(dataStateAtMs).toISOString().replaceAll(/[-:T]|\.\d+Z/g, '');
  return text
    .replace(
      /(\/Creator \()((?:[^()\\]|\\.|\([^()]*\))*)(\))/,
      (_all, open: string, old: string, close: string) => open + padTo(tool, old.length) + close,
    )
    .replaceAll(/(\/(?:CreationDate|ModDate) \(D:)(\d{14})/g, (_all, open: string) => open + moment);
}

function padTo(text: string, length: number): string {
  return text
    .replace(/[^ -~]|[()\\]/g, '')
    .slice(0, length)
    .padEnd(length);
}
