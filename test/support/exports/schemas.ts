import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const folder = join(import.meta.dirname, '../../fixtures/schemas');

function readJson(...path: readonly string[]): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as Record<string, unknown>;
}

/** Validators of OASIS's schemas: of the whole bundle, and of each type for messages that name what is wrong. */
export interface StixSchemas {
  readonly bundle: ValidateFunction;
  /** @returns undefined for a type without a schema. */
  ofType(type: string): ValidateFunction | undefined;
}

export function loadStixSchemas(): StixSchemas {
  // Patterns of the schemas escape a hyphen, which the `u` flag does not allow.
  const ajv = new Ajv2020.default({ strict: false, unicodeRegExp: false, allErrors: false });
  addFormats.default(ajv);
  const ids = new Map<string, string>();
  for (const part of ['common', 'sdos', 'sros', 'observables']) {
    for (const name of readdirSync(join(folder, 'stix2.1', part))) {
      const schema = readJson('stix2.1', part, name);
      ajv.addSchema(schema);
      ids.set(name.replace('.json', ''), String(schema['$id']));
    }
  }
  const ofType = (type: string): ValidateFunction | undefined => ajv.getSchema(ids.get(type) ?? '');
  const bundle = ofType('bundle');
  if (bundle === undefined) throw new Error('no schema of bundles');
  return { bundle, ofType };
}

/** MISP's schema of events: `strict` closes every object, `lax` leaves them open. */
export function loadMispSchema(kind: 'strict' | 'lax'): ValidateFunction {
  const ajv = new AjvDraft4.default({ strict: false });
  return ajv.compile(readJson('misp', kind === 'strict' ? 'schema.json' : 'schema-lax.json'));
}

/** The pairs of category and type that MISP allows. */
export function readMispPairs(): Readonly<Record<string, readonly string[]>> {
  const { result } = readJson('misp', 'describeTypes.json') as {
    result: { category_type_mappings: Record<string, string[]> };
  };
  return result.category_type_mappings;
}
