import { canonicalJson } from '#main/domain/canonical-json.ts';
import type { StoreWrites } from '#main/services/ports/store.ts';
import type { ChangeSet } from '../changes.ts';
import type { WriteConnection } from '../connection.ts';
import { type Act, type AuditedName, acts } from './acts.ts';
import { noHash, seal } from './seal.ts';

/** A write that has just been made in the open transaction. */
export interface Performed<Name extends keyof StoreWrites> {
  readonly name: Name;
  readonly input: StoreWrites[Name]['input'];
  readonly output: StoreWrites[Name]['output'];
}

/** Writes into the audit log what a write did, in its transaction; nothing where it changed nothing. */
export function keepAccount<Name extends keyof StoreWrites>(
  db: WriteConnection,
  changes: ChangeSet,
  performed: Performed<Name>,
): void {
  if (changes.isEmpty || !isAudited(performed.name)) return;
  // The name decides what the others are; TypeScript cannot follow that through a table.
  const tell = acts[performed.name] as (db: WriteConnection, performed: unknown) => Act | null;
  const act = tell(db, performed);
  if (act !== null) append(db, performed.name, act);
}

function isAudited(name: keyof StoreWrites): name is AuditedName {
  return Object.hasOwn(acts, name);
}

function append(db: WriteConnection, action: AuditedName, { by, atMs, number, text, detail }: Act): void {
  const last = db.get<{ id: number; hash: Buffer }>('SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1');
  // The highest number ever given, also where its entry is lost: a new one in its place would hide that.
  const highest = db.value<number>(`SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'`) ?? 0;
  const id = Math.max(last?.id ?? 0, highest) + 1;
  const at = new Date(atMs).toISOString();
  const entry = canonicalJson({ id, at, by, action, case: number, text, detail });
  const hash = seal(last?.hash ?? noHash, entry);
  db.run('INSERT INTO audit_entry(id, entry, hash) VALUES (?, ?, ?)', id, entry, hash);
}
