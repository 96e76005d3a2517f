import type { SearchFigures } from './measure-search.ts';
import type { StartFigures } from './measure-start.ts';
import type { Section } from './section.ts';
import { formatMs } from './statistics.ts';

/** How fast questions are answered. */
export function describeSearch(figures: readonly SearchFigures[]): Section {
  return {
    title: 'Search',
    intro:
      'First page of 50 rows through the reader threads of a running application, on the cache that the first sync made. Values come from all parts of the cache, so few questions repeat.',
    head: ['question', 'example', 'asked', 'rows', 'p50', 'p95'],
    rows: figures.map(({ kind, example, questions, rows, p50Ms, p95Ms }) => [
      kind,
      `\`${example}\``,
      String(questions),
      rows.toFixed(1),
      formatMs(p50Ms),
      formatMs(p95Ms),
    ]),
    notes: [],
  };
}

/** What a command costs before and besides its work. */
export function describeStart(figures: readonly StartFigures[]): Section {
  return {
    title: 'Start of the command line',
    intro:
      'Whole commands on the same cache, from the start of the process to its end; the compile cache is warm. Beside it an empty program in the same Node, run in turn.',
    head: ['command', 'time', 'empty program', 'ratio'],
    rows: figures.map(({ command, wallMs, nodeMs }) => [
      `\`${command}\``,
      formatMs(wallMs),
      formatMs(nodeMs),
      (wallMs / nodeMs).toFixed(1),
    ]),
    notes: [],
  };
}
