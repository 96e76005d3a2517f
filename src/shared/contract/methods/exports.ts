import * as z from 'zod';
import { method } from '../method.ts';
import {
  exportFormatSchema,
  exportInputSchema,
  exportPreviewSchema,
  exportResultSchema,
  nothingSchema,
  templateListSchema,
} from '../schemas.ts';

/** Methods around reports and lists that leave. */
export const exportsMethods = {
  'exports.formats': method({ input: nothingSchema, output: z.array(exportFormatSchema) }),
  /** Main asks for the place; null when the user cancelled. */
  'exports.write': method({ input: exportInputSchema, output: exportResultSchema.nullable() }),
  /** Stops the exports that run; an existing file stays as it was. */
  'exports.cancel': method({ input: nothingSchema, output: nothingSchema }),
  'exports.templates': method({ input: nothingSchema, output: templateListSchema }),
  /** What the report would say, as text; nothing is written. */
  'exports.preview': method({ input: exportInputSchema, output: exportPreviewSchema }),
} as const;
