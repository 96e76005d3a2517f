import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { bulkUpdateSchema, createRowSchema, updateRowSchema } from '#main/vendors/crowdstrike/operations/writes.ts';

const memberSchema = z.looseObject({ 'x-nullable': z.boolean().optional() });
const modelSchema = z.looseObject({ properties: z.record(z.string(), memberSchema) });
const slice = z
  .looseObject({ definitions: z.record(z.string(), z.unknown()) })
  .parse(
    JSON.parse(readFileSync(new URL('../../fixtures/vendors/crowdstrike/swagger-slice.json', import.meta.url), 'utf8')),
  );

const rows = [
  ['indicator_create_v1', 'APIIndicatorCreateReqV1', createRowSchema],
  ['indicator_update_v1', 'APIIndicatorUpdateReqV1', updateRowSchema],
  ['indicator_update_v1 by filter', 'APIBulkUpdateReqV1', bulkUpdateSchema],
] as const;

it.each(rows)('a row of %s has every member of the model, and none beside', (_name, model, schema) => {
  const { properties } = modelSchema.parse(slice.definitions[model]);
  expect(Object.keys(schema.shape).toSorted()).toEqual(Object.keys(properties).toSorted());
});

it.each(rows)('a row of %s clears what the model lets be null, and nothing else', (_name, model, schema) => {
  const { properties } = modelSchema.parse(slice.definitions[model]);
  const nullable = Object.keys(properties).filter((name) => properties[name]?.['x-nullable'] === true);
  const taken = Object.entries(schema.shape).filter(([, member]) => member.safeParse(null).success);
  expect(taken.map(([name]) => name).toSorted()).toEqual(nullable.toSorted());
});
