import * as z from 'zod';
import { auditEntrySchema, auditVerdictSchema } from '../model/audit.ts';
import { allowEntrySchema, benignListSchema, listCheckSchema } from '../model/benign-list.ts';
import { bundleViewSchema } from '../model/bundle.ts';
import { backupResultSchema, diagnosticsSchema, repairResultSchema } from '../model/care.ts';
import {
  caseFieldsSchema,
  caseFileSchema,
  caseIndicatorOrders,
  caseIndicatorRowSchema,
  caseIndicatorSchema,
  caseNoteSchema,
  caseSchema,
  caseSummarySchema,
  caseTimelineEntrySchema,
  noteTextSchema,
  taskTextSchema,
  timelineTextSchema,
} from '../model/case.ts';
import { connectionSchema, rejectedRecordSchema, streamOptionsSchema, syncRunSchema } from '../model/connection.ts';
import { histogramSchema } from '../model/histogram.ts';
import { histogramFields } from '../model/histogram-units.ts';
import {
  caseNumberSchema,
  connectionIdSchema,
  connectionNameSchema,
  indicatorIdSchema,
  observationIdSchema,
} from '../model/ids.ts';
import { indicatorDetailSchema, indicatorSummarySchema, observationVersionSchema } from '../model/indicator.ts';
import { copyForms } from '../model/lookup.ts';
import { networkSettingsSchema, pemTextSchema, proxySettingsSchema } from '../model/network.ts';
import { operationChoiceSchema } from '../model/operation.ts';
import {
  matchesSchema,
  outboxCountsSchema,
  outboxDiffSchema,
  outboxIdSchema,
  outboxIdsSchema,
  outboxLineSchema,
  outboxStates,
  sendOutcomeSchema,
  tenantWordsReadSchema,
  writeChoiceSchema,
} from '../model/outbox.ts';
import { connectionBudgetSchema } from '../model/rate-budget.ts';
import {
  askedQuerySchema,
  savedSearchNameSchema,
  savedSearchSchema,
  shownColumnsSchema,
} from '../model/saved-search.ts';
import { refreshOutcomeSchema, vendorCardSchema } from '../model/vendor-detail.ts';
import { indicatorTypes, verdicts } from '../model/vocabulary.ts';
import { fileOpenSchema, filePieceSchema, fileRefSchema } from './file-schemas.ts';
import {
  importGoSchema,
  importOutcomeSchema,
  importOverviewSchema,
  importReadSchema,
  importRefSchema,
  importRowSchema,
  importRowsInputSchema,
  namedMappingSchema,
} from './import-schemas.ts';
import {
  lookupCopyInputSchema,
  lookupCopySchema,
  lookupListSchema,
  lookupOverviewSchema,
  lookupPageInputSchema,
  lookupPageSchema,
  lookupPlacesInputSchema,
  lookupPlacesSchema,
  lookupRefSchema,
  lookupRunSchema,
  lookupSourceInputSchema,
  lookupSourceSchema,
} from './lookup-schemas.ts';
import { method } from './method.ts';
import {
  addConnectionSchema,
  appInfoSchema,
  completionSchema,
  connectionRefSchema,
  connectionTestSchema,
  countSchema,
  exportFormatSchema,
  exportInputSchema,
  exportPreviewSchema,
  exportResultSchema,
  helpSectionSchema,
  newCaseSchema,
  nothingSchema,
  operationResultSchema,
  queryHintSchema,
  queryTextSchema,
  searchInputSchema,
  secretInputSchema,
  selectionSchema,
  settingsSchema,
  storedSelectionSchema,
  syncProgressSchema,
  templateListSchema,
  triageInputSchema,
  vaultStatusSchema,
  vendorDescriptionSchema,
} from './schemas.ts';

const writeInputSchema = connectionRefSchema.extend({
  operation: z.string().max(64),
  input: z.record(z.string(), z.unknown()),
});
const caseRef = z.strictObject({ number: caseNumberSchema });
/** Newest first; `after` is `next` of the page before. */
const caseLogWindow = caseRef.extend({
  after: z.number().int().nullable(),
  limit: z.number().int().min(1).max(200),
});
/** A note, entry, file or piece of evidence by its id. */
const casePartRef = caseRef.extend({ id: z.number().int() });
const logPageOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.strictObject({ entries: z.array(entry), next: z.number().int().nullable() });
const caseIndicatorRef = caseRef.extend({ type: z.enum(indicatorTypes), value: z.string().max(100_000) });

