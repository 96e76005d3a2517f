import * as z from 'zod';
import { errorCodes } from '../errors/codes.ts';
import { findingKinds } from '../errors/finding-kinds.ts';
import { passphraseSchema } from '../model/bundle.ts';
import { caseFieldsSchema } from '../model/case.ts';
import { streamOptionsSchema } from '../model/connection.ts';
import { caseNumberSchema, connectionIdSchema, connectionNameSchema, indicatorIdSchema } from '../model/ids.ts';
import { pemTextSchema } from '../model/network.ts';
import { reportSections } from '../model/report.ts';
import { tagNameSchema, tagsAtOnce } from '../model/tag.ts';
import { updateModes } from '../model/update.ts';
import { indicatorTypes, tlpMarks, triageStates, verdicts } from '../model/vocabulary.ts';
import { queryLengthLimit } from '../text/value-lists.ts';
import { lookupPickSchema } from './lookup-schemas.ts';

/** Nothing goes in, or nothing comes out. */
export const nothingSchema = z.null();

/** What a form needs to know of a vendor. */
const vendorOptionSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['text', 'integer', 'boolean', 'choice']),
  choices: z.array(z.string()),
  hint: z.string(),
});

export const vendorDescriptionSchema = z.strictObject({
  id: z.string(),
  displayName: z.string(),
  credentialFields: z.array(
    z.strictObject({ name: z.string(), label: z.string(), required: z.boolean(), hint: z.string() }),
  ),
  sites: z.array(z.strictObject({ id: z.string(), label: z.string(), origin: z.string() })),
  defaultOrigin: z.string(),
  /** How many questions about single indicators it takes; none: it cannot be refreshed from. */
  inquiries: z.number().int(),
  /** What a query for its own search is called; null where it has none. */
  searchLabel: z.string().nullable(),
  streams: z.array(
    z.strictObject({
      id: z.string(),
      displayName: z.string(),
      options: z.array(vendorOptionSchema),
    }),
  ),
  /** Options of the account itself, for the section `accountSection`. */
  accountOptions: z.array(vendorOptionSchema),
});
export type VendorDescription = z.infer<typeof vendorDescriptionSchema>;

/** Secret fields on their way in; no method brings any out. */
export const secretInputSchema = z.record(z.string(), z.string().max(4_096));

export const addConnectionSchema = z.strictObject({
  name: connectionNameSchema,
  vendor: z.string().max(64),
  site: z.string().max(253).nullable(),
  baseUrl: z.string().max(2_048).nullable(),
  options: streamOptionsSchema,
  secret: secretInputSchema.nullable(),
  /** `memory`: the secret is for this run of the program only. */
  keepSecretIn: z.enum(['keychain', 'memory']),
  /** Text of PEM files that are trusted for this connection. */
  authorities: pemTextSchema.optional(),
});

export const connectionRefSchema = z.strictObject({ id: connectionIdSchema });

/** One thing that is wrong, and what to do about it. `warning`: calls go through all the same. */
export const findingSchema = z.strictObject({
  kind: z.enum(findingKinds).nullable(),
  severity: z.enum(['fault', 'warning']),
  problem: z.string(),
  nextStep: z.string(),
});
export type ConnectionFinding = z.infer<typeof findingSchema>;

