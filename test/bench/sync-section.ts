import type { SyncRound } from './measure-sync.ts';
import type { WindowRound } from './measure-window.ts';
import type { Section } from './section.ts';
import { formatMegabytes, formatMs, median } from './statistics.ts';

/** All rounds over one world. */
export interface SyncSeries {
  /** What the world is like, in a few words. */
  readonly name: string;
  readonly records: number;
  readonly rawBytes: number;
  readonly rounds: readonly SyncRound[];
}

/** First and second syncs by the command line; medians over the rounds, peaks as the highest of all rounds. */
export function describeSync(series: readonly SyncSeries[]): Section {
  return {
    title: 'Sync by the command line',
    intro:
      'A first `sync` of all four vendors into an empty data folder, then a second one. Each is a process of its own; time is from its start to its end, processor time and memory are those of the whole process with its threads. The emulators run in another process on the same processors.',
    head: [
      'world',
      'records',
      'rounds',
      'first sync',
      'records/s',
      'CPU',
      'CPU of emulators',
      'peak RSS',
      'second sync',
      'its peak RSS',
      'stored by it',
    ],
    rows: series.map(({ name, records, rounds }) => [
      name,
      records.toLocaleString('en-US'),
      String(rounds.length),
      formatMs(median(rounds.map(({ first }) => first.wallMs))),
      Math.round(records / (median(rounds.map(({ first }) => first.wallMs)) / 1_000)).toLocaleString('en-US'),
      formatMs(median(rounds.map(({ first }) => first.cpuMs))),
      formatMs(median(rounds.map(({ vendorsCpuMs }) => vendorsCpuMs))),
      formatMegabytes(Math.max(...rounds.map(({ first }) => first.peakBytes))),
      formatMs(median(rounds.map(({ second }) => second.wallMs))),
      formatMegabytes(Math.max(...rounds.map(({ second }) => second.peakBytes))),
      // A round in which it stored anything has ended the run.
      '0',
    ]),
    notes: series.flatMap(({ name, rawBytes, rounds }) => [
      `${name}: each stream received exactly what its emulator holds; the file has ${formatMegabytes(median(rounds.map(({ fileBytes }) => fileBytes)))} for ${formatMegabytes(rawBytes)} of raw JSON (${(median(rounds.map(({ fileBytes }) => fileBytes)) / rawBytes).toFixed(2)} of it, index and normalised fields included).`,
    ]),
  };
}

/** Memory of the desktop while it syncs, process by process. */
export function describeWindow(round: WindowRound): Section {
  const rows = round.browser
    .toSorted((a, b) => b.peakBytes - a.peakBytes)
    .map(({ kind, peakBytes }) => [`browser: ${kind}`, formatMegabytes(peakBytes)]);
  return {
    title: 'The desktop while it syncs',
    intro:
      'The same first sync with the window open (Chromium shell, headless, 1440 × 900, following live on the Sources screen, then showing the whole result in Explore). Processes of a browser share much of their memory, and each is counted in full.',
    head: ['process', 'peak RSS'],
    rows: [['application (main, writer and reader threads)', formatMegabytes(round.application.peakBytes)], ...rows],
    notes: [`${round.received.toLocaleString('en-US')} records in ${formatMs(round.syncMs)}.`],
  };
}