/** Every method of the application; both ends of a bridge and the tests derive from it. No method returns a secret or takes a path, SQL or URL to fetch. */
export const methods = {
  /** The window no longer waits for one of its calls, named by the number that it gave it. */
  'calls.cancel': method({ input: z.strictObject({ id: z.number().int().min(0) }), output: nothingSchema }),

  'app.info': method({ input: nothingSchema, output: appInfoSchema }),
  'settings.get': method({ input: nothingSchema, output: settingsSchema }),
  'settings.set': method({ input: settingsSchema.partial(), output: settingsSchema }),
  'vault.status': method({ input: nothingSchema, output: vaultStatusSchema }),
  'vendors.list': method({ input: nothingSchema, output: z.array(vendorDescriptionSchema) }),

  'connections.list': method({ input: nothingSchema, output: z.array(connectionSchema) }),
  'connections.add': method({ input: addConnectionSchema, output: connectionSchema }),
  'connections.update': method({
    input: connectionRefSchema.extend({
      name: connectionNameSchema.optional(),
      site: z.string().max(253).nullable().optional(),
      baseUrl: z.string().max(2_048).nullable().optional(),
      options: streamOptionsSchema.optional(),
    }),
    output: connectionSchema,
  }),
  'connections.remove': method({ input: connectionRefSchema.extend({ purge: z.boolean() }), output: nothingSchema }),
  /** Tests what is stored. */
  'connections.test': method({ input: connectionRefSchema, output: connectionTestSchema }),
  /** Tests what is typed, before anything is stored. */
  'connections.tryOut': method({ input: addConnectionSchema, output: connectionTestSchema }),
  'credentials.set': method({
    input: connectionRefSchema.extend({ secret: secretInputSchema, keepIn: z.enum(['keychain', 'memory']) }),
    output: connectionSchema,
  }),
  'credentials.clear': method({ input: connectionRefSchema, output: connectionSchema }),

  /** What is left of each vendor's limit; `budgets.changed` tells of changes. */
  'budgets.list': method({ input: nothingSchema, output: z.array(connectionBudgetSchema) }),
  /** Cancels what waits for the vendor of a connection. */
  'budgets.cancelWaits': method({ input: connectionRefSchema, output: nothingSchema }),

  'network.get': method({ input: nothingSchema, output: networkSettingsSchema }),
  'network.setProxy': method({ input: proxySettingsSchema, output: networkSettingsSchema }),
  /** A secret: it goes to the keychain; null removes it. */
  'network.setProxyLogin': method({
    input: z.strictObject({
      login: z.strictObject({ user: z.string().min(1).max(256), password: z.string().min(1).max(1_024) }).nullable(),
    }),
    output: networkSettingsSchema,
  }),
  /** Trusts the certificates of PEM texts, for one connection or for all. */
  'network.addAuthorities': method({
    input: z.strictObject({ pem: pemTextSchema, connectionId: connectionIdSchema.nullable() }),
    output: networkSettingsSchema,
  }),
  'network.removeAuthority': method({
    input: z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
      connectionId: connectionIdSchema.nullable(),
    }),
    output: networkSettingsSchema,
  }),

  /** What the vendor of a connection can do beside syncing, and what its key was refused. */
  'operations.list': method({ input: connectionRefSchema, output: z.array(operationChoiceSchema) }),
  /** The right that an operation needs was granted at the vendor: whatever needs it is offered again. */
  'operations.forgetRefusal': method({
    input: connectionRefSchema.extend({ operation: z.string().max(64) }),
    output: nothingSchema,
  }),
  /** Calls the vendor now; a write only when confirmed. */
  'operations.run': method({
    input: connectionRefSchema.extend({
      operation: z.string().max(64),
      input: z.record(z.string(), z.unknown()),
      confirmed: z.boolean(),
    }),
    output: operationResultSchema,
  }),

  /** In the order of sending. */
  'outbox.list': method({
    input: z.strictObject({
      states: z.array(z.enum(outboxStates)).min(1).nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.strictObject({ lines: z.array(outboxLineSchema), counts: outboxCountsSchema }),
  }),
  'outbox.diff': method({ input: z.strictObject({ ids: outboxIdsSchema }), output: z.array(outboxDiffSchema) }),
  /** What can be queued, at all connections. */
  'outbox.writes': method({ input: nothingSchema, output: z.array(writeChoiceSchema) }),
  /** Asks the vendor what a write by filter would concern now. */
  'outbox.countMatches': method({ input: writeInputSchema, output: matchesSchema }),
  /** Queues a write: one change per row or id. `agreed`: what a write by filter was said to concern. */
  'outbox.queue': method({
    input: writeInputSchema.extend({ agreed: matchesSchema.nullable().default(null) }),
    output: z.strictObject({ ids: z.array(z.number().int()) }),
  }),
  /** Queues what the fields of a write mean for indicators of the cache. */
  'outbox.queueSelection': method({
    input: connectionRefSchema.extend({
      operation: z.string().max(64),
      selection: selectionSchema,
      fields: z.record(z.string(), z.unknown()),
    }),
    output: z.strictObject({ queued: z.number().int(), skipped: z.number().int() }),
  }),
  'outbox.edit': method({
    input: z.strictObject({ id: outboxIdSchema, input: z.record(z.string(), z.unknown()) }),
    output: nothingSchema,
  }),
  'outbox.move': method({
    input: z.strictObject({ id: outboxIdSchema, beforeId: outboxIdSchema.nullable() }),
    output: nothingSchema,
  }),
  'outbox.drop': method({
    input: z.strictObject({ ids: outboxIdsSchema }),
    output: z.strictObject({ dropped: z.number().int() }),
  }),
  /** Of conflicts: make the change upon what the vendor holds now. */
  'outbox.rebase': method({
    input: z.strictObject({ ids: outboxIdsSchema }),
    output: z.strictObject({ rebased: z.number().int() }),
  }),
  /** Sends now, null: all that is queued; the window asks before. */
  'outbox.send': method({
    input: z.strictObject({ ids: outboxIdsSchema.nullable() }),
    output: sendOutcomeSchema,
  }),
  /** The tenant's words as last read; null before that. */
  'outbox.words': method({ input: connectionRefSchema, output: tenantWordsReadSchema.nullable() }),
  /** Reads them from the vendor; null for one that has none. */
  'outbox.refreshWords': method({ input: connectionRefSchema, output: tenantWordsReadSchema.nullable() }),

  /** What each connection can be asked about an indicator, with its last answer; never touches the network. */
  'details.get': method({ input: z.strictObject({ id: indicatorIdSchema }), output: z.array(vendorCardSchema) }),
  /** Asks the vendors about indicators now; null: every connection that can be asked. */
  'details.refresh': method({
    input: z.strictObject({
      selection: storedSelectionSchema,
      connectionIds: z.array(connectionIdSchema).min(1).max(100).nullable(),
    }),
    output: refreshOutcomeSchema,
  }),
  /** Ends what is being refreshed; what was answered until then is kept. */
  'details.cancel': method({ input: nothingSchema, output: nothingSchema }),

  'sync.start': method({
    input: z.strictObject({
      connectionIds: z.array(connectionIdSchema).nullable(),
      streams: z.array(z.string()).nullable(),
      full: z.boolean(),
    }),
    output: z.strictObject({ started: z.number().int() }),
  }),
  'sync.cancel': method({
    input: z.strictObject({ connectionId: connectionIdSchema.nullable() }),
    output: nothingSchema,
  }),
  'sync.status': method({ input: nothingSchema, output: z.array(syncProgressSchema) }),
  'runs.list': method({
    input: z.strictObject({ connectionId: connectionIdSchema.nullable(), limit: z.number().int().min(1).max(1_000) }),
    output: z.array(syncRunSchema),
  }),
  'runs.rejected': method({
    input: z.strictObject({ runId: z.number().int(), limit: z.number().int().min(1).max(200) }),
    output: z.array(rejectedRecordSchema),
  }),

  'indicators.search': method({ input: searchInputSchema, output: z.array(indicatorSummarySchema) }),
  'indicators.count': method({ input: z.strictObject({ query: queryTextSchema }), output: countSchema }),
  'indicators.facets': method({
    input: z.strictObject({ query: queryTextSchema }),
    output: z.record(z.string(), z.record(z.string(), z.number().int())),
  }),
  'indicators.histogram': method({
    input: z.strictObject({ query: queryTextSchema, field: z.enum(histogramFields) }),
    output: histogramSchema,
  }),
  /** By name. */
  'searches.list': method({ input: nothingSchema, output: z.array(savedSearchSchema) }),
  /** One of that name is replaced. */
  'searches.save': method({
    input: z.strictObject({
      name: savedSearchNameSchema,
      query: queryTextSchema,
      columns: shownColumnsSchema.nullable(),
    }),
    output: nothingSchema,
  }),
  'searches.remove': method({ input: z.strictObject({ name: savedSearchNameSchema }), output: nothingSchema }),
  /** From now on nothing of it is new. */
  'searches.look': method({ input: z.strictObject({ name: savedSearchNameSchema }), output: savedSearchSchema }),
  /** Newest first. */
  'searches.history': method({ input: nothingSchema, output: z.array(askedQuerySchema) }),
  'searches.remember': method({ input: z.strictObject({ query: queryTextSchema }), output: nothingSchema }),

  /** What could be written where the caret stands: UTF-16 offsets. */
  'indicators.complete': method({
    input: z.strictObject({ query: queryTextSchema, caret: z.number().int().min(0) }),
    output: completionSchema,
  }),
  /** The query language, made of its own grammar. */
  'indicators.help': method({ input: nothingSchema, output: z.array(helpSectionSchema) }),
  'indicators.hints': method({
    input: z.strictObject({ query: queryTextSchema }),
    output: z.array(queryHintSchema),
  }),
  'indicators.get': method({
    input: z.union([
      z.strictObject({ id: indicatorIdSchema }),
      z.strictObject({ type: z.enum(indicatorTypes), value: z.string().max(100_000) }),
    ]),
    output: indicatorDetailSchema.nullable(),
  }),
  /** Text for the clipboard: lines of ours, or what is pasted into a vendor's own search. */
  'indicators.copy': method({
    input: z.strictObject({
      selection: storedSelectionSchema,
      form: z.union([z.enum(copyForms), z.strictObject({ vendor: z.string().max(64) })]),
    }),
    output: z.strictObject({ text: z.string(), copied: z.number().int(), leftOut: z.number().int() }),
  }),
  'observations.raw': method({
    input: z.strictObject({ id: observationIdSchema }),
    output: z.strictObject({ text: z.string(), cut: z.boolean() }),
  }),
  'observations.versions': method({
    input: z.strictObject({ id: observationIdSchema }),
    output: z.array(observationVersionSchema),
  }),
  'triage.apply': method({
    input: triageInputSchema,
    output: z.strictObject({ changed: z.number().int(), undo: z.number().int().nullable() }),
  }),
  /** Takes a decision back, named by what `triage.apply` gave; what was decided since stands. */
  'triage.undo': method({
    input: z.strictObject({ decision: z.number().int().min(1) }),
    output: z.strictObject({ restored: z.number().int(), kept: z.number().int() }),
  }),

  'cases.list': method({ input: nothingSchema, output: z.array(caseSummarySchema) }),
  'cases.get': method({ input: caseRef, output: caseSchema }),
  'cases.notes': method({ input: caseLogWindow, output: logPageOf(caseNoteSchema) }),
  'cases.timeline': method({ input: caseLogWindow, output: logPageOf(caseTimelineEntrySchema) }),
  /** A page of the table of a case's indicators. */
  'cases.indicators': method({
    input: caseRef.extend({
      order: z.enum(caseIndicatorOrders),
      descending: z.boolean(),
      offset: z.number().int().min(0).max(10_000_000),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.array(caseIndicatorRowSchema),
  }),
  /** One of them with all that was frozen. */
  'cases.indicator': method({ input: caseIndicatorRef, output: caseIndicatorSchema }),
  'cases.create': method({ input: newCaseSchema, output: caseSummarySchema }),
  'cases.update': method({ input: caseRef.extend({ fields: caseFieldsSchema.partial() }), output: caseSummarySchema }),
  'cases.addIndicators': method({
    input: caseRef.extend({
      selection: selectionSchema,
      comment: z.string().max(10_000).nullable(),
      role: z.string().max(200).nullable(),
    }),
    output: z.strictObject({ added: z.number().int(), alreadyThere: z.number().int() }),
  }),
  /** Ends what is being added to a case; what was added so far stays. */
  'cases.cancelAddition': method({ input: caseRef, output: nothingSchema }),
  'cases.removeIndicator': method({
    input: caseIndicatorRef,
    output: nothingSchema,
  }),
  'cases.addNote': method({
    input: caseRef.extend({ text: noteTextSchema }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  /** An own entry in the timeline, about a moment that the analyst names. */
  'cases.addTimelineEntry': method({
    input: caseRef.extend({
      happenedAtMs: z.number().int().min(0).max(8_640_000_000_000),
      text: timelineTextSchema,
    }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  /** Own entries only. */
  'cases.removeTimelineEntry': method({ input: casePartRef, output: nothingSchema }),
  'cases.pinNote': method({
    input: caseRef.extend({ noteId: z.number().int(), pinned: z.boolean() }),
    output: nothingSchema,
  }),
  /** Freezes a vendor's record beside a note. */
  'cases.pinRecord': method({
    input: caseRef.extend({ noteId: z.number().int(), observationId: observationIdSchema }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  'cases.unpinRecord': method({ input: casePartRef, output: nothingSchema }),
  /** The text of a pinned record. */
  'cases.evidenceRaw': method({
    input: casePartRef,
    output: z.strictObject({ text: z.string(), cut: z.boolean() }),
  }),
  /** Takes a file that has arrived into a case: its name, size and hashes, not its bytes. */
  'cases.addFile': method({
    input: caseRef.extend({ fileId: fileRefSchema.shape.id, comment: z.string().trim().max(2_000).nullable() }),
    output: caseFileSchema,
  }),
  'cases.removeFile': method({ input: casePartRef, output: nothingSchema }),
  'cases.addTask': method({
    input: caseRef.extend({ text: taskTextSchema }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  'cases.setTaskDone': method({
    input: caseRef.extend({ taskId: z.number().int(), done: z.boolean() }),
    output: nothingSchema,
  }),
  'cases.close': method({
    input: caseRef.extend({ verdict: z.enum(verdicts), summary: z.string().trim().min(1).max(100_000) }),
    output: caseSummarySchema,
  }),

  /** A place for the bytes of one file; then `append` piece by piece, then whatever reads it. */
  'files.open': method({ input: fileOpenSchema, output: fileRefSchema }),
  'files.append': method({ input: filePieceSchema, output: nothingSchema }),
  'files.drop': method({ input: fileRefSchema, output: nothingSchema }),

  /** Looks one or more files up that have arrived. */
  'lookup.run': method({ input: lookupRunSchema, output: lookupOverviewSchema }),
  'lookup.cancel': method({ input: lookupRefSchema, output: nothingSchema }),
  'lookup.page': method({ input: lookupPageInputSchema, output: lookupPageSchema }),
  /** Numbers of all candidates that a filter lets through, for ranges picked with shift. */
  'lookup.indexes': method({ input: lookupListSchema, output: z.array(z.number().int()) }),
  'lookup.places': method({ input: lookupPlacesInputSchema, output: lookupPlacesSchema }),
  'lookup.source': method({ input: lookupSourceInputSchema, output: lookupSourceSchema }),
  /** Text for the clipboard, piece by piece. */
  'lookup.copy': method({ input: lookupCopyInputSchema, output: lookupCopySchema }),

  /** Reads a file that has arrived; again with another format or mapping. */
  'imports.read': method({ input: importReadSchema, output: importOverviewSchema }),
  /** Nothing is written. */
  'imports.preview': method({ input: importGoSchema, output: importOutcomeSchema }),
  'imports.run': method({ input: importGoSchema, output: importOutcomeSchema }),
  /** Of the latest preview or run. */
  'imports.rows': method({ input: importRowsInputSchema, output: z.array(importRowSchema) }),
  'imports.cancel': method({ input: importRefSchema, output: nothingSchema }),
  'imports.drop': method({ input: importRefSchema, output: nothingSchema }),
  'imports.mappings': method({ input: nothingSchema, output: z.array(namedMappingSchema) }),
  'imports.saveMapping': method({ input: namedMappingSchema, output: nothingSchema }),
  'imports.removeMapping': method({ input: namedMappingSchema.pick({ name: true }), output: nothingSchema }),

  'lists.list': method({ input: nothingSchema, output: z.array(benignListSchema) }),
  /** What taking over the list in a file that has arrived would come to. */
  'lists.check': method({ input: fileRefSchema, output: listCheckSchema }),
  'lists.import': method({
    input: fileRefSchema,
    output: z.strictObject({ title: z.string(), entries: z.number().int(), leftOut: z.number().int() }),
  }),
  'lists.remove': method({ input: z.strictObject({ name: z.string().min(1).max(200) }), output: nothingSchema }),
  /** Titles of the lists that each indicator stands on. */
  'lists.match': method({
    input: z.strictObject({
      indicators: z
        .array(z.strictObject({ type: z.enum(indicatorTypes), value: z.string().max(100_000) }))
        .min(1)
        .max(200),
    }),
    output: z.array(z.array(z.string())),
  }),
  'lists.allowed': method({ input: nothingSchema, output: z.array(allowEntrySchema) }),
  /** Trusts a value; one that is trusted already gets the new reason and end. */
  'lists.allow': method({
    input: z.strictObject({
      value: z.string().trim().min(1).max(2_048),
      reason: z.string().trim().min(1).max(2_000),
      expiresAtMs: z.number().int().nullable(),
    }),
    output: nothingSchema,
  }),
  'lists.disallow': method({ input: z.strictObject({ id: z.number().int() }), output: nothingSchema }),

  /** Who did what, newest first; `number` narrows it to one case. */
  'audit.list': method({
    input: z.strictObject({
      number: caseNumberSchema.nullable(),
      after: z.number().int().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: logPageOf(auditEntrySchema),
  }),
  /** Goes through the whole log. */
  'audit.verify': method({ input: nothingSchema, output: auditVerdictSchema }),

  /** Opens a case bundle that has arrived, read-only, and checks it; null: it is not known yet whether it is encrypted. */
  'bundles.open': method({
    input: z.strictObject({ id: fileRefSchema.shape.id, passphrase: z.string().max(1_024).nullable() }),
    output: bundleViewSchema,
  }),

  'exports.formats': method({ input: nothingSchema, output: z.array(exportFormatSchema) }),
  /** Main asks for the place; null when the user cancelled. */
  'exports.write': method({ input: exportInputSchema, output: exportResultSchema.nullable() }),
  /** Stops the exports that run; an existing file stays as it was. */
  'exports.cancel': method({ input: nothingSchema, output: nothingSchema }),
  'exports.templates': method({ input: nothingSchema, output: templateListSchema }),
  /** What the report would say, as text; nothing is written. */
  'exports.preview': method({ input: exportInputSchema, output: exportPreviewSchema }),

  /** Main asks for the place; null when the user cancelled. */
  'care.backUp': method({ input: nothingSchema, output: backupResultSchema.nullable() }),
  /** Saves the analyst's own work from a damaged database into a new one; a sound one is left alone. */
  'care.repair': method({ input: nothingSchema, output: repairResultSchema }),
  /** Collects what a support needs to know; nothing is saved yet. */
  'care.diagnose': method({ input: nothingSchema, output: diagnosticsSchema }),
  /** Saves what was shown, under its id. Main asks for the place; null when the user cancelled. */
  'care.saveDiagnostics': method({
    input: z.strictObject({ id: z.number().int().min(0) }),
    output: z.strictObject({ place: z.string() }).nullable(),
  }),
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type MethodInput<Name extends MethodName> = z.input<Methods[Name]['input']>;
/** What a handler receives: parsed. */
export type MethodParsedInput<Name extends MethodName> = z.output<Methods[Name]['input']>;
export type MethodOutput<Name extends MethodName> = z.output<Methods[Name]['output']>;