/** What the test of a connection found: each step in order, the first failed one explains the rest. */
export const connectionTestSchema = z.strictObject({
  ok: z.boolean(),
  /** Of the failed step; null when all is well. */
  code: z.enum(errorCodes).nullable(),
  message: z.string(),
  steps: z.array(z.strictObject({ label: z.string(), ok: z.boolean(), detail: z.string() })),
  /** The fault first, then warnings; empty when all is well. */
  findings: z.array(findingSchema),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

export const queryTextSchema = z.string().max(queryLengthLimit, 'The query is too long; split it into several.');

/** Something about a query that is no error; `query` is how it was probably meant. */
export const queryHintSchema = z.strictObject({ message: z.string(), query: z.string().nullable() });
/** Suggestions for a stretch of a query; `count` is of the whole cache, null where nobody counted. */
export const completionSchema = z.strictObject({
  start: z.number().int(),
  end: z.number().int(),
  suggestions: z.array(
    z.strictObject({ text: z.string(), meaning: z.string().nullable(), count: z.number().int().nullable() }),
  ),
});

/** A part of the help on the query language; each example is a query. */
export const helpSectionSchema = z.strictObject({
  title: z.string(),
  entries: z.array(z.strictObject({ example: z.string(), meaning: z.string() })),
});

/** What a vendor answered: JSON text, at most 256 KiB of it, and what of the call it refused. */
export const operationResultSchema = z.strictObject({
  text: z.string(),
  cut: z.boolean(),
  refusal: z.strictObject({ message: z.string(), isPartial: z.boolean() }).nullable(),
});

export const searchInputSchema = z.strictObject({
  query: queryTextSchema,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
});

export const countSchema = z.strictObject({ value: z.number().int(), exact: z.boolean() });

/** Rows picked by hand. */
const byIdSchema = z.strictObject({ ids: z.array(indicatorIdSchema).min(1).max(10_000) });
const byQuerySchema = z.strictObject({ query: queryTextSchema });
/** Of what the cache holds. */
export const storedSelectionSchema = z.union([byIdSchema, byQuerySchema]);
const byLookupSchema = z.strictObject({ lookup: lookupPickSchema });
/** Also of a look-up; what is unknown is taken into the cache. */
export const selectionSchema = z.union([byIdSchema, byQuerySchema, byLookupSchema]);
export type StoredSelection = z.infer<typeof storedSelectionSchema>;
export type Selection = z.infer<typeof selectionSchema>;

export const triageInputSchema = z.strictObject({
  selection: selectionSchema,
  state: z.enum(triageStates).optional(),
  verdict: z.enum(verdicts).optional(),
  note: z.string().trim().min(1).max(100_000).optional(),
});

export const tagsInputSchema = z.strictObject({
  selection: selectionSchema,
  add: z.array(tagNameSchema).max(tagsAtOnce).default([]),
  remove: z.array(tagNameSchema).max(tagsAtOnce).default([]),
});

export const newCaseSchema = caseFieldsSchema.partial().required({ title: true });

export const exportFormatSchema = z.strictObject({
  id: z.string(),
  displayName: z.string(),
  fileExtension: z.string(),
  /** For people (defanged) or for machines (exact). */
  audience: z.enum(['people', 'machines']),
  /** A case, a list (what a query finds, or what somebody picked), or both. */
  scopes: z.array(z.enum(['case', 'query'])),
  /** What can be chosen for it. */
  choices: z.array(
    z.enum(['defang', 'sections', 'template', 'raw', 'types', 'verdicts', 'harmless', 'tlp1', 'passphrase']),
  ),
});
export type ExportFormatDescription = z.infer<typeof exportFormatSchema>;

/** Name of a template as `exports.templates` lists it: a file's name without its ending, never a path. */
export const templateNameSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u);

export const exportInputSchema = z.strictObject({
  format: z.string().max(64),
  /** A case as it was frozen, or a list as it stands. */
  scope: z.union([z.strictObject({ case: z.string().max(32) }), byIdSchema, byQuerySchema, byLookupSchema]),
  /** Ceiling: what is marked above it is left out and counted. */
  tlp: z.enum(tlpMarks).nullable(),
  defang: z.boolean(),
  includeRaw: z.boolean(),
  /** Parts of a report for people; absent for all. */
  sections: z.array(z.enum(reportSections)).min(1).max(reportSections.length).optional(),
  /** Name of one of the analyst's own templates, for reports for people; absent for none. */
  template: templateNameSchema.optional(),
  /** Absent for all; for block lists. */
  types: z.array(z.enum(indicatorTypes)).min(1).optional(),
  verdicts: z.array(z.enum(verdicts)).min(1).optional(),
  /** Also what is judged benign or listed as harmless, in formats made for blocking. */
  includeHarmless: z.boolean().optional(),
  /** Marks of TLP 1 beside those of TLP 2 (STIX). */
  tlp1: z.boolean().optional(),
  /** The finished file is encrypted with it (case bundle). */
  passphrase: passphraseSchema.optional(),
  /** The user was asked and agreed to write a file marked TLP:RED. Without it such an export is `state.conflict`. */
  confirmedRed: z.boolean().optional(),
});
export type ExportInput = z.infer<typeof exportInputSchema>;

/** What was written; `place` is for the eyes, with the home folder as `~`. */
export const exportResultSchema = z.strictObject({
  place: z.string(),
  sizeBytes: z.number().int(),
  indicators: z.number().int(),
  leftOut: z.number().int(),
  /** What the format cannot carry, or the choices left out. */
  unfit: z.number().int(),
  tlp: z.enum(tlpMarks),
  /** Of a bundle that was read back: SHA-256 of its manifest; null of other formats, and of one too large to be opened. */
  fingerprint: z.string().nullable(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** How far an export is; `over` however it ended. */
export const exportProgressSchema = z.strictObject({
  /** Indicators read since the last beginning: a report is read more than once. */
  done: z.number().int(),
  total: z.number().int(),
  stage: z.enum(['reading', 'printing', 'over']),
});
export type ExportProgress = z.infer<typeof exportProgressSchema>;

/** The analyst's own report templates, and where they lie (for the eyes). */
export const templateListSchema = z.strictObject({ folder: z.string(), names: z.array(z.string()) });
export type TemplateList = z.infer<typeof templateListSchema>;

/** The beginning of a report, as Markdown text. */
export const exportPreviewSchema = z.strictObject({ text: z.string(), isWhole: z.boolean() });
export type ExportPreview = z.infer<typeof exportPreviewSchema>;

/** Live state of one stream's sync. */
export const syncProgressSchema = z.strictObject({
  connectionId: connectionIdSchema,
  connection: z.string(),
  stream: z.string(),
  pages: z.number().int(),
  received: z.number().int(),
  expected: z.number().int().nullable(),
  /** Set while waiting because the vendor asked for it: until when, epoch ms. */
  waitingUntilMs: z.number().int().nullable(),
});
export type SyncProgress = z.infer<typeof syncProgressSchema>;

/** How far an addition to a case has come. */
export const additionProgressSchema = z.strictObject({
  number: caseNumberSchema,
  /** Looked at so far, of `total`; both 0 while the query is still being answered. */
  done: z.number().int(),
  total: z.number().int(),
  /** False in the last message, however it ended. */
  isRunning: z.boolean(),
});
export type AdditionProgress = z.infer<typeof additionProgressSchema>;

export const vaultStatusSchema = z.strictObject({
  keychain: z.strictObject({ usable: z.boolean(), explanation: z.string() }),
  /** Connections whose secret is in memory only. */
  memoryOnly: z.array(z.string()),
});

/** Preferences of the window and of exports. */
export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['comfortable', 'compact']),
  timeZone: z.enum(['utc', 'local']),
  /** Name written into triage, cases and reports. */
  analystName: z.string().trim().min(1).max(200),
  /** Mark of a list export that carries none of its own. */
  defaultTlp: z.enum(tlpMarks),
  /** Whether new versions are looked for; a policy of the computer may allow less. */
  updates: z.enum(updateModes),
});
export type Settings = z.infer<typeof settingsSchema>;

export const appInfoSchema = z.strictObject({
  version: z.string(),
  shell: z.enum(['electron', 'chromium', 'cli']),
  /** The data folder for the eyes, with the home folder as `~`. */
  dataFolder: z.string(),
  /** What hinders the work where the data lies (a network drive), in words. */
  storageWarning: z.string().nullable(),
});
