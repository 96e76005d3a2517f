import * as z from 'zod';

/** A parameter of a vendor's operation. */
const operationParameterSchema = z.strictObject({
  name: z.string(),
  place: z.enum(['path', 'query', 'body']),
  required: z.boolean(),
  kind: z.enum(['text', 'integer', 'boolean', 'choice', 'list', 'object']),
  /** The words of a `choice`, else empty. */
  choices: z.array(z.string()),
  hint: z.string(),
});

/** A documented call of a vendor, as it is shown. */
export const operationDescriptionSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['read', 'write']),
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
  path: z.string(),
  summary: z.string(),
  /** The right that the key needs. */
  scope: z.string(),
  verified: z.enum(['recording', 'description']),
  parameters: z.array(operationParameterSchema),
});
export type OperationDescription = z.infer<typeof operationDescriptionSchema>;

/** A call that a connection can make, and what speaks against it. */
export const operationChoiceSchema = operationDescriptionSchema.extend({
  /** Why the key may not do it, as the vendor last said; null where nothing is known against it. */
  denied: z.string().nullable(),
});
export type OperationChoice = z.infer<typeof operationChoiceSchema>;
