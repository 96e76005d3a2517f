import type { App } from '#main/app/create-app.ts';
import { createSourceApp } from '../support/source-app.ts';
import { percentile } from './statistics.ts';

/** How fast one kind of question is answered: first page of 50 rows, through the reader threads. */
export interface SearchFigures {
  readonly kind: string;
  readonly example: string;
  readonly questions: number;
  /** Mean number of rows on the first page, to see that something was found. */
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A kind of question: makes the n-th query from a value of the cache. */
interface QuestionKind {
  readonly kind: string;
  readonly ask: (value: string) => string;
}

const kinds: readonly QuestionKind[] = [
  { kind: 'exact value', ask: (value) => `value:${value}` },
  { kind: 'prefix', ask: (value) => `value:${value.slice(0, 6)}*` },
  { kind: 'substring, 4 characters', ask: (value) => value.slice(2, 6) },
  { kind: 'substring, 2 characters', ask: (value) => value.slice(2, 4) },
  {
    kind: 'compound',
    ask: (value) => `type:domain score:>=40 -tag:scanner ${value.slice(2, 5)} sort:-last_seen`,
  },
  { kind: 'everything, newest first', ask: () => 'sort:-last_seen' },
];

const questions = 60;
const pageSize = 50;

/** Asks each kind of question about values spread over the whole cache. The first answers are not counted. */
export async function measureSearch(dataFolder: string): Promise<readonly SearchFigures[]> {
  const app = createSourceApp(dataFolder);
  try {
    const values = await sampleValues(app);
    const figures: SearchFigures[] = [];
    for (const kind of kinds) figures.push(await measureKind(app, kind, values));
    return figures;
  } finally {
    await app.stop();
  }
}

/** Domain names from all parts of the default order; names, because a bare name is a substring for every kind of question. */
async function sampleValues(app: App): Promise<readonly string[]> {
  const total = (await app.services.search.count('type:domain')).value;
  const values: string[] = [];
  for (let at = 0; at < questions; at += 1) {
    const offset = Math.floor((at * total) / questions);
    const [hit] = await app.services.search.search({ query: 'type:domain', offset, limit: 1 });
    if (hit !== undefined) values.push(hit.value);
  }
  return values;
}

async function measureKind(app: App, { kind, ask }: QuestionKind, values: readonly string[]): Promise<SearchFigures> {
  const times: number[] = [];
  let rows = 0;
  for (const [at, value] of values.entries()) {
    const query = ask(value);
    const startedMs = performance.now();
    const hits = await app.services.search.search({ query, offset: 0, limit: pageSize });
    // The first tenth warms statements and the page cache.
    if (at >= values.length / 10) times.push(performance.now() - startedMs);
    rows += hits.length;
  }
  if (rows === 0) throw new Error(`${kind}: nothing was found.`);
  return {
    kind,
    example: ask(values[0] ?? ''),
    questions: times.length,
    rows: rows / values.length,
    p50Ms: percentile(times, 50),
    p95Ms: percentile(times, 95),
  };
}
