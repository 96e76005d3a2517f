import * as z from 'zod';
import type { VendorOperation } from '#main/vendors/operation.ts';
import type { OperationDescription } from '#shared/model/operation.ts';

/** The part of a JSON schema that tells what kind of value a parameter takes. */
interface Property {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly description?: string | undefined;
  readonly anyOf?: readonly Property[] | undefined;
}

const propertySchema: z.ZodType<Property> = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string().optional(),
  get anyOf() {
    return z.array(propertySchema).optional();
  },
});

/** An operation as forms, the command line and the documentation show it; nothing that runs. */
export function describeOperation(operation: VendorOperation): OperationDescription {
  const { name, kind, method, path, summary, scope, verified, places, inputSchema } = operation;
  const schema = z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  return {
    name,
    kind,
    method,
    path,
    summary,
    scope,
    verified,
    parameters: Object.entries(schema.properties ?? {}).map(([parameter, property]) => ({
      name: parameter,
      place: places[parameter] ?? 'query',
      required: required.has(parameter),
      ...describeProperty(property),
    })),
  };
}

function describeProperty(
  property: unknown,
): Pick<OperationDescription['parameters'][number], 'kind' | 'choices' | 'hint'> {
  const parsed = propertySchema.safeParse(property);
  const facts = parsed.success ? parsed.data : {};
  const choices = (facts.enum ?? []).filter((choice) => typeof choice === 'string');
  return { kind: kindOf(facts, choices), choices, hint: facts.description ?? '' };
}

function kindOf(
  { type, anyOf = [] }: Property,
  choices: readonly string[],
): OperationDescription['parameters'][number]['kind'] {
  if (choices.length > 0) return 'choice';
  switch (type ?? anyOf[0]?.type) {
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'number':
      return 'integer';
    case 'array':
      return 'list';
    case 'object':
      return 'object';
    default:
      return 'text';
  }
}
