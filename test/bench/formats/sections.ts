import type { Section } from '../section.ts';
import { formatMegabytes, formatMs } from '../statistics.ts';
import type { FormatFigures, FormatRound } from './measure-formats.ts';

const reportLimitMs = 5_000;

/** The tables of a run. */
export function describeFormats({ indicators, exports, imports, reported, reports }: FormatRound): readonly Section[] {
  const count = indicators.toLocaleString('en-US');
  return [
    makeTable({
      title: `Exports of ${count} indicators`,
      figures: exports,
      about: 'A case of everything in the cache, frozen snapshots included.',
    }),
    makeTable({
      title: `Imports of ${count} indicators`,
      figures: imports,
      about:
        'Those files into an empty data folder: read, planned and stored row by row, with their case where they have one.',
    }),
    makeTable({
      title: `Reports of ${reported.toLocaleString('en-US')} indicators`,
      figures: reports,
      about: 'Target: 5 s each.',
      limitMs: reportLimitMs,
    }),
  ];
}

interface Table {
  readonly title: string;
  readonly figures: readonly FormatFigures[];
  readonly about: string;
  /** The target; what misses it is said below the table. */
  readonly limitMs?: number;
}

function makeTable({ title, figures, about, limitMs = Number.POSITIVE_INFINITY }: Table): Section {
  return {
    title,
    intro: `${about} Each is a process of the command line of its own, from its start to its end, with all its threads; what a browser takes for a PDF is in the time, but not in the memory.`,
    head: ['format', 'file', 'time', 'CPU', 'peak RSS'],
    rows: figures.map(({ format, fileBytes, wallMs, cpuMs, peakBytes }) => [
      format,
      `${(fileBytes / 1_000_000).toFixed(1)} MB`,
      formatMs(wallMs),
      formatMs(cpuMs),
      formatMegabytes(peakBytes),
    ]),
    notes: figures
      .filter(({ wallMs }) => wallMs >= limitMs)
      .map(({ format, wallMs }) => `The target is missed by ${format} (${formatMs(wallMs)}).${whyOf(format)}`),
  };
}

function whyOf(format: string): string {
  if (format !== 'pdf') return '';
  return ' Two seconds are ours, most of the rest is Chromium, which sets some 130 pages and tags each cell. Tried: elements that change nothing on paper left out, rows closer, the page not laid out for a screen first, running heads as boxes in the margins, the browser started while the report is read, which are in; a cell for all statements about an indicator, which saves a tenth and breaks the columns. Tags are half of what Chromium takes.';
}
