/** The peers' times for some of the questions, in the same run. */
import { join } from 'node:path';
import { countIn } from './duck-facets.ts';
import { type Bench, planOf, type Times, timeEach, timeEachLater } from './measure-engine.ts';
import type { PeerData } from './peer-data.ts';
import type { Peers } from './peers.ts';
import type { Kind, KindName, Question } from './questions.ts';

/** Ours and theirs over the same questions. */
export interface Comparison {
  readonly what: string;
  readonly peer: 'DuckDB' | 'ripgrep' | 'sqlite3 shell';
  readonly ours: Times;
  readonly theirs: Times;
}

/** A peer takes long: so many of a hundred questions, and more than the engine remembers results. */
const compared = 12;

/** Compares kind by kind, ours and theirs in turn. */
export async function comparePeers(
  bench: Bench,
  { peers, data, cache, kinds }: { peers: Peers; data: PeerData; cache: string; kinds: readonly Kind[] },
): Promise<readonly Comparison[]> {
  const found: Comparison[] = [];
  for (const { name, questions } of kinds) {
    const some = questions.filter((_, nth) => nth % Math.floor(questions.length / compared) === 0);
    const ours = (): Times => timeEach(some, ({ query }) => askOurs(bench, name, query));
    const asked = some.filter(({ sql }) => sql !== undefined);
    if (asked.length > 0) {
      const theirs = await timeEachLater(asked, ({ sql }) => askDuck(data, name, sql ?? ''));
      found.push({ what: name, peer: 'DuckDB', ours: ours(), theirs });
    }
    found.push(...(await compareTools(name, some, { peers, data, cache, ours })));
  }
  found.push(await compareFacets(bench, data));
  return found;
}

async function compareTools(
  what: KindName,
  questions: readonly Question[],
  { peers, data, cache, ours }: { peers: Peers; data: PeerData; cache: string; ours: () => Times },
): Promise<readonly Comparison[]> {
  const needles = questions.flatMap(({ needle }) => needle ?? []).slice(0, 5);
  if (needles.length === 0) return [];
  const flags = what === 'exact' ? ['--line-regexp'] : ['--ignore-case'];
  const ripgrep = await timeEachLater(needles, (needle) => peers.ripgrep(data.values, [...flags, '--regexp', needle]));
  const found: Comparison[] = [{ what, peer: 'ripgrep', ours: ours(), theirs: ripgrep }];
  const { shell } = peers;
  if (shell === undefined) return found;
  const file = join(cache, 'sightline.db');
  const theirs = await timeEachLater(needles, (needle) => shell(file, shellStatement(what, needle)));
  return [...found, { what, peer: 'sqlite3 shell', ours: ours(), theirs }];
}

function shellStatement(what: KindName, needle: string): string {
  const text = needle.replaceAll("'", "''");
  const condition = what === 'exact' ? `value = '${text}'` : `value LIKE '%${text}%'`;
  return `SELECT count(*) FROM indicator WHERE ${condition}`;
}

function askOurs(bench: Bench, kind: KindName, query: string): unknown {
  const plan = planOf(query);
  if (kind === 'exact') return bench.named(plan);
  bench.count(plan);
  return bench.page(plan, 0);
}

async function askDuck({ duck }: PeerData, kind: KindName, condition: string): Promise<unknown> {
  const order = 'ORDER BY score DESC NULLS LAST, last_seen DESC, value LIMIT 100';
  const page = await duck.ask(`SELECT * FROM indicator WHERE ${condition} ${order}`);
  return kind === 'exact' ? page : duck.ask(`SELECT count(*) FROM indicator WHERE ${condition}`);
}

/** Conditions for both, wide and narrow; more than the engine remembers results. */
const facetFilters: readonly (readonly [query: string, sql: string])[] = [
  ['', 'true'],
  ['type:domain', 'type = 4'],
  ['type:ipv4', 'type = 1'],
  ['type:url', 'type = 5'],
  ...[30, 50, 70, 90].map((score) => [`score:>=${score}`, `score >= ${score}`] as const),
  ['vendor:datadog', '(vendors & 1) = 1'],
  ['vendor:virustotal', '(vendors & 8) = 8'],
  ...[0, 5, 100].map((tag) => [`tag:tag-${tag}`, `id IN (SELECT id FROM word WHERE name = 'tag-${tag}')`] as const),
];

async function compareFacets(bench: Bench, { duck }: PeerData): Promise<Comparison> {
  const theirs = await timeEachLater(facetFilters, ([, sql]) => countIn(duck, sql));
  const ours = timeEach(facetFilters, ([query]) => bench.facets(planOf(query)));
  return { what: 'facets', peer: 'DuckDB', ours, theirs };
}
