/** Where an indicator was seen in the estate: hosts, processes, and the legacy forms of these reads. */
import * as z from 'zod';
import { defineOperation, type OperationFacts } from '../../kit/define-operation.ts';
import { isPartial } from './indicators.ts';
import {
  envelopeOf,
  idsSchema,
  iocTypeSchema,
  iocValueSchema,
  scopes,
  textLimitSchema,
  textOffsetSchema,
} from './parameters.ts';

const named = { type: iocTypeSchema, value: iocValueSchema };
const paged = { limit: textLimitSchema.optional(), offset: textOffsetSchema.optional() };
const onDevice = { device_id: z.string().min(1).max(64).describe('Id of the host') };

/** With `limit_exceeded` the count is a lower bound. */
const countSchema = envelopeOf(
  z.looseObject({ device_count: z.number().nullish(), limit_exceeded: z.union([z.boolean(), z.string()]).nullish() }),
);

function readOperation(
  facts: Pick<OperationFacts, 'name' | 'path' | 'summary' | 'output' | 'verified'> & {
    readonly query: NonNullable<OperationFacts['parameters']['query']>;
    readonly isLegacy: boolean;
  },
) {
  const { query, isLegacy, ...rest } = facts;
  return defineOperation({
    ...rest,
    kind: 'read',
    method: 'GET',
    scope: isLegacy ? scopes.legacy : scopes.read,
    parameters: { query },
  });
}

/** How many hosts saw it. */
export const deviceCountOperation = readOperation({
  name: 'indicator_get_device_count_v1',
  path: '/iocs/aggregates/indicators/device-count/v1',
  summary: 'Number of hosts that saw an indicator',
  verified: 'description',
  query: named,
  isLegacy: false,
  output: countSchema,
});

/** Which hosts saw it. */
export const devicesOperation = readOperation({
  name: 'indicator_get_devices_ran_on_v1',
  path: '/iocs/queries/indicators/devices/v1',
  summary: 'Ids of hosts that saw an indicator',
  verified: 'description',
  query: { ...named, ...paged },
  isLegacy: false,
  output: envelopeOf(z.string()),
});

/** Which processes of a host touched it. */
export const processesOperation = readOperation({
  name: 'indicator_get_processes_ran_on_v1',
  path: '/iocs/queries/indicators/processes/v1',
  summary: 'Ids of processes of a host that touched an indicator',
  verified: 'description',
  query: { ...named, ...onDevice, ...paged },
  isLegacy: false,
  output: envelopeOf(z.string()),
});

/** Legacy form of the count. */
export const legacyCountOperation = readOperation({
  name: 'DevicesCount',
  path: '/indicators/aggregates/devices-count/v1',
  summary: 'Number of hosts that saw an indicator (legacy)',
  verified: 'recording',
  query: named,
  isLegacy: true,
  output: countSchema,
});

/** Legacy form of the list of hosts. */
export const legacyDevicesOperation = readOperation({
  name: 'DevicesRanOn',
  path: '/indicators/queries/devices/v1',
  summary: 'Ids of hosts that saw an indicator (legacy)',
  verified: 'description',
  query: { ...named, ...paged },
  isLegacy: true,
  output: envelopeOf(z.string()),
});

/** Legacy form of the list of processes. */
export const legacyProcessesOperation = readOperation({
  name: 'ProcessesRanOn',
  path: '/indicators/queries/processes/v1',
  summary: 'Ids of processes of a host that touched an indicator (legacy)',
  verified: 'description',
  query: { ...named, ...onDevice, ...paged },
  isLegacy: true,
  output: envelopeOf(z.string()),
});

const text = z.string().nullish();

/** A process; all members are texts, the raw times are Windows file times. */
const processSchema = z.looseObject({
  device_id: text,
  command_line: text,
  process_id: text,
  process_id_local: text,
  file_name: text,
  start_timestamp: text,
  stop_timestamp: text,
  start_timestamp_raw: text,
  stop_timestamp_raw: text,
});

/** Process ids are long: so many stay well below the longest query. */
const mostProcesses = 100;

/** Processes with command line and times. */
export const processDetailsOperation = defineOperation({
  name: 'entities_processes',
  kind: 'read',
  method: 'GET',
  path: '/processes/entities/processes/v1',
  summary: 'Processes by id',
  scope: scopes.legacy,
  verified: 'recording',
  parameters: { query: { ids: idsSchema.describe('Ids of processes; asked for in safe batches') } },
  output: envelopeOf(processSchema),
  batch: { parameter: 'ids', size: mostProcesses },
  isAnswer: isPartial,
  join: joinInOrder,
});

const processesSchema = envelopeOf(processSchema);

/** All batches as one answer, in the order in which they were asked for. */
function joinInOrder(outputs: readonly unknown[], { ids }: Readonly<Record<string, unknown>>): unknown {
  const pages = outputs.map((output) => processesSchema.parse(output));
  const wanted = Array.isArray(ids) ? ids.map(String) : [];
  const placeOf = (process: z.infer<typeof processSchema>): number => {
    const id = process.process_id ?? '';
    const place = wanted.findIndex((one) => one === id || one === `pid:${id}` || `pid:${one}` === id);
    return place === -1 ? wanted.length : place;
  };
  return {
    ...pages.at(-1),
    errors: pages.flatMap(({ errors }) => errors ?? []),
    resources: pages.flatMap(({ resources }) => resources ?? []).toSorted((a, b) => placeOf(a) - placeOf(b)),
  };
}
