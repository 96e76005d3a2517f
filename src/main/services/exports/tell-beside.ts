import type { ReportIndicator } from '#main/exporters/report-model.ts';
import type { StoreReader } from '../ports/store.ts';

/** An indicator of a report by itself. */
export type BareIndicator = Omit<ReportIndicator, 'judgedBy' | 'lists'>;

/**
 * Adds what stands beside an indicator: who made its decision, and which lists of harmless values name it. The decision is the one
 * that was frozen; the lists are those of now, as lists are replaced by newer ones.
 *
 * @param members a piece of a report, at most some hundreds.
 */
export async function tellBeside(
  store: StoreReader,
  members: readonly BareIndicator[],
): Promise<readonly ReportIndicator[]> {
  const deciders = await readDeciders(store, members);
  const titles = await readTitles(store, members);
  return members.map((member) => ({
    ...member,
    judgedBy: deciders.get(member) ?? null,
    lists: titles.get(member) ?? [],
  }));
}

async function readDeciders(
  store: StoreReader,
  members: readonly BareIndicator[],
): Promise<ReadonlyMap<BareIndicator, string | null>> {
  const judged = members.flatMap((member) => {
    const { type, value, triagedAtMs } = member.indicator;
    return triagedAtMs === null ? [] : [[member, { type, value, atMs: triagedAtMs }] as const];
  });
  if (judged.length === 0) return new Map();
  const names = await store.read('triage.deciders', { decisions: judged.map(([, decision]) => decision) });
  return new Map(judged.map(([member], at) => [member, names[at] ?? null]));
}

async function readTitles(
  store: StoreReader,
  members: readonly BareIndicator[],
): Promise<ReadonlyMap<BareIndicator, readonly string[]>> {
  const listed = members.filter(({ indicator }) => indicator.flags.includes('listed'));
  if (listed.length === 0) return new Map();
  const indicators = listed.map(({ indicator: { type, value } }) => ({ type, value }));
  const titles = await store.read('lists.match', { indicators });
  return new Map(listed.map((member, at) => [member, titles[at] ?? []]));
}
