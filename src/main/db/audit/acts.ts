import type { JsonValue } from '#main/domain/canonical-json.ts';
import type { StoreWrites } from '#main/services/ports/store.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { ReadConnection } from '../connection.ts';
import { caseActs } from './case-acts.ts';
import { importActs } from './import-acts.ts';
import { outboxActs } from './outbox-acts.ts';
import { tagActs } from './tag-acts.ts';
import { triageActs } from './triage-acts.ts';

/** The writes of which an account is kept: all work on cases, all decisions and tags, imports, and all that becomes of queued changes. */
export type AuditedName = Extract<
  keyof StoreWrites,
  `cases.${string}` | `triage.${string}` | `tags.${string}` | `outbox.${string}` | `imports.${string}`
>;

/** What the log is told of one write. */
export interface Act {
  readonly by: string;
  readonly atMs: number;
  readonly number: CaseNumber | null;
  /** One sentence for people. */
  readonly text: string;
  /** What exactly, for whoever has to prove it. */
  readonly detail: JsonValue;
}

/** Says what writes did, after they did it; null for nothing worth an entry. */
export type ActTable<Name extends AuditedName> = {
  readonly [N in Name]: (
    db: ReadConnection,
    performed: { readonly input: StoreWrites[N]['input']; readonly output: StoreWrites[N]['output'] },
  ) => Act | null;
};

/** Every audited write by name: the types refuse one that is missing. */
export const acts: ActTable<AuditedName> = { ...caseActs, ...triageActs, ...tagActs, ...outboxActs, ...importActs };
