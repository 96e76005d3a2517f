import { allowance, type SizeName, sizes } from '../search/goals.ts';
import type { Section } from '../section.ts';
import { formatMegabytes, formatMs, median, percentile } from '../statistics.ts';
import { type IngestGoal, ingestExplanations, ingestGoals } from './goals.ts';
import type { Taken } from './measure-ingest.ts';
import type { Waits } from './measure-waits.ts';

/** What one round measured, microseconds per record. */
export interface IngestRound {
  readonly limitUs: number;
  readonly readingUs: number;
  /** Undefined at five millions: to fill that database would take as long as to fill ours. */
  readonly allLiveUs: number | undefined;
  readonly empty: Taken;
  readonly full: Taken;
  readonly unchanged: Taken;
}

/** Everything that is measured at one size. */
export interface IngestFigures {
  readonly size: SizeName;
  /** The sync that filled the cache. */
  readonly made: {
    readonly folder: string;
    readonly records: number;
    readonly rawBytes: number;
    readonly fileBytes: number;
    readonly walBytes: number;
    readonly durationMs: number;
    readonly tables: readonly { readonly name: string; readonly bytes: number }[];
  };
  readonly rounds: readonly IngestRound[];
  readonly decisions: Waits;
  readonly questions: Waits;
  readonly walBytes: number;
}

interface Line {
  readonly goal: IngestGoal;
  readonly what: string;
  /** Undefined where it was not measured. */
  readonly value: number | undefined;
  /** Whether the goal is the least or the most. */
  readonly is: 'least' | 'most';
  readonly unit: 'x' | 'ms';
}

/** The goals, and what was measured. */
export function describeIngest(figures: IngestFigures): Section {
  const { size, made, rounds, decisions, questions } = figures;
  const ratio = (of: (round: IngestRound) => number): number => median(rounds.map(of));
  const lines: readonly Line[] = [
    line('marginal', 'storing a new record, without reading it, against the limit', 'most', ratio(storing)),
    line(
      'allLive',
      'every index live, in transactions of 1,000, against storing',
      'least',
      everyRound(rounds, ({ allLiveUs, full, readingUs }) =>
        allLiveUs === undefined ? undefined : allLiveUs / (full.wallUs - readingUs),
      ),
    ),
    line(
      'rate',
      'records a second, against an empty cache',
      'least',
      ratio(({ empty, full }) => empty.wallUs / full.wallUs),
    ),
    line(
      'endToEnd',
      'reading against reading and storing',
      'least',
      ratio(({ readingUs, full }) => readingUs / full.wallUs),
    ),
    line(
      'unchanged',
      'reading against all of it when nothing has changed',
      'least',
      ratio(({ readingUs, unchanged }) => readingUs / unchanged.wallUs),
    ),
    line('file', 'file against raw records', 'most', made.fileBytes / made.rawBytes),
    {
      ...line('decision', 'a decision while it syncs, 99th percentile', 'most', percentile(decisions.syncing, 99)),
      unit: 'ms',
    },
    line(
      'question',
      'a question while it syncs against idle, 99th percentiles',
      'most',
      percentile(questions.syncing, 99) / percentile(questions.idle, 99),
    ),
  ];
  return {
    title: `Goals at ${sizes[size].toLocaleString('en')}`,
    intro:
      'Pages of 500 records in the form of Datadog’s explorer, 1.31 records to an indicator from four connections, stored by the writer’s thread as in a sync, without a network. Medians of three rounds, in each of which everything is measured in turn. "Limit" is inserting only the values into a table without a key. "Every index live" is a plain database of the same records with seven indexes, a table of tags by score, three letters at a time and full text, all kept up to date row by row. "Reading" is parsing, validating and mapping the same pages. Decisions are single ones on the triage of an indicator, committed to the disk; questions are first page and count, of every kind of the searches above, by engine and readers.',
    head: ['what', 'goal', 'measured', 'pass'],
    rows: lines.map((each) => {
      const goal = ingestGoals[each.goal][size];
      return [
        each.what,
        goal === null ? '' : format(each, goal),
        format(each, each.value),
        goal === null ? '' : verdict(each, goal),
      ];
    }),
    notes: [
      describeRounds(rounds),
      `The sync that filled the cache: ${made.records.toLocaleString('en')} records in ${formatMs(made.durationMs)}, ${Math.round(made.records / (made.durationMs / 1_000)).toLocaleString('en')} a second, its pages made by the same processors; ${Math.round(made.rawBytes / made.records)} bytes of raw JSON a record, ${formatMegabytes(made.rawBytes)} in all, ${formatMegabytes(made.fileBytes)} of file; write-ahead log at most ${formatMegabytes(Math.max(made.walBytes, figures.walBytes))}.`,
      `Largest parts of the file: ${made.tables.map(({ name, bytes }) => `${name} ${formatMegabytes(bytes)}`).join(', ')}.`,
      describeWaits('Decisions', decisions),
      describeWaits('Questions', questions),
      ...lines.flatMap((each) => {
        const goal = ingestGoals[each.goal][size];
        const why = ingestExplanations[each.goal];
        return goal !== null && verdict(each, goal) === 'NO' ? [`Missed, ${why}`] : [];
      }),
    ],
  };
}

/** The median over rounds; undefined where one of them has none. */
function everyRound(
  rounds: readonly IngestRound[],
  of: (round: IngestRound) => number | undefined,
): number | undefined {
  const values = rounds.map(of).filter((value) => value !== undefined);
  return values.length < rounds.length ? undefined : median(values);
}

function storing({ full, readingUs, limitUs }: IngestRound): number {
  return (full.wallUs - readingUs) / limitUs;
}

function line(goal: IngestGoal, what: string, is: Line['is'], value: Line['value']): Line {
  return { goal, what, is, value, unit: 'x' };
}

function format({ unit }: Line, value: Line['value']): string {
  if (value === undefined) return 'not measured';
  return unit === 'ms' ? formatMs(value) : `${value.toFixed(2)} x`;
}

/** Ratios pass with the same allowance as those of the searches. */
function verdict({ is, unit, value }: Line, goal: number): string {
  if (value === undefined) return '';
  const slack = unit === 'ms' ? 0 : allowance;
  return (is === 'most' ? value <= goal * (1 + slack) : value >= goal * (1 - slack)) ? 'yes' : 'NO';
}

function describeRounds(rounds: readonly IngestRound[]): string {
  const range = (of: (round: IngestRound) => number | undefined): string => {
    const values = rounds.map(of).filter((value) => value !== undefined);
    if (values.length === 0) return 'not measured';
    const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)];
    return `${middle.toFixed(1)} (${least.toFixed(1)} to ${most.toFixed(1)})`;
  };
  return `Microseconds a record, median and range: limit ${range(({ limitUs }) => limitUs)}, reading ${range(({ readingUs }) => readingUs)}, every index live ${range(({ allLiveUs }) => allLiveUs)}, an empty cache ${range(({ empty }) => empty.wallUs)}, this one ${range(({ full }) => full.wallUs)} (processor ${range(({ full }) => full.cpuUs)}), unchanged ${range(({ unchanged }) => unchanged.wallUs)} (processor ${range(({ unchanged }) => unchanged.cpuUs)}).`;
}

function describeWaits(what: string, { idle, syncing, pages }: Waits): string {
  const at = (values: readonly number[]): string =>
    [50, 95, 99].map((percent) => formatMs(percentile(values, percent))).join(' / ');
  return `${what}, 50th / 95th / 99th percentile: idle ${at(idle)} (${idle.length} times), while ${pages} pages were stored ${at(syncing)} (${syncing.length} times).`;
}
