import * as z from 'zod';
import { versionPattern } from '#main/domain/versions.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { releaseFileNameSchema } from '#shared/model/update.ts';

/** Of the text of a statement. */
export const statementLimitBytes = 64 * 1024;
/** Of the signature beside it. */
export const signatureLimitBytes = 4 * 1024;
const fileLimitBytes = 1024 * 1024 * 1024;

const wordSchema = z.string().regex(/^[A-Za-z0-9_]{1,20}$/);

const releaseFileSchema = z.strictObject({
  /** As Node names it. */
  platform: wordSchema,
  /** As Node names it; `universal` for all of a platform. */
  arch: wordSchema,
  /** Of the installer: `AppImage`, `deb`, `exe`, `dmg`. */
  kind: wordSchema,
  name: releaseFileNameSchema,
  /** In bytes. */
  size: z.number().int().min(1).max(fileLimitBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ReleaseFile = z.infer<typeof releaseFileSchema>;

/** What a release says of itself; written by `scripts/tasks/state-release.mjs`. */
const releaseStatementSchema = z.strictObject({
  format: z.literal(1),
  version: z.string().max(100).regex(versionPattern),
  releasedAt: z.iso.datetime(),
  notes: z.string().max(20_000),
  files: z
    .array(releaseFileSchema)
    .min(1)
    .max(50)
    .refine((files) => new Set(files.map(({ name }) => name)).size === files.length),
});
export type ReleaseStatement = z.infer<typeof releaseStatementSchema>;

/**
 * Reads a statement whose signature was verified.
 * @throws AppError `update.notVerified` for a text that is none of this form.
 */
export function readStatement(bytes: Uint8Array): ReleaseStatement {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return releaseStatementSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('update.notVerified', 'What the release says of itself cannot be read by this version.', {
      cause,
      suggestion: 'Get the new version the way you got this one.',
    });
  }
}

/** The files for a machine. */
export function filesFor(
  { files }: ReleaseStatement,
  machine: { readonly platform: string; readonly arch: string },
): readonly ReleaseFile[] {
  return files.filter(
    ({ platform, arch }) => platform === machine.platform && (arch === machine.arch || arch === 'universal'),
  );
}
