/** Where in the own estate an indicator was seen: hosts, and on the first of them the processes that touched it. */
import { AppError } from '#shared/errors/app-error.ts';
import type { Estate, SeenProcess } from '#shared/model/vendor-detail.ts';
import type { VendorInquiry } from '../../inquiry.ts';
import { memberAt } from '../../kit/detail-cards.ts';
import { asList, textOf } from '../../kit/push-fields.ts';
import { parseTimestamp } from '../../kit/times.ts';
import { boundText } from '../../kit/vendor-text.ts';
import type { AskVendor, OperationInput } from '../../operation.ts';
import { scopes } from '../operations/parameters.ts';
import { resourcesOf } from '../push/records.ts';
import { iocTypeOf } from './ioc-types.ts';

/** Hosts that are listed: one call. */
const hostLimit = 100;
/** Hosts whose processes are asked for: one call each. */
const hostsWithProcesses = 10;
/** Processes per host. */
const processLimit = 20;

/** What is kept of the calls. */
interface EstateAnswer {
  readonly count: unknown;
  readonly isAtLeast: boolean;
  readonly hosts: readonly { readonly id: string; readonly processes: readonly string[] | null }[];
  readonly hasMoreHosts: boolean;
  readonly details: readonly unknown[];
  /** The key may not read details. */
  readonly areDetailsDenied: boolean;
}

/** Number of hosts, hosts, processes with details. */
export const estateInquiry: VendorInquiry = {
  id: 'estate',
  title: 'Hosts and processes',
  reads: [
    'indicator_get_device_count_v1',
    'indicator_get_devices_ran_on_v1',
    'indicator_get_processes_ran_on_v1',
    'entities_processes',
  ],
  concerns: ({ type }) => iocTypeOf(type) !== null,
  ask: (ask, { type, value }) => askEstate(ask, { type: iocTypeOf(type) ?? type, value }),
  describe: (answer) => ({ sections: [], estate: describeEstate(answer) }),
};

interface NamedIoc {
  readonly type: string;
  readonly value: string;
}

async function askEstate(ask: AskVendor, named: NamedIoc): Promise<EstateAnswer> {
  const [counted] = resourcesOf(await ask('indicator_get_device_count_v1', { ...named }));
  const page = await ask('indicator_get_devices_ran_on_v1', { ...named, limit: hostLimit });
  const ids = textsOf(page);
  const hosts: { id: string; processes: readonly string[] | null }[] = [];
  for (const [index, id] of ids.entries()) {
    const isAsked = index < hostsWithProcesses;
    hosts.push({ id, processes: isAsked ? await askProcesses(ask, { ...named, device_id: id }) : null });
  }
  const processes = hosts.flatMap((host) => host.processes ?? []);
  return {
    count: counted?.['device_count'] ?? null,
    isAtLeast: String(counted?.['limit_exceeded'] ?? false) === 'true',
    hosts,
    hasMoreHosts: memberAt(page, 'meta', 'pagination', 'offset') !== undefined && ids.length >= hostLimit,
    ...(await askDetails(ask, processes)),
  };
}

async function askProcesses(ask: AskVendor, input: OperationInput): Promise<readonly string[]> {
  return textsOf(await ask('indicator_get_processes_ran_on_v1', { ...input, limit: processLimit }));
}

/** Details need a right of their own: without it the ids are still worth showing. */
async function askDetails(
  ask: AskVendor,
  ids: readonly string[],
): Promise<Pick<EstateAnswer, 'details' | 'areDetailsDenied'>> {
  if (ids.length === 0) return { details: [], areDetailsDenied: false };
  try {
    return { details: resourcesOf(await ask('entities_processes', { ids: [...ids] })), areDetailsDenied: false };
  } catch (error) {
    if (error instanceof AppError && error.code === 'vendor.forbidden') return { details: [], areDetailsDenied: true };
    // None of them is known any more.
    if (error instanceof AppError && error.vendorStatus === 404) return { details: [], areDetailsDenied: false };
    throw error;
  }
}

function textsOf(page: unknown): readonly string[] {
  return asList(memberAt(page, 'resources')).filter((one) => typeof one === 'string');
}

function describeEstate(answer: unknown): Estate {
  const details = new Map(
    asList(memberAt(answer, 'details')).map((detail) => [plainId(textOf(detail, 'process_id') ?? ''), detail]),
  );
  const hosts = asList(memberAt(answer, 'hosts')).map((host) => {
    const ids = memberAt(host, 'processes');
    return {
      name: boundText(textOf(host, 'id')) ?? '',
      processes: Array.isArray(ids) ? ids.map((id) => describeProcess(String(id), details)) : null,
    };
  });
  const count = memberAt(answer, 'count');
  return {
    hostCount: typeof count === 'number' && Number.isSafeInteger(count) ? count : null,
    isAtLeast: memberAt(answer, 'isAtLeast') === true,
    hosts,
    remarks: remarksOn(answer, hosts),
  };
}

function describeProcess(id: string, details: ReadonlyMap<string, unknown>): SeenProcess {
  const detail = details.get(plainId(id));
  return {
    id: boundText(id) ?? '',
    fileName: boundText(textOf(detail, 'file_name')),
    commandLine: boundText(textOf(detail, 'command_line')),
    startedAtMs: parseTimestamp(memberAt(detail, 'start_timestamp')),
    stoppedAtMs: parseTimestamp(memberAt(detail, 'stop_timestamp')),
  };
}

/** Ids are asked for with a prefix that answers are without. */
function plainId(id: string): string {
  return id.replace(/^pid:/, '');
}

function remarksOn(answer: unknown, hosts: Estate['hosts']): string[] {
  const isCut = hosts.some(({ processes }) => (processes?.length ?? 0) >= processLimit);
  return [
    ...(memberAt(answer, 'hasMoreHosts') === true ? [`Only the first ${hostLimit} hosts are listed.`] : []),
    ...(hosts.length > hostsWithProcesses
      ? [`Processes were asked for on the first ${hostsWithProcesses} hosts only.`]
      : []),
    ...(isCut ? [`At most ${processLimit} processes per host are listed.`] : []),
    ...(memberAt(answer, 'areDetailsDenied') === true
      ? [`The key may not read the details of processes: it needs ${scopes.legacy}.`]
      : []),
  ];
}
