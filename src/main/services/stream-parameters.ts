import * as z from 'zod';
import type { AnyVendorStream } from '#main/vendors/vendor.ts';

/** One parameter of a stream, as a form or a command line has to know it. */
export interface StreamParameter {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'boolean' | 'choice';
  /** The words of a `choice`, else empty. */
  readonly choices: readonly string[];
  readonly hint: string;
}

/** The part of a JSON schema that tells what kind of value a parameter takes. */
const propertySchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string().optional(),
});

/** The parameters that a stream's own schema declares, in its order. */
export function listParameters(stream: Pick<AnyVendorStream, 'optionsSchema'>): readonly StreamParameter[] {
  const schema = z.toJSONSchema(stream.optionsSchema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const parsed = propertySchema.safeParse(property);
    const facts = parsed.success ? parsed.data : {};
    const choices = (facts.enum ?? []).filter((choice) => typeof choice === 'string');
    return { name, kind: kindOf(facts.type, choices), choices, hint: facts.description ?? '' };
  });
}

function kindOf(type: string | undefined, choices: readonly string[]): StreamParameter['kind'] {
  if (choices.length > 0) return 'choice';
  if (type === 'boolean') return 'boolean';
  return type === 'integer' || type === 'number' ? 'integer' : 'text';
}
