import type { Filled } from '#main/db/engine/search-core.ts';
import type { StartFigures } from '../measure-start.ts';
import type { Section } from '../section.ts';
import { formatMs } from '../statistics.ts';
import type { Checked } from './check-counts.ts';
import type { Comparison } from './compare.ts';
import { explanations, ripgrepTried } from './explanations.ts';
import { allowance, goalAt, otherGoals, peerGoals, type SizeName, searchGoals, sizes } from './goals.ts';
import type { Times } from './measure-engine.ts';
import type { KindName } from './questions.ts';
import type { RawLimit } from './raw-limit.ts';

/** Everything that is measured at one size. */
export interface SizeFigures {
  readonly size: SizeName;
  readonly versions: string;
  readonly limit: RawLimit;
  readonly checked: Checked;
  readonly times: readonly { readonly name: KindName; readonly times: Times }[];
  readonly facets: Times;
  readonly histogram: Times;
  readonly pages: { readonly first: number; readonly deep: number };
  readonly pasted: Times;
  readonly ready: { readonly warm: number; readonly cold: number };
  readonly filled: { readonly database: Filled; readonly snapshot: Filled };
  readonly comparisons: readonly Comparison[];
  readonly commands: readonly StartFigures[];
}

type Line = readonly [what: string, goal: string, measured: string, cpu: string, ratio: string, verdict: string];

/** The goals, and what was measured. */
export function describeGoals(figures: SizeFigures): Section {
  const { size, limit, checked, filled } = figures;
  const { bytes, indicators, durationMs } = filled.snapshot;
  const lines: readonly Line[] = [
    ...figures.times.map(({ name, times }) =>
      timeLine(`${name}: ${asked(name)}`, goalAt(searchGoals[name], size), times, limitOf(name, limit)),
    ),
    timeLine('all facets with tags', goalAt(otherGoals.facets, size), figures.facets, limit.pass),
    timeLine(
      'histogram over last seen, by severity',
      goalAt(otherGoals.histogram, size),
      figures.histogram,
      limit.pass,
    ),
    ratioLine(
      'a page anywhere against the first',
      goalAt(otherGoals.page, size),
      figures.pages.deep / figures.pages.first,
    ),
    timeLine('10,000 pasted values', goalAt(otherGoals.pasted, size), figures.pasted),
    timeLine(
      'ready for an exact value and the first page, warm',
      goalAt(otherGoals.readyWarm, size),
      figures.ready.warm,
    ),
    timeLine('the same, cold', goalAt(otherGoals.readyCold, size), figures.ready.cold),
    timeLine('engine from its snapshot, warm', goalAt(otherGoals.snapshot, size), durationMs, limit.memory),
    [
      'memory of the engine per indicator',
      `${goalAt(otherGoals.memory, size)} B`,
      `${(bytes / indicators).toFixed(1)} B`,
      '',
      '',
      verdict(bytes / indicators <= goalAt(otherGoals.memory, size)),
    ],
    ...figures.commands.map(({ command, wallMs, nodeMs }) =>
      timeLine(`command \`${command}\` with its process`, goalAt(otherGoals.command, size), wallMs, nodeMs),
    ),
  ];
  return {
    title: `Goals at ${sizes[size].toLocaleString('en')}`,
    intro:
      'Milliseconds, 95th percentile over up to a hundred different questions of a kind, from common to rare ones, of each the fastest of three times. "Processor" is the processor time of the same where it can be told: on a busy machine the other figure, which is judged, tells how busy it was. Asked in the thread that answers: passing an answer on is not included. "Ratio" is against the least work that any way of answering must do: one look into a hash table, one native pass over the bytes of all values, one pass over a byte per indicator; for the snapshot, as much fresh memory, touched once; for commands, an empty program.',
    head: ['what', 'goal', 'measured', 'processor', 'ratio', 'pass'],
    rows: lines,
    notes: [
      `${checked.compared} counts are equal to those of a scan of all indicators; mean length of a value ${checked.meanLength.toFixed(1)}; hits: ${checked.hits.join(', ')}.`,
      `Raw limit: look-up ${formatMs(limit.lookup)}, pass over all values ${formatMs(limit.scan)}, pass over one byte per indicator ${formatMs(limit.pass)}, fresh memory for the engine ${formatMs(limit.memory)}.`,
      `Filling the engine from the tables, without a snapshot: ${formatMs(filled.database.durationMs)}.`,
      ...(figures.commands.length === 0 ? ['Commands were not measured: one of them failed.'] : []),
      ...Object.entries(explanations).flatMap(([name, text]) => (isMissed(lines, name) ? [`Missed, ${text}`] : [])),
      `Medians: ${figures.times.map(({ name, times }) => `${name} ${formatMs(times.p50)}`).join(', ')}, facets ${formatMs(figures.facets.p50)}, histogram ${formatMs(figures.histogram.p50)}.`,
    ],
  };
}

