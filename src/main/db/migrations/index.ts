import { initialSchema } from './0010-initial-schema.ts';
import { indexFrozenValues } from './0020-index-frozen-values.ts';
import { markLineage } from './0030-mark-lineage.ts';
import { vendorWork } from './0040-vendor-work.ts';
import { addBenignLists } from './0050-add-benign-lists.ts';
import { addSavedSearches } from './0100-add-saved-searches.ts';
import { addAuditLog } from './0110-add-audit-log.ts';
import { addCaseEvidence } from './0120-add-case-evidence.ts';
import { indexNotesByTime } from './0130-index-notes-by-time.ts';
import { addRetention } from './0140-add-retention.ts';
import { addOwnTags } from './0150-add-own-tags.ts';
import { indexStanding } from './0160-index-standing.ts';
import { addSchedule } from './0170-add-schedule.ts';
import type { Migration } from './migration.ts';

/** Every step in order. */
export const migrations: readonly Migration[] = [
  initialSchema,
  indexFrozenValues,
  markLineage,
  vendorWork,
  addBenignLists,
  addSavedSearches,
  addAuditLog,
  addCaseEvidence,
  indexNotesByTime,
  addRetention,
  addOwnTags,
  indexStanding,
  addSchedule,
];
