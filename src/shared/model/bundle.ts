import * as z from 'zod';
import { caseFileLimit, caseTaskLimit } from './limits.ts';
import { caseStatuses, indicatorTypes, papMarks, severities, tlpMarks, triageStates, verdicts } from './vocabulary.ts';

/** What a bundle says it is, and the version of its form; raised when a reader of an older one would misunderstand. */
export const bundleFormat = 'sightline-bundle';
export const bundleVersion = 1;

/** Every member of a bundle beside its manifest, in the order in which they are packed. */
export const bundleMembers = [
  'case.json',
  'indicators.jsonl',
  'notes.jsonl',
  'timeline.jsonl',
  'records.jsonl',
  'evidence.jsonl',
  'audit.jsonl',
] as const;
export type BundleMember = (typeof bundleMembers)[number];

/** Names each member with its size and SHA-256; packed last, as it is known last. */
export const bundleManifest = 'manifest.json';

/** Least characters of a passphrase: what protects a file that travels can be guessed at leisure. */
export const passphraseSchema = z.string().min(12, 'A passphrase has at least 12 characters.').max(1_024);

export const bundleManifestSchema = z.object({
  format: z.literal(bundleFormat),
  version: z.number().int().min(1),
  members: z.array(z.object({ name: z.string(), sizeBytes: z.number().int().min(0), sha256: z.string() })).max(64),
  /** SHA-256 of the members as JSON: tells a changed manifest from a changed member. */
  seal: z.string(),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** The manifest in its one spelling: any other text is not what was written. */
export function writeManifestText({ format, version, members, seal }: BundleManifest): string {
  return `${JSON.stringify({ format, version, members, seal }, undefined, 2)}\n`;
}

/** What a bundle tells of its case at first sight, within the limits of a case; unknown fields are for others. */
export const bundleHeadSchema = z.object({
  tool: z.string().max(200),
  dataStateAt: z.string().max(40),
  tlp: z.enum(tlpMarks),
  leftOut: z.number().int(),
  case: z.object({
    number: z.string().max(20),
    uuid: z.string().max(36),
    title: z.string().max(300),
    status: z.enum(caseStatuses),
    severity: z.enum(severities),
    pap: z.enum(papMarks),
    assignee: z.string().max(200).nullable(),
    summary: z.string().max(100_000).nullable(),
    verdict: z.enum(verdicts).nullable(),
    createdAt: z.string().max(40),
    updatedAt: z.string().max(40),
    tasks: z
      .array(z.object({ id: z.number().int(), text: z.string().max(2_000), done: z.boolean() }))
      .max(caseTaskLimit),
    files: z
      .array(z.object({ name: z.string().max(1_000), sizeBytes: z.number(), sha256: z.string().max(64) }))
      .max(caseFileLimit),
  }),
});
export type BundleHead = z.infer<typeof bundleHeadSchema>;

export const bundleIndicatorSchema = z.object({
  type: z.enum(indicatorTypes),
  value: z.string(),
  score: z.number().nullable(),
  severity: z.enum(severities),
  state: z.enum(triageStates),
  verdict: z.enum(verdicts),
  vendors: z.array(z.string()),
  role: z.string().nullable(),
  comment: z.string().nullable(),
  addedAt: z.string().nullable(),
});

const bundleEvidenceSchema = z.object({
  type: z.string(),
  value: z.string(),
  connection: z.string(),
  rawSha256: z.string(),
});
export const bundleNoteSchema = z.object({
  at: z.string(),
  by: z.string(),
  text: z.string(),
  pinned: z.boolean(),
  evidence: z.array(bundleEvidenceSchema),
});

export const bundleEntrySchema = z.object({ at: z.string(), text: z.string(), by: z.string().nullable() });

/** Where a bundle is not what was sealed. */
export const bundleFaultSchema = z.strictObject({
  /** Its name as it stands in the archive: foreign text. */
  member: z.string(),
  problem: z.string(),
});
export type BundleFault = z.infer<typeof bundleFaultSchema>;

/** A bundle that was opened: what it holds, as far as it is shown, and whether it is what was sealed. Nothing of it is stored. */
export const bundleViewSchema = z.strictObject({
  /** It is encrypted and no passphrase was given: nothing else is known. */
  isLocked: z.boolean(),
  isEncrypted: z.boolean(),
  /** SHA-256 of the manifest: equal to the one that was told when it was written, everything in it is what was written. */
  fingerprint: z.string().nullable(),
  /** Empty when every member is what the manifest says. */
  faults: z.array(bundleFaultSchema),
  /** Null when its member cannot be trusted. */
  head: bundleHeadSchema.nullable(),
  /** Lines of each member; what is shown below are the first of them. */
  counts: z.partialRecord(z.enum(bundleMembers), z.number().int()),
  indicators: z.array(bundleIndicatorSchema),
  notes: z.array(bundleNoteSchema),
  timeline: z.array(bundleEntrySchema),
});
export type BundleView = z.infer<typeof bundleViewSchema>;
