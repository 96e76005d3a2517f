import type { FieldChange, ImportPart, ImportStatus } from '../model/import.ts';

/** What one part of a file comes to, or came to; of what was passed over `type` is null and `value` what it is. */
export interface ImportOutcomeRow {
  readonly status: ImportStatus;
  readonly type: string | null;
  readonly value: string;
  readonly place: string;
  readonly parts: readonly ImportPart[];
  readonly fields: readonly FieldChange[];
  readonly reason: string | null;
}

/** A part of a file as `import --json` prints it. */
export function publicImportRow({ status, type, value, place, parts, fields, reason }: ImportOutcomeRow) {
  return { event: 'row', status, type, value, place, parts, fields, reason };
}
