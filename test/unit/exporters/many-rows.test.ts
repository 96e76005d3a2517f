import { expect, it } from 'vitest';
import * as z from 'zod';
import { csv } from '#main/exporters/csv/index.ts';
import { csvObservations } from '#main/exporters/csv-observations/index.ts';
import type { Exporter } from '#main/exporters/exporter.ts';
import { json } from '#main/exporters/json/index.ts';
import { jsonl } from '#main/exporters/jsonl/index.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { indicatorTypes, tlpMarks, verdicts } from '#shared/model/vocabulary.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { readCsv } from '../../support/exports/read-csv.ts';
import { namesOf, readText, readValue } from '../../support/import-texts.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeReportModel } from '../../support/report-models.ts';

/** The forms that have no schema of somebody else: their columns and fields are held against what is documented of them. */
const members = makeManyIndicators(20_000);
const model = makeReportModel(members);
const write = (exporter: Exporter): Promise<string> => joinChunks(exporter.render(model, { defang: true }));
const names = members.map(({ indicator }) => `${indicator.type} ${indicator.value}`);

const moment = z.union([z.literal(''), z.iso.datetime({ precision: 3 })]);
const number = z.union([z.literal(''), z.string().regex(/^\d+(?:\.\d+)?$/)]);
const common = {
  case: z.literal('CASE-0001'),
  tlp: z.enum(tlpMarks),
  type: z.enum(indicatorTypes),
  value: z.string().min(1),
  defanged: z.string().min(1),
  score: number,
  first_seen: moment,
  last_seen: moment,
  expires_at: moment,
  tags: z.string(),
};
const indicatorRow = z.strictObject({
  ...common,
  severity: z.enum(['', 'none', 'low', 'medium', 'high', 'critical']),
  verdict: z.enum(verdicts),
  state: z.string().min(1),
  vendors: z.string(),
  connections: z.string(),
  vendor_scores: z.string(),
  vendor_keys: z.string(),
  listed: z.enum(['true', 'false']),
  note: z.string(),
  observations: number,
  data_state: moment,
});
const recordRow = z.strictObject({
  ...common,
  vendor: z.string().min(1),
  connection: z.string().min(1),
  stream: z.string().min(1),
  vendor_key: z.string().min(1),
  vendor_score: z.string(),
  confidence: number,
  action: z.string(),
  fetched_at: moment,
  gone_at: moment,
  raw_sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Each row by the names of its columns. */
function readRecords(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = readCsv(text);
  return rows.map((row) => {
    expect(row).toHaveLength(head.length);
    return Object.fromEntries(head.map((name, at) => [name, row[at] ?? '']));
  });
}

it('CSV of 20,000 indicators has a valid row for each, in order', async () => {
  expect(members.length).toBeGreaterThan(19_000);
  const rows = z.array(indicatorRow).parse(readRecords(await write(csv)));
  expect(rows).toHaveLength(members.length);
  expect(rows.map(({ type }) => type)).toEqual(members.map(({ indicator }) => indicator.type));
}, 300_000);

it('CSV of the vendor records of 20,000 indicators has a valid row for each of them, in order', async () => {
  const rows = z.array(recordRow).parse(readRecords(await write(csvObservations)));
  const records = members.flatMap(({ observations, indicator }) =>
    observations.map(({ vendorKey }) => `${indicator.type} ${vendorKey}`),
  );
  expect(records.length).toBeGreaterThan(15_000);
  expect(rows.map(({ type, vendor_key }) => `${type} ${vendor_key}`)).toEqual(records);
}, 300_000);

it('JSON Lines of 20,000 indicators are as many objects, each with every field of our form', async () => {
  const text = await write(jsonl);
  expect(text.endsWith('}\n')).toBe(true);
  const objects = text
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  expect(objects.map(({ value }) => value)).toEqual(members.map(({ indicator }) => displayValue(indicator)));
  // Read as the form that is imported: whatever is missing, unknown or of another kind is passed over there.
  const indicators = objects.map(({ case: number, tlp, ...member }) => {
    expect([number, tlp]).toEqual([model.case?.number, model.tlp]);
    return member;
  });
  const read = readValue({ format: 'sightline-list', version: 1, indicators });
  expect(read.passedOver).toEqual([]);
  expect(new Set(namesOf(read))).toEqual(new Set(names));
}, 300_000);

it('JSON of 20,000 indicators is read again as the same', async () => {
  const read = readText(await write(json));
  expect(read.passedOver).toEqual([]);
  expect(new Set(namesOf(read))).toEqual(new Set(names));
}, 300_000);
