import { tallyAll } from '#main/domain/tally.ts';
import type { CaseIndicator, CaseSnapshot } from '#shared/model/case.ts';
import type { CaseMemberId } from '#shared/model/ids.ts';
import { indicatorTypes } from '#shared/model/vocabulary.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { caseIdOf } from './case-rows.ts';
import { refuseMoreThan } from './detail.ts';
import type { ReadTable } from './operation.ts';

type CaseMemberReadName = 'cases.indicator' | 'cases.memberIds' | 'cases.members' | 'cases.tally';

/** Characters of snapshots in one answer, after which no further one is begun. */
const answerLength = 500_000;
const membersLimit = 1_000;

/** The indicators of a case with all that was frozen. */
export const caseMemberReads: ReadTable<CaseMemberReadName> = {
  'cases.indicator': ({ db }, { number, type, value }) => {
    const row = db.get<MemberRow>(
      `${selectMembers} WHERE c.case_id = ? AND i.value = ? AND i.type = coalesce(?, i.type) ORDER BY i.type LIMIT 1`,
      caseIdOf(number),
      value,
      type === null ? null : typeCodes.toCode[type],
    );
    return row === undefined ? null : rowToMember(row);
  },
  'cases.memberIds': ({ db }, { number, order }) =>
    db.column<CaseMemberId>(
      `SELECT id FROM case_indicator WHERE case_id = ? ORDER BY ${order === 'report' ? `${reportOrder}, id` : 'id'}`,
      caseIdOf(number),
    ),
  'cases.members': ({ db }, { ids }) => {
    refuseMoreThan(ids, membersLimit);
    const members: CaseIndicator[] = [];
    let taken = 0;
    let length = 0;
    for (const id of ids) {
      if (length > answerLength) break;
      taken += 1;
      const row = db.get<MemberRow>(`${selectMembers} WHERE c.id = ?`, id);
      if (row === undefined) continue;
      length += row.snapshot.length;
      members.push(rowToMember(row));
    }
    return { members, taken };
  },
  'cases.tally': ({ db }, { ids }) => {
    refuseMoreThan(ids, membersLimit);
    return tallyAll(frozenOf(db, ids));
  },
};

function* frozenOf(db: ReadConnection, ids: readonly CaseMemberId[]) {
  for (const id of ids) {
    const row = db.get<{ snapshot: string; added_at_ms: number }>(
      'SELECT snapshot, added_at_ms FROM case_indicator WHERE id = ?',
      id,
    );
    if (row !== undefined) yield { ...parseSnapshot(row.snapshot), addedAtMs: row.added_at_ms };
  }
}

/** By what was frozen: a name may have become another since. SQLite compares UTF-8 bytes, which is the order of code points. */
const reportOrder = `CASE snapshot ->> '$.indicator.type' ${indicatorTypes
  .map((type, rank) => `WHEN '${type}' THEN ${rank}`)
  .join(' ')} END, snapshot ->> '$.indicator.value'`;

interface MemberRow {
  readonly type: number;
  readonly value: string;
  readonly added_at_ms: number;
  readonly comment: string | null;
  readonly role: string | null;
  readonly snapshot: string;
}

const selectMembers = `SELECT i.type, i.value, c.added_at_ms, c.comment, c.role, c.snapshot
  FROM case_indicator c JOIN indicator i ON i.id = c.indicator_id`;

function rowToMember(row: MemberRow): CaseIndicator {
  return {
    type: typeCodes.toWord(row.type),
    value: row.value,
    addedAtMs: row.added_at_ms,
    comment: row.comment,
    role: row.role,
    snapshot: parseSnapshot(row.snapshot),
  };
}

/** Written by this store from the same type; frozen since. */
function parseSnapshot(text: string): CaseSnapshot {
  return JSON.parse(text) as CaseSnapshot;
}
