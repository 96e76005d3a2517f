/** `npm run bench -- ingest --size 100k|1m`: storing vendors' pages at size, and what an analyst waits for meanwhile. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { projectRoot } from '../../support/project-root.ts';
import { replacePart } from '../page-parts.ts';
import { describeMachine } from '../performance-page.ts';
import { type SizeName, sizes } from '../search/goals.ts';
import { type Section, toMarkdown, toText } from '../section.ts';
import { filesIn, settle } from '../settle.ts';
import { AllLive } from './all-live.ts';
import { Feed, makeAnswers } from './feed.ts';
import {
  stepsPerRound,
  type Taken,
  takeEmpty,
  takeIngest,
  takeLimit,
  takeReading,
  takeUnchanged,
} from './measure-ingest.ts';
import { measureDecisions, measureQuestions } from './measure-waits.ts';
import { answersOf, pageSize } from './pages.ts';
import { describeIngest, type IngestFigures, type IngestRound } from './sections.ts';

const rounds = 3;

/** Measures one size and writes its part of `docs/performance.md`. @param writesPage whether the document is to be touched. */
export async function benchIngest(size: SizeName, writesPage: boolean): Promise<void> {
  const machine = describeMachine();
  say(`${machine}.\n`);
  const section = describeIngest(await measure(size));
  say(toText(section));
  if (!writesPage) return;
  const page = join(projectRoot, 'docs', 'performance.md');
  writeFileSync(page, replacePart(readFileSync(page, 'utf8'), `ingest-${size}`, writePart(size, machine, section)));
  say('Written to docs/performance.md.');
}

async function measure(size: SizeName): Promise<IngestFigures> {
  const steps = sizes[size] / pageSize;
  const made = await makeFolder(size, steps);
  const folder = join(projectRoot, '.cache', 'bench', `ingest-work.${process.pid}`);
  cpSync(made.folder, folder, { recursive: true });
  const allLive = size === '5m' ? undefined : openAllLive(size);
  try {
    const feed = await Feed.open(folder, true);
    try {
      // While it is being filled it reads one state of the database, and the log of what is stored meanwhile cannot begin anew.
      await feed.untilEngineReady();
      const taken = await measureRounds(feed, allLive, steps);
      settle([...filesIn(folder), ...(allLive?.files ?? [])]);
      say('Deciding while it syncs ...');
      const decisions = await measureDecisions(feed, steps + rounds * stepsPerRound);
      say('Asking while it syncs ...');
      const questions = await measureQuestions(feed, { from: decisions.nextStep, size: sizes[size] });
      return { size, made, rounds: taken, decisions, questions, walBytes: feed.walBytes };
    } finally {
      await feed.close();
    }
  } finally {
    // Not before: on many disks the space of a gigabyte is given back for seconds, and what is committed meanwhile waits for that.
    allLive?.close();
    rmSync(folder, { recursive: true });
  }
}

async function measureRounds(feed: Feed, allLive: AllLive | undefined, first: number): Promise<readonly IngestRound[]> {
  const taken: IngestRound[] = [];
  for (let round = 0; round < rounds; round += 1) {
    say(`Storing, round ${round + 1} of ${rounds} ...`);
    taken.push(await measureRound(feed, allLive, first + round * stepsPerRound));
  }
  return taken;
}

/** Filling it takes as long as filling ours: of five millions there is none, see `IngestRound`. */
function openAllLive(size: SizeName): AllLive {
  say('Making a plain database to compare with, where it is not there yet ...');
  return AllLive.open(sizes[size]);
}

/** Everything once, in turn, so that each is held against the others of the same minute. */
async function measureRound(feed: Feed, allLive: AllLive | undefined, step: number): Promise<IngestRound> {
  const limitUs = takeLimit(step, makeAnswers(step, stepsPerRound));
  const readingUs = takeReading(makeAnswers(step, stepsPerRound));
  const allLiveUs = allLive?.take(makeAnswers(step, stepsPerRound));
  const empty = await takeEmpty(makeAnswers(0, stepsPerRound));
  await feed.begin(false);
  const full: Taken = await takeIngest(feed, makeAnswers(step, stepsPerRound));
  const unchanged = await takeUnchanged(feed, stepsPerRound);
  return { limitUs, readingUs, allLiveUs, empty, full, unchanged };
}

/** A data folder after a sync of so many indicators; made once and kept in `.cache`. */
async function makeFolder(size: SizeName, steps: number): Promise<IngestFigures['made']> {
  const folder = join(projectRoot, '.cache', 'bench', `ingest-${sizes[size]}-v1`);
  const notes = join(folder, 'made.json');
  if (!existsSync(notes)) {
    const making = `${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    const facts = await fillFolder(making, steps);
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
    writeFileSync(notes, JSON.stringify(facts));
  }
  // Written above.
  const facts = JSON.parse(readFileSync(notes, 'utf8')) as Awaited<ReturnType<typeof fillFolder>>;
  return { folder, ...facts, tables: listTables(join(folder, 'sightline.db')) };
}

async function fillFolder(folder: string, steps: number): Promise<Omit<IngestFigures['made'], 'folder' | 'tables'>> {
  const sum = { records: 0, rawBytes: 0 };
  const feed = await Feed.open(folder);
  const startedMs = performance.now();
  await feed.begin(false);
  for (let step = 0; step < steps; step += 1) {
    for (const answer of answersOf(step)) {
      await feed.ingest(answer);
      sum.records += answer.records;
      sum.rawBytes += answer.rawBytes;
    }
    if (step % 200 === 199)
      say(`Syncing: ${(step + 1) * pageSize} indicators, ${Math.round(performance.now() - startedMs)} ms`);
  }
  await feed.finish();
  const durationMs = performance.now() - startedMs;
  await feed.close();
  return { ...sum, durationMs, walBytes: feed.walBytes, fileBytes: statSync(join(folder, 'sightline.db')).size };
}

/** Bytes of the largest tables and indexes. */
function listTables(file: string): IngestFigures['made']['tables'] {
  const database = new Sqlite(file, { readonly: true });
  const sql =
    'SELECT name, sum(pgsize) AS bytes FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY bytes DESC LIMIT 8';
  // As the columns are named.
  const rows = database.prepare(sql).all() as { readonly name: string; readonly bytes: number }[];
  database.close();
  return rows;
}

function writePart(size: SizeName, machine: string, section: Section): string {
  const date = new Date().toISOString().slice(0, 10);
  const head = `- Machine: ${machine}.\n- Date: ${date}. Command: \`npm run bench -- ingest --size ${size}\`.`;
  return [`# Storing at ${sizes[size].toLocaleString('en')} indicators`, head, toMarkdown(section)].join('\n\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
