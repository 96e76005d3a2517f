import { readFixture } from './shape.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Slice {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly schema?: Schema }>> }>>
    >
  >;
}

// The file is ours and does not change; a wrong shape would fail every test that uses it.
const slice = readFixture('crowdstrike', 'swagger-slice.json') as Slice;

/** Operations of the slice as `METHOD path`. */
export function listOperations(): readonly string[] {
  return Object.entries(slice.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** The name of the model that an operation answers with, undefined when the status is not documented. */
export function responseModel(method: string, path: string, status: number): string | undefined {
  return slice.paths[path]?.[method.toLowerCase()]?.responses[String(status)]?.schema?.$ref?.split('/').at(-1);
}

/** Where a value departs from a model: wrong types, unknown members, missing required members. */
export function departures(value: unknown, model: string): readonly string[] {
  return check(value, { $ref: `#/definitions/${model}` }, model);
}

function check(value: unknown, schema: Schema, path: string): readonly string[] {
  const target = schema.$ref === undefined ? schema : slice.definitions[schema.$ref.split('/').at(-1) ?? ''];
  if (target === undefined) return [`${path}: no such model`];
  if (target.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: not a list`];
    const { items } = target;
    return items === undefined ? [] : value.flatMap((item, index) => check(item, items, `${path}[${index}]`));
  }
  if (target.properties !== undefined) return checkObject(value, target, path);
  if (target.type === 'integer') return Number.isInteger(value) ? [] : [`${path}: not an integer`];
  if (target.type === undefined || target.type === 'object') return [];
  return typeof value === target.type ? [] : [`${path}: not a ${target.type}`];
}

function checkObject(value: unknown, schema: Schema, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: not an object`];
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${path}.${name}: missing`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const property = schema.properties?.[name];
    return property === undefined ? [`${path}.${name}: not documented`] : check(member, property, `${path}.${name}`);
  });
  return [...missing, ...wrong];
}
