/** `npm run bench -- search --size 100k|1m|5m`: searches at size, beside what they are compared with. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../support/project-root.ts';
import { measureStart } from '../measure-start.ts';
import { replacePart } from '../page-parts.ts';
import { describeMachine } from '../performance-page.ts';
import { type Section, toMarkdown, toText } from '../section.ts';
import { buildCache } from './build-cache.ts';
import { checkCounts } from './check-counts.ts';
import { comparePeers } from './compare.ts';
import { type SizeName, sizes } from './goals.ts';
import { Bench, planOf, timeEach, timeReady } from './measure-engine.ts';
import { openPeerData } from './peer-data.ts';
import { preparePeers } from './peers.ts';
import { facetQueries, makeKinds } from './questions.ts';
import { measureRawLimit } from './raw-limit.ts';
import { describeComparisons, describeGoals, type SizeFigures } from './sections.ts';

/** Measures one size and writes its part of `docs/performance.md`. @param writesPage whether the document is to be touched. */
export async function benchSearch(size: SizeName, writesPage: boolean): Promise<void> {
  const machine = describeMachine();
  say(`${machine}.\n`);
  const figures = await measure(size);
  const shown = [describeGoals(figures), describeComparisons(figures)];
  for (const section of shown) say(toText(section));
  if (!writesPage) return;
  const page = join(projectRoot, 'docs', 'performance.md');
  writeFileSync(page, replacePart(readFileSync(page, 'utf8'), `search-${size}`, writePart(size, machine, shown)));
  say('Written to docs/performance.md.');
}

async function measure(size: SizeName): Promise<SizeFigures> {
  const count = sizes[size];
  say('Making the cache, where it is not there yet ...');
  const cache = await buildCache(count);
  const peers = await preparePeers();
  const data = await openPeerData(peers, cache, count);
  const kinds = makeKinds(count);
  const limit = measureRawLimit(count);
  say('Filling the engine, then from its snapshot ...');
  const bench = await Bench.open(cache);
  try {
    say('Comparing counts with a scan ...');
    const checked = checkCounts(bench, kinds, count);
    say('Asking ...');
    const times = kinds.map(({ name, questions }) => ({
      name,
      times: timeEach(questions, ({ query }) => {
        const plan = planOf(query);
        if (name === 'exact') return bench.named(plan);
        bench.count(plan);
        return bench.page(plan, 0);
      }),
    }));
    const facets = timeEach(facetQueries, (query) => bench.facets(planOf(query)));
    const histogram = timeEach(facetQueries, (query) => bench.histogram(planOf(query)));
    say('Asking the peers ...');
    const comparisons = await comparePeers(bench, { peers, data, cache, kinds });
    return {
      size,
      versions: peers.versions,
      limit,
      checked,
      times,
      facets,
      histogram,
      pages: measurePages(bench, count),
      pasted: measurePasted(bench, count),
      ready: { warm: timeReady(cache, 'warm'), cold: timeReady(cache, 'cold') },
      filled: bench.filledFrom,
      comparisons,
      commands: await measureCommands(cache),
    };
  } finally {
    bench.close();
    data.duck.close();
  }
}

/** None where one of them fails: what else was measured is worth being told all the same. */
async function measureCommands(cache: string): Promise<SizeFigures['commands']> {
  try {
    return await measureStart(cache);
  } catch (error) {
    say(`The commands could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** Pages of the default order and of another one: the first, and those further on. */
function measurePages(bench: Bench, count: number): SizeFigures['pages'] {
  const plan = planOf('');
  bench.count(plan);
  const offsets = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * count));
  return {
    first: timeEach(Array.from({ length: 20 }), () => bench.page(plan, 0)).p50,
    deep: timeEach(offsets, (offset) => bench.page(plan, offset)).p50,
  };
}

/** Lists of ten thousand values, half of them in the cache. */
function measurePasted(bench: Bench, count: number): SizeFigures['pasted'] {
  const lists = Array.from({ length: 5 }, (_, nth) => planOf(pastedList(nth, count)));
  return timeEach(lists, (plan) => bench.named(plan));
}

function pastedList(nth: number, count: number): string {
  const values = Array.from({ length: 10_000 }, (_, at) => {
    const number = Math.imul(nth * 10_000 + at + 1, at % 2 === 0 ? 0x9e3779b1 : 0x85ebca6b) >>> 0;
    return [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');
  });
  return `value:(${values.slice(0, count).join(' OR ')})`;
}

function writePart(size: SizeName, machine: string, sections: readonly Section[]): string {
  const date = new Date().toISOString().slice(0, 10);
  const head = `- Machine: ${machine}.\n- Date: ${date}. Command: \`npm run bench -- search --size ${size}\`.`;
  return [`# Searches at ${sizes[size].toLocaleString('en')} indicators`, head, ...sections.map(toMarkdown)].join(
    '\n\n',
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
