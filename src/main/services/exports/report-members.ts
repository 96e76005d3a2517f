import { createHash } from 'node:crypto';
import type { QueryPlan } from '#main/domain/query/plan.ts';
import { addTallies, type Tally } from '#main/domain/tally.ts';
import { isAbove, markOf } from '#main/domain/tlp.ts';
import type { ReportIndicator } from '#main/exporters/report-model.ts';
import type { CaseIndicator } from '#shared/model/case.ts';
import type { CaseMemberId, CaseNumber, IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
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
  picked: readonly IndicatorId[],
): Promise<ReportMembers & { readonly digest: string }> {
  const { ids, digest } = await store.read('indicators.pickedIds', { ids: picked });
  return { ...membersOf(store, ids), digest };
}

function membersOf(store: StoreReader, ids: readonly IndicatorId[]): ReportMembers {
  return {
    tally: () => tallyPieces(ids, (piece) => store.read('indicators.tally', { ids: piece })),
    read: (choice) => choose(store, readLive(store, ids), choice),
  };
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

async function* readLive(store: StoreReader, ids: readonly IndicatorId[]): AsyncGenerator<ReportIndicator> {
  for (let start = 0; start < ids.length; start += pieceSize) {
    const details = await store.read('indicators.details', { ids: ids.slice(start, start + pieceSize) });
    yield* await tellBeside(store, details.map(ofDetail));
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
