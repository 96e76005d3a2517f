import * as z from 'zod';
import { splitHidden } from '../text/hidden-characters.ts';
import { normaliseTagName } from '../text/tag-name.ts';

/** Code points of a tag's name. */
export const tagNameLimit = 100;
/** Tags that one tagging adds or removes. */
export const tagsAtOnce = 50;

/** A tag as an analyst may write it: normalised, visible throughout, not too long. */
export const tagNameSchema = z
  .string()
  .max(10_000, 'is too long for the name of a tag')
  .overwrite(normaliseTagName)
  .min(1, 'must not be empty')
  .refine((name) => [...name].length <= tagNameLimit, `must have at most ${tagNameLimit} characters`)
  .refine(
    (name) => splitHidden(name).every(({ kind }) => kind === 'text'),
    'must not have control characters or invisible ones',
  );

/** A tag of the analyst's that stands on an indicator, and who put it there last. */
export const ownTagSchema = z.strictObject({ name: z.string(), by: z.string(), atMs: z.number().int() });
export type OwnTag = z.infer<typeof ownTagSchema>;

/** An entry of the append-only history of an indicator's own tags. */
export const tagEntrySchema = z.strictObject({
  name: z.string(),
  change: z.enum(['added', 'removed']),
  by: z.string(),
  atMs: z.number().int(),
});
export type TagEntry = z.infer<typeof tagEntrySchema>;

/** On how many indicators an own tag stands. */
export const tagCountSchema = z.strictObject({ name: z.string(), count: z.number().int().min(1) });
export type TagCount = z.infer<typeof tagCountSchema>;
