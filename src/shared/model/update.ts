import * as z from 'zod';

/** `off`: nobody is asked. `manual`: when the user presses the button. `daily`: once a day too, and nothing is downloaded by itself. */
export const updateModes = ['off', 'manual', 'daily'] as const;
export type UpdateMode = (typeof updateModes)[number];

/** What the policy file of the system says about updates. */
export type UpdatePolicy =
  | { readonly kind: 'none' }
  /** At most this. */
  | { readonly kind: 'ceiling'; readonly mode: UpdateMode }
  /** It is there, and cannot be read or understood. */
  | { readonly kind: 'unreadable' };

/** Name of a file of a release: it becomes a part of an address and of a path, and can be nothing else of either. */
export const releaseFileNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/);

/** What is known of updates. */
export const updateStatusSchema = z.strictObject({
  /** The version that runs. */
  version: z.string(),
  mode: z.enum(updateModes),
  decidedBy: z.enum(['build', 'policy', 'setting']),
  /** Why there are none, or fewer than the setting wants; null where the setting decides. */
  reason: z.string().nullable(),
  /** What the last look found; null before the first. */
  latest: z
    .strictObject({
      version: z.string(),
      isNewer: z.boolean(),
      releasedAtMs: z.number().int(),
      /** Plain text, whatever stands in it. */
      notes: z.string(),
      /** For this machine. */
      files: z.array(z.strictObject({ name: releaseFileNameSchema, sizeBytes: z.number().int() })),
    })
    .nullable(),
});
export type UpdateStatus = z.infer<typeof updateStatusSchema>;

/** How far a download is; `isRunning` is false in the last message, however it ended. */
export const updateProgressSchema = z.strictObject({
  name: releaseFileNameSchema,
  doneBytes: z.number().int(),
  totalBytes: z.number().int(),
  isRunning: z.boolean(),
});
export type UpdateProgress = z.infer<typeof updateProgressSchema>;
