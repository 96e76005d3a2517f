import * as z from 'zod';
import { allowEntrySchema, benignListSchema, listCheckSchema } from '../../model/benign-list.ts';
import { bundleViewSchema } from '../../model/bundle.ts';
import { indicatorTypes } from '../../model/vocabulary.ts';
import { fileOpenSchema, filePieceSchema, fileRefSchema } from '../file-schemas.ts';
import {
  importGoSchema,
  importOutcomeSchema,
  importOverviewSchema,
  importReadSchema,
  importRefSchema,
  importRowSchema,
  importRowsInputSchema,
  namedMappingSchema,
} from '../import-schemas.ts';
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
} from '../lookup-schemas.ts';
import { method } from '../method.ts';
import { nothingSchema } from '../schemas.ts';

/** Methods around files that arrive: looked up, imported, lists, bundles. */
export const filesMethods = {
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

  /** Opens a case bundle that has arrived, read-only, and checks it; null: it is not known yet whether it is encrypted. */
  'bundles.open': method({
    input: z.strictObject({ id: fileRefSchema.shape.id, passphrase: z.string().max(1_024).nullable() }),
    output: bundleViewSchema,
  }),
} as const;
