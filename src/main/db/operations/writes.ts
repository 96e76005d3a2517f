import type { StoreWrites } from '#main/services/ports/store.ts';
import { answerWrites } from './answers.ts';
import { caseAdditionWrites } from './case-additions.ts';
import { attachmentWrites } from './case-attachments.ts';
import { evidenceWrites } from './case-evidence.ts';
import { caseWrites } from './case-writes.ts';
import { connectionWrites } from './connections.ts';
import { importCaseWrites } from './import-cases.ts';
import { importWrites } from './imports.ts';
import { listWrites } from './lists.ts';
import { lookupWrites } from './lookups.ts';
import type { WriteTable } from './operation.ts';
import { outboxWrites } from './outbox-writes.ts';
import { quotaWrites } from './quotas.ts';
import { retentionWrites } from './retention.ts';
import { savedSearchWrites } from './saved-searches.ts';
import { settingWrites } from './settings.ts';
import { tagWrites } from './tags.ts';
import { triageWrites } from './triage.ts';

/** The writes that are nothing but a transaction; the writer itself runs the others. */
export type TableWriteName = Exclude<
  keyof StoreWrites,
  'records.refresh' | 'runs.start' | 'runs.finish' | 'store.maintain'
>;

export const writes: WriteTable<TableWriteName> = {
  ...connectionWrites,
  ...retentionWrites,
  ...triageWrites,
  ...tagWrites,
  ...caseWrites,
  ...caseAdditionWrites,
  ...evidenceWrites,
  ...attachmentWrites,
  ...listWrites,
  ...lookupWrites,
  ...importWrites,
  ...importCaseWrites,
  ...outboxWrites,
  ...answerWrites,
  ...quotaWrites,
  ...settingWrites,
  ...savedSearchWrites,
};
