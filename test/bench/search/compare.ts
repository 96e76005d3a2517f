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

/** Compares kind by kind, ours and theirs in turn. @throws Error where a peer finds another number than we do. */
export async function comparePeers(
  bench: Bench,
  { peers, data, cache, kinds }: { peers: Peers; data: PeerData; cache: string; kinds: readonly Kind[] },
): Promise<readonly Comparison[]> {
  const found: Comparison[] = [];
  for (const { name, questions } of kinds) {
    const some = questions.filter((_, nth) => nth % Math.floor(questions.length / compared) === 0);
    const asked = some.filter(({ sql }) => sql !== undefined);
    if (asked.length > 0) {
      const theirs = await timeEachLater(asked, ({ sql }) => askDuck(data, name, sql ?? ''));
      found.push({ what: name, peer: 'DuckDB', ours: timeEach(some, (one) => askOurs(bench, name, one)), theirs });
    }
    found.push(...(await compareTools(name, some, { peers, data, cache, bench })));
  }
  found.push(await compareFacets(bench, data));
  return found;
}

/** These only count: so do we. */
async function compareTools(
  what: KindName,
  questions: readonly Question[],
  { peers, data, cache, bench }: { peers: Peers; data: PeerData; cache: string; bench: Bench },
): Promise<readonly Comparison[]> {
  const asked = questions.filter(({ needle }) => needle !== undefined).slice(0, 5);
  if (asked.length === 0) return [];
  const flags = what === 'exact' ? ['--line-regexp'] : ['--ignore-case'];
  const search = (needle: string): Promise<number> => peers.ripgrep(data.values, [...flags, '--regexp', needle]);
  // All of ours, as the engine remembers its last results.
  const ours = (): Times => timeEach(questions, (one) => countOurs(bench, what, one));
  for (const question of asked) {
    const [mine, theirs] = [countOurs(bench, what, question), await search(question.needle ?? '')];
    if (mine !== theirs) throw new Error(`${question.query}: ${mine} found, ripgrep finds ${theirs}.`);
  }
  const ripgrep = await timeEachLater(asked, ({ needle }) => search(needle ?? ''));
  const found: Comparison[] = [{ what, peer: 'ripgrep', ours: ours(), theirs: ripgrep }];
  const { shell } = peers;
  if (shell === undefined) return found;
  const file = join(cache, 'sightline.db');
  const theirs = await timeEachLater(asked, ({ needle }) => shell(file, shellStatement(what, needle ?? '')));
  return [...found, { what, peer: 'sqlite3 shell', ours: ours(), theirs }];
}

function shellStatement(what: KindName, needle: string): string {
  const text = needle.replaceAll("'", "''");
  const condition = what === 'exact' ? `value = '${text}'` : `value LIKE '%${text}%'`;
  return `SELECT count(*) FROM indicator WHERE ${condition}`;
}

function askOurs(bench: Bench, kind: KindName, { query, besidePeers }: Question): unknown {
  const plan = planOf(besidePeers ?? query);
  if (kind === 'exact') return bench.named(plan);
  bench.count(plan);
  return bench.page(plan, 0);
}

function countOurs(bench: Bench, kind: KindName, { query, besidePeers }: Question): number {
  const plan = planOf(besidePeers ?? query);
  return kind === 'exact' ? bench.named(plan).length : bench.count(plan);
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
