import { createHash } from 'node:crypto';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import { addTallies, type Tally, tallyAll } from '#main/domain/tally.ts';
import { isAbove, markOf } from '#main/domain/tlp.ts';
import type { ReportIndicator } from '#main/exporters/report-model.ts';
import type { CaseIndicator } from '#shared/model/case.ts';
import type { CaseMemberId, CaseNumber, IndicatorId } from '#shared/model/ids.ts';
import { factsOfUnknown, type IndicatorDetail } from '#shared/model/indicator.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import type { NamedIndicator, Picked } from '../ports/store/indicators.ts';
import type { StoreReader } from '../ports/store.ts';
import { type BareIndicator, tellBeside } from './tell-beside.ts';

/** What is left out of a report, and what is added to it. */
export interface MemberChoice {
  /** What is marked above it is left out; null for none. */
  readonly ceiling: TlpMark | null;
  readonly includeRaw: boolean;
}

/** The indicators of one report in its order; in memory are their ids and one piece of them. */
export interface ReportMembers {
  /** What the report's head says of them, counted without reading more than that takes. */
  tally(): Promise<readonly Tally[]>;
  read(choice: MemberChoice): AsyncIterable<ReportIndicator>;
}

/** Ids per question to the store. */
const tallySize = 1_000;
const pieceSize = 100;

/** A case as it was frozen. */
export async function openFrozenMembers(store: StoreReader, number: CaseNumber): Promise<ReportMembers> {
  const ids = await store.read('cases.memberIds', { number, order: 'report' });
  return {
    tally: () => tallyPieces(ids, (piece) => store.read('cases.tally', { ids: piece })),
    read: (choice) => choose(store, readFrozen(store, ids), choice),
  };
}

/** What a query finds, as it stands. */
export async function openLiveMembers(store: StoreReader, plan: QueryPlan): Promise<ReportMembers> {
  return membersOf(store, await store.read('indicators.reportIds', { plan }));
}

/** What somebody picked, as it stands; `digest` tells it from other selections. */
export async function openPickedMembers(
  store: StoreReader,
  picked: Picked,
): Promise<ReportMembers & { readonly digest: string }> {
  const { members, digest } = await store.read('indicators.picked', picked);
  return { ...membersOf(store, members), digest };
}

/** An indicator of the cache, or the name of one that nobody knows. */
type Live = IndicatorId | NamedIndicator;

function membersOf(store: StoreReader, lives: readonly Live[]): ReportMembers {
  return {
    tally: () => tallyPieces(lives, (piece) => tallyLive(store, piece)),
    read: (choice) => choose(store, readLive(store, lives), choice),
  };
}

async function tallyLive(store: StoreReader, piece: readonly Live[]): Promise<readonly Tally[]> {
  const [ids, names] = separate(piece);
  const known = ids.length === 0 ? [] : await store.read('indicators.tally', { ids });
  return [...known, ...tallyAll((await tellUnknown(store, names)).values())];
}

/** What a report tells of names that the cache does not hold. */
async function tellUnknown(
  store: StoreReader,
  names: readonly NamedIndicator[],
): Promise<ReadonlyMap<Live, BareIndicator>> {
  const lists = names.length === 0 ? [] : await store.read('lists.match', { indicators: names });
  const told = (name: NamedIndicator, at: number): BareIndicator => ({
    indicator: factsOfUnknown(name, lists[at] ?? []),
    ...{ observations: [], relations: [], comment: null, role: null, addedAtMs: null, raw: null },
  });
  return new Map(names.map((name, at) => [name, told(name, at)]));
}

function separate(lives: readonly Live[]): readonly [readonly IndicatorId[], readonly NamedIndicator[]] {
  return [lives.filter((live) => typeof live === 'number'), lives.filter((live) => typeof live !== 'number')];
}

async function tallyPieces<Id>(
  ids: readonly Id[],
  ask: (piece: readonly Id[]) => Promise<readonly Tally[]>,
): Promise<readonly Tally[]> {
  let sum: readonly Tally[] = [];
  for (let start = 0; start < ids.length; start += tallySize) {
    sum = addTallies([...sum, ...(await ask(ids.slice(start, start + tallySize)))]);
  }
  return sum;
}

async function* readFrozen(store: StoreReader, ids: readonly CaseMemberId[]): AsyncGenerator<ReportIndicator> {
  for (let done = 0; done < ids.length; ) {
    const { members, taken } = await store.read('cases.members', { ids: ids.slice(done, done + pieceSize) });
    yield* await tellBeside(store, members.map(ofMember));
    done += taken;
  }
}

async function* readLive(store: StoreReader, lives: readonly Live[]): AsyncGenerator<ReportIndicator> {
  for (let start = 0; start < lives.length; start += pieceSize) {
    const piece = lives.slice(start, start + pieceSize);
    const [ids, names] = separate(piece);
    const details = ids.length === 0 ? [] : await store.read('indicators.details', { ids });
    const known = details.map((detail) => [detail.id, ofDetail(detail)] as const);
    const told = new Map<Live, BareIndicator>([...known, ...(await tellUnknown(store, names))]);
    yield* await tellBeside(
      store,
      piece.flatMap((live) => told.get(live) ?? []),
    );
  }
}

async function* choose(
  store: StoreReader,
  members: AsyncIterable<ReportIndicator>,
  { ceiling, includeRaw }: MemberChoice,
): AsyncGenerator<ReportIndicator> {
  for await (const member of members) {
    if (isAbove(markOf(member.indicator), ceiling)) continue;
    yield includeRaw ? { ...member, raw: await readRaw(store, member) } : member;
  }
}

function ofMember({ snapshot, comment, role, addedAtMs }: CaseIndicator): BareIndicator {
  const { indicator, observations, relations } = snapshot;
  return { indicator, observations, relations, comment, role, addedAtMs, raw: null };
}

function ofDetail({
  observationList,
  relations,
  triageHistory: _history,
  ownTags: _ownTags,
  tagHistory: _tagHistory,
  ...indicator
}: IndicatorDetail): BareIndicator {
  return { indicator, observations: observationList, relations, comment: null, role: null, addedAtMs: null, raw: null };
}

/** Only text that still is what the report tells of: a record may have changed since a case froze it. */
async function readRaw(store: StoreReader, { observations }: ReportIndicator): Promise<ReadonlyMap<number, string>> {
  const raw = new Map<number, string>();
  for (const { id, rawSha256 } of observations) {
    const text = await store.read('observations.raw', { id });
    if (text !== null && sha256(text) === rawSha256) raw.set(id, text);
  }
  return raw;
}

/** Lower-case hex SHA-256 of a text, as observations carry it of their raw record. */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
