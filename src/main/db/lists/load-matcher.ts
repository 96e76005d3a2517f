import type { AllowEntry, BenignList } from '#main/domain/benign/benign-list.ts';
import { BenignMatcher } from '#main/domain/benign/benign-matcher.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';

interface ListRow {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  readonly origin: string;
  readonly licence: string;
  readonly kind: BenignList['kind'];
  readonly types: string;
  readonly entries: string;
}

interface AllowRow {
  readonly type: number;
  readonly value: string;
  readonly expires_at_ms: number | null;
}

/** Where the evaluation of the lists stands. */
export interface BenignState {
  readonly version: number;
  readonly shipped_version: number;
  readonly evaluated_through_id: number;
  readonly next_expiry_at_ms: number | null;
}

/** The one row about the lists. */
export function readBenignState(db: ReadConnection): BenignState {
  const row = db.get<BenignState>('SELECT * FROM benign_state');
  return row ?? { version: 0, shipped_version: 0, evaluated_through_id: 0, next_expiry_at_ms: null };
}

/** Of the own entries those that hold at a moment. */
const heldEntries = 'FROM allow_entry WHERE expires_at_ms IS NULL OR expires_at_ms > ?';

/** Compiles the lists when they are first asked, and anew when they changed or an own entry expired; nothing is read in between. */
export class MatcherCache {
  #key = '';
  #matcher: BenignMatcher | undefined;

  get(db: ReadConnection, nowMs: number): BenignMatcher {
    const { version } = readBenignState(db);
    // Counted as well, as an entry that expires changes no version by itself.
    const key = `${version} ${db.value<number>(`SELECT count(*) ${heldEntries}`, nowMs)}`;
    if (this.#matcher === undefined || this.#key !== key) {
      const allowed = db.all<AllowRow>(`SELECT type, value, expires_at_ms ${heldEntries} ORDER BY id`, nowMs);
      this.#matcher = new BenignMatcher(readLists(db), allowed.map(rowToEntry));
      this.#key = key;
    }
    return this.#matcher;
  }
}

function readLists(db: ReadConnection): readonly BenignList[] {
  const rows = db.all<ListRow>(
    'SELECT name, title, version, origin, licence, kind, types, entries FROM benign_list ORDER BY name',
  );
  return rows.map((row) => ({
    ...row,
    // Written by us, see list writes.
    types: JSON.parse(row.types) as readonly IndicatorType[],
    entries: JSON.parse(row.entries) as readonly string[],
  }));
}

function rowToEntry(row: AllowRow): AllowEntry {
  return { type: typeCodes.toWord(row.type), value: row.value, expiresAtMs: row.expires_at_ms };
}