function isMissed(lines: readonly Line[], name: string): boolean {
  return lines.some(([what, , , , , told]) => what.startsWith(name) && told === verdict(false));
}

function asked(name: KindName): string {
  return name === 'exact' ? 'the ids' : 'first 100 and exact count';
}

function limitOf(name: KindName, { lookup, scan, pass }: RawLimit): number {
  if (name === 'exact') return lookup;
  return name.startsWith('substring') || name === 'suffix' || name === 'prefix' ? scan : pass;
}

/** Systems count processor time in steps of some milliseconds: of less it tells nothing. */
const leastCpuMs = 10;

/** @param measured milliseconds, or times with the processor time beside them. */
function timeLine(what: string, goal: number, measured: number | Times, limit?: number): Line {
  const [wall, cpu] = typeof measured === 'number' ? [measured, 0] : [measured.p95, measured.cpu95];
  const ratio = limit === undefined || limit === 0 ? '' : `${(wall / limit).toFixed(1)} x`;
  return [what, formatMs(goal), formatMs(wall), cpu < leastCpuMs ? '' : formatMs(cpu), ratio, verdict(wall <= goal)];
}

function ratioLine(what: string, goal: number, measured: number): Line {
  return [what, `${goal} x`, `${measured.toFixed(2)} x`, '', '', verdict(measured <= goal * (1 + allowance))];
}

function verdict(isMet: boolean): string {
  return isMet ? 'yes' : 'NO';
}

/** How much faster than each peer. */
export function describeComparisons({ size, versions, comparisons, limit }: SizeFigures): Section {
  const lines = comparisons.map((one) => compareLine(one, size));
  const missed = lines.filter(({ isMet, peer }) => !isMet && peer === 'ripgrep');
  const wanted = missed.map(({ what, theirs, goal }) => `${what} ${formatMs(theirs.p50 / (goal ?? 1))}`).join(', ');
  return {
    title: `Beside others at ${sizes[size].toLocaleString('en')}`,
    intro: `The same questions in the same run: ${versions}. Medians over some questions of each kind. DuckDB runs in this process with both processors; ripgrep and the shell are processes of their own, their start included, and only count, as ours does beside them; the numbers that ripgrep finds are held against ours. Beside a peer a substring is looked for in values, as peers do, not in names too.`,
    head: ['what', 'beside', 'ours', 'theirs', 'times faster', 'goal', 'pass'],
    rows: lines.map(({ what, peer, ours, theirs, times, goal, isMet }) => [
      what,
      peer,
      formatMs(ours.p50),
      formatMs(theirs.p50),
      times.toFixed(1),
      goal === undefined ? '' : `${goal} x`,
      goal === undefined ? '' : verdict(isMet),
    ]),
    notes:
      missed.length === 0
        ? []
        : [
            `Missed, ripgrep: the goals were set by a slower one. They would ask for ${wanted}, where one native pass over the bytes of all values takes ${formatMs(limit.scan)} and finds no rows yet. ${ripgrepTried}`,
          ],
  };
}

interface ComparedLine extends Comparison {
  readonly times: number;
  readonly goal: number | undefined;
  readonly isMet: boolean;
}

function compareLine(one: Comparison, size: SizeName): ComparedLine {
  const times = one.theirs.p50 / one.ours.p50;
  const goal = goalOf(one.what, one.peer, size);
  return { ...one, times, goal, isMet: goal === undefined || times >= goal * (1 - allowance) };
}

function goalOf(what: string, peer: Comparison['peer'], size: SizeName): number | undefined {
  const key = `${what} ${peer}`;
  if (key === 'exact DuckDB') return goalAt(peerGoals.exactDuck, size);
  if (key === 'exact ripgrep') return goalAt(peerGoals.exactRipgrep, size);
  if (key === 'facets DuckDB') return goalAt(peerGoals.facetsDuck, size);
  if (key === 'substring 1-2 ripgrep') return goalAt(peerGoals.shortRipgrep, size);
  return what.startsWith('substring') && peer === 'ripgrep' ? goalAt(peerGoals.substringRipgrep, size) : undefined;
}
