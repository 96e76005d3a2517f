import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';

/** Horizontal bars: a number for each of a few of our own words. No foreign text stands in a chart. */
export interface Chart {
  readonly title: string;
  /** One sentence for who cannot see the bars. */
  readonly description: string;
  /** What the bars stand for, as the heading of a column. */
  readonly of: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly label: string;
  readonly count: number;
}

/** What the charts need of the indicators: numbers only, so that any count of indicators takes the same memory. */
export interface ChartCounts {
  /** By name; those that this build does not know came with files and are one, as no foreign text stands in a chart. */
  readonly byVendor: ReadonlyMap<string, number>;
  /** By day (UTC), `YYYY-MM-DD`. */
  readonly byFirstSeen: ReadonlyMap<string, number>;
  /** Of which nobody said a day that can be believed. */
  readonly undated: number;
}

/** Vendors send years like 0001 and 9999: what lies before is no sighting, nor is what lies long after the data. */
const firstBelievedMs = Date.UTC(1990, 0, 1);
const futureMs = 366 * 86_400_000;

/** Counts in one reading; pure. */
export async function countForCharts({
  indicators,
  vendors,
  dataStateAtMs,
}: Pick<ReportModel, 'indicators' | 'vendors' | 'dataStateAtMs'>): Promise<ChartCounts> {
  const lastMs = dataStateAtMs + futureMs;
  const dayOf = (atMs: number | null): string | undefined =>
    atMs === null || atMs < firstBelievedMs || atMs > lastMs ? undefined : formatMoment(atMs)?.slice(0, 10);
  const nameOf = (vendor: string): string => vendors.get(vendor)?.name ?? 'Other vendors';
  const byVendor = new Map<string, number>();
  const byFirstSeen = new Map<string, number>();
  let undated = 0;
  for await (const { indicator } of indicators()) {
    for (const name of new Set(indicator.vendors.map(nameOf))) increase(byVendor, name);
    const day = dayOf(indicator.firstSeenMs);
    if (day === undefined) undated += 1;
    else increase(byFirstSeen, day);
  }
  return { byVendor, byFirstSeen, undated };
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Most bars of a timeline; a longer time is shown in longer steps. */
const mostBars = 31;

/**
 * Bars over time without gaps: days where they are few enough, else months, years, or decades; pure.
 * @param byDay by `YYYY-MM-DD`, so that a step is the beginning of that text.
 */
export function listPeriods(byDay: ReadonlyMap<string, number>): readonly Bar[] {
  const days = [...byDay.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const step = steps.find(({ between }) => between(first, last) <= mostBars) ?? decades;
  const counts = new Map<string, number>();
  for (const [day, count] of byDay) counts.set(step.name(day), (counts.get(step.name(day)) ?? 0) + count);
  return step.all(first, last).map((label) => ({ label, count: counts.get(label) ?? 0 }));
}

interface Step {
  name(day: string): string;
  /** How many bars it takes. */
  between(first: string, last: string): number;
  all(first: string, last: string): readonly string[];
}

const dayMs = 86_400_000;

/** Fits every time that a chart shows. */
const decades = numbered(
  (day) => Number(day.slice(0, 3)),
  (number) => `${number}0s`,
);

const steps: readonly Step[] = [
  {
    name: (day) => day,
    between: (first, last) => (Date.parse(last) - Date.parse(first)) / dayMs + 1,
    all: (first, last) =>
      range(Date.parse(first) / dayMs, Date.parse(last) / dayMs, (number) =>
        new Date(number * dayMs).toISOString().slice(0, 10),
      ),
  },
  numbered(monthNumber, (number) => `${year(Math.floor(number / 12))}-${String((number % 12) + 1).padStart(2, '0')}`),
  numbered((day) => Number(day.slice(0, 4)), year),
];

function numbered(numberOf: (day: string) => number, nameOf: (number: number) => string): Step {
  return {
    name: (day) => nameOf(numberOf(day)),
    between: (first, last) => numberOf(last) - numberOf(first) + 1,
    all: (first, last) => range(numberOf(first), numberOf(last), nameOf),
  };
}

function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function year(number: number): string {
  return String(number).padStart(4, '0');
}

function range(first: number, last: number, nameOf: (number: number) => string): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => nameOf(first + index));
}
