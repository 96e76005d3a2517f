import type { StoreReads } from '#main/services/ports/store.ts';
import { answerReads } from './answers.ts';
import { auditReads } from './audit-log.ts';
import { evidenceReads } from './case-evidence.ts';
import { caseLogReads } from './case-log.ts';
import { caseMemberReads } from './case-members.ts';
import { caseTableReads } from './case-table.ts';
import { caseReads } from './cases.ts';
import { connectionReads } from './connections.ts';
import { detailReads } from './detail.ts';
import { importReads } from './imports.ts';
import { listReads } from './lists.ts';
import { lookupReads } from './lookups.ts';
import { nameReads } from './names.ts';
import { observationReads } from './observations.ts';
import type { ReadTable } from './operation.ts';
import { outboxReads } from './outbox.ts';
import { reportReads } from './reports.ts';
import { retentionReads } from './retention.ts';
import { runReads } from './runs.ts';
import { sampleReads } from './samples.ts';
import { savedSearchReads } from './saved-searches.ts';
import { searchReads } from './searches.ts';
import { settingReads } from './settings.ts';
import { statementReads } from './statements.ts';
import { statisticsReads } from './statistics.ts';
import { tagReads } from './tags.ts';

/** Every read by name. */
export const reads: ReadTable<keyof StoreReads> = {
  ...connectionReads,
  ...retentionReads,
  ...runReads,
  ...searchReads,
  ...savedSearchReads,
  ...detailReads,
  ...sampleReads,
  ...nameReads,
  ...observationReads,
  ...caseReads,
  ...caseLogReads,
  ...evidenceReads,
  ...caseTableReads,
  ...caseMemberReads,
  ...reportReads,
  ...listReads,
  ...lookupReads,
  ...importReads,
  ...outboxReads,
  ...answerReads,
  ...settingReads,
  ...statementReads,
  ...statisticsReads,
  ...auditReads,
  ...tagReads,
};
