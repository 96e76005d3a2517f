/** `npm run bench -- ui --size 100k|1m`: the window over a large cache. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../support/project-root.ts';
import { replacePart } from '../page-parts.ts';
import { describeMachine } from '../performance-page.ts';
import { buildCache } from '../search/build-cache.ts';
import { type SizeName, sizes } from '../search/goals.ts';
import { makeKinds } from '../search/questions.ts';
import { type Section, toMarkdown, toText } from '../section.ts';
import { formatMegabytes, formatMs, percentile } from '../statistics.ts';
import { measureUi, type UiRound } from './measure-ui.ts';

const missedKey =
  'Missed, key: finding takes a tenth of it, drawing rows by the processor most. Tried: a compiler that remembers what was drawn, rows before counts, rows and count asked side by side and while the screen is drawn, no greying of what is answered at once, widths told by the grid instead of each cell, nothing kept per row of the result, a focus that lays nothing out, nothing counted beside the rows before they are seen, nothing disabled and enabled again, what is new with the rows drawn with them and not after them, cells that cut their text without being boxes that scroll, cells without components, nothing drawn twice because a list of questions changed, a head that is drawn only when it changes, rows out of sight after those in sight, nothing begun or written beside the rows before they are on the screen, which are in; rows at a place instead of moved to it, and columns that stick only where they can be scrolled, which spare nothing. Not tried: fewer rows in the first answer, one answer with rows and count.';
const missedStart =
  'Missed, start: about a second each for the modules of the program, the browser, and the page. Tried: the browser started beside the program, its modules loaded meanwhile, rows asked before counts, the engine filled before it is asked, no places of a million rows, no names of icons, which are in; the other screens as files of their own, which spare a fifth of what the page runs at first (25 ms) but put the style sheets in another order; the page asked for before the application is ready, which it always is before the browser. The way goes over the driver of the browser (0.3 s of its modules), the browser (1.1 s) and the page. Not tried: a driver with only what is used.';

/** Queries of each kind, from common to rare. */
const ofEachKind = 6;

const goals = { keyMs: 100, framesPerSecond: 50, rendererBytes: 300_000_000, startMs: 2_500 } as const;

/** Measures and writes its part of `docs/performance.md`. @param writesPage whether the document is to be touched. */
export async function benchUi(size: SizeName, writesPage: boolean): Promise<void> {
  const machine = describeMachine();
  say(`${machine}.\n`);
  say('Making the cache, where it is not there yet ...');
  const cache = await buildCache(sizes[size]);
  say('Opening the window ...');
  const round = await measureUi(cache, chooseQueries(sizes[size]));
  const section = describeUi(sizes[size], round);
  say(toText(section));
  if (!writesPage) return;
  const page = join(projectRoot, 'docs', 'performance.md');
  const date = new Date().toISOString().slice(0, 10);
  const head = `- Machine: ${machine}.\n- Date: ${date}. Command: \`npm run bench -- ui --size ${size}\`.`;
  const part = [`# The window over ${sizes[size].toLocaleString('en-US')} indicators`, head, toMarkdown(section)];
  writeFileSync(page, replacePart(readFileSync(page, 'utf8'), `ui-${size}`, part.join('\n\n')));
  say('Written to docs/performance.md.');
}

function chooseQueries(size: number): readonly string[] {
  return makeKinds(size).flatMap(({ questions }) =>
    questions.filter((_, nth) => nth % Math.ceil(questions.length / ofEachKind) === 0).map(({ query }) => query),
  );
}

function describeUi(size: number, { startMs, keys, frames, rendererBytes, browser, application }: UiRound): Section {
  const resident = Math.max(...browser.filter(({ kind }) => kind === 'renderer').map(({ peakBytes }) => peakBytes));
  const key = percentile(keys, 95);
  const slowest = Math.min(...frames.perSecond);
  const line = (what: string, goal: string, measured: string, isMet: boolean): readonly string[] => [
    what,
    goal,
    measured,
    isMet ? 'yes' : 'NO',
  ];
  return {
    title: `Window at ${size.toLocaleString('en-US')}`,
    intro:
      'The Chromium shell without a screen, 1440 by 900, drawn by the processor. A key counts from the press of Enter to the frame that shows rows and count, by the clock of the page, 400 ms after the one before; frames are those of the slowest second while the table moves by one row, by four and by forty in each frame; a start counts from the start of the process to rows in the table, with the snapshot of the last time.',
    head: ['what', 'goal', 'measured', 'pass'],
    rows: [
      line('key to painted result, p95', formatMs(goals.keyMs), formatMs(key), key < goals.keyMs),
      line('frames a second', String(goals.framesPerSecond), slowest.toFixed(0), slowest >= goals.framesPerSecond),
      line(
        'renderer, peak of its own and its part of shared memory',
        formatMegabytes(goals.rendererBytes),
        formatMegabytes(rendererBytes),
        rendererBytes < goals.rendererBytes,
      ),
      line('start to usable list', formatMs(goals.startMs), formatMs(startMs), startMs < goals.startMs),
    ],
    notes: [
      `${keys.length} queries, median ${formatMs(percentile(keys, 50))}, slowest ${formatMs(Math.max(...keys))}.`,
      `Longest time between two frames ${formatMs(frames.longestMs)}; in ${(frames.waiting * 100).toFixed(0)} % of the frames a row had still to come.`,
      `Resident in the renderer: ${formatMegabytes(resident)} at most, the browser's program of some 150 MB counted in full although all its processes share it.`,
      `The application with its threads: ${formatMegabytes(application.peakBytes)} at most.`,
      ...(key < goals.keyMs ? [] : [missedKey]),
      ...(startMs < goals.startMs ? [] : [missedStart]),
    ],
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
