/**
 * `npm run bench -- search --size 100k|1m|5m`: searches at size, see `search/search-bench.ts`.
 *
 * `npm run bench -- ingest --size 100k|1m`: storing pages at size, and waiting meanwhile, see `ingest/ingest-bench.ts`.
 *
 * `npm run bench -- ui --size 100k|1m`: the window over a large cache, see `ui/ui-bench.ts`.
 *
 * `npm run bench -- formats`: exports, imports and reports at size, see `formats/formats-bench.ts`; `--indicators N` (default 16000: the largest
 * file stays below what an import takes).
 *
 * `npm run bench`: syncs more than 50,000 records through the real command line, searches what came of it, prints tables and
 * writes `docs/performance.md`. About three minutes on two cores.
 *
 * `--rounds N` (default 3); `--no-page` leaves the document alone.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/project-root.ts';
import { benchFormats } from './formats/formats-bench.ts';
import { benchIngest } from './ingest/ingest-bench.ts';
import { measureExtract } from './measure-extract.ts';
import { measureSearch } from './measure-search.ts';
import { measureStart } from './measure-start.ts';
import { measureSync, removeFolder, type SyncRound } from './measure-sync.ts';
import { measureWindow } from './measure-window.ts';
import { keptParts } from './page-parts.ts';
import { describeMachine, writePage } from './performance-page.ts';
import { type SizeName, sizes } from './search/goals.ts';
import { benchSearch } from './search/search-bench.ts';
import { describeSearch, describeStart } from './search-section.ts';
import { type Section, toText } from './section.ts';
import { describeSync, describeWindow, type SyncSeries } from './sync-section.ts';
import { judgeTargets } from './targets.ts';
import { benchUi } from './ui/ui-bench.ts';
import { startVendors, type Vendors, type WorldSize } from './vendors.ts';

const indicators = 36_000;
const leastRecords = 50_000;
/** Engines per VirusTotal analysis: as the real ones have, and few, to see what the size of a record costs. */
const engines = { realistic: 64, lean: 4 };

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    size: { type: 'string', default: '100k' },
    indicators: { type: 'string', default: '16000' },
    page: { type: 'boolean', default: true },
  },
  allowNegative: true,
  allowPositionals: true,
});
const rounds = Math.max(1, Number.parseInt(values.rounds, 10));

if (positionals[0] === 'search') await benchSearch(readSize(values.size), values.page);
else if (positionals[0] === 'ingest') await benchIngest(readSize(values.size), values.page);
else if (positionals[0] === 'ui') await benchUi(readSize(values.size), values.page);
else if (positionals[0] === 'formats') await benchFormats(Number.parseInt(values.indicators, 10), values.page);
else await benchSync(values.page);

function readSize(text: string): SizeName {
  const size = Object.keys(sizes).find((name): name is SizeName => name === text);
  if (size === undefined) throw new Error(`--size is one of ${Object.keys(sizes).join(', ')}.`);
  return size;
}

async function benchSync(writesPage: boolean): Promise<void> {
  const machine = describeMachine();
  say(`${machine}.\n`);
  const sections = await measureAll();
  if (!writesPage) return;
  const file = join(projectRoot, 'docs', 'performance.md');
  const kept = existsSync(file) ? keptParts(readFileSync(file, 'utf8')) : '';
  const command = `npm run bench -- --rounds ${rounds}`;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(file, writePage({ machine, date, command, sections }) + kept);
  say('Written to docs/performance.md.');
}

async function measureAll(): Promise<readonly Section[]> {
  const folders: string[] = [];
  try {
    const { series, window } = await withVendors({ indicators, engines: engines.realistic }, async (vendors) => {
      const done = await measureSeries('as real', vendors, rounds);
      folders.push(...done.rounds.map(({ folder }) => folder));
      return { series: done, window: await measureWindow(vendors) };
    });
    const lean = await withVendors({ indicators, engines: engines.lean }, (vendors) =>
      measureSeries(`${engines.lean} engines`, vendors, 1),
    );
    folders.push(...lean.rounds.map(({ folder }) => folder));
    const shown = [describeSync([series, lean]), describeWindow(window)];
    const cache = series.rounds[0]?.folder ?? '';
    shown.push(
      describeSearch(await measureSearch(cache)),
      describeStart(await measureStart(cache)),
      measureExtract(rounds),
    );
    for (const section of shown) say(toText(section));
    const verdicts = judgeTargets(series.rounds, window);
    for (const { isMet, target } of verdicts) say(`${isMet ? 'met   ' : 'MISSED'} ${target}`);
    if (!verdicts.every(({ isMet }) => isMet))
      throw new Error('A target was missed: docs/performance.md is left as it was.');
    return shown;
  } finally {
    folders.forEach(removeFolder);
  }
}

async function withVendors<Result>(size: WorldSize, run: (vendors: Vendors) => Promise<Result>): Promise<Result> {
  const vendors = await startVendors(size);
  try {
    if (vendors.total < leastRecords) throw new Error(`The world has only ${vendors.total} records.`);
    return await run(vendors);
  } finally {
    await vendors.stop();
  }
}

async function measureSeries(name: string, vendors: Vendors, count: number): Promise<SyncSeries> {
  const done: SyncRound[] = [];
  for (let round = 1; round <= count; round += 1) {
    say(`Sync, ${name}, round ${round} of ${count} ...`);
    done.push(await measureSync(vendors));
  }
  return { name, records: vendors.total, rawBytes: await vendors.rawBytes(), rounds: done };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
