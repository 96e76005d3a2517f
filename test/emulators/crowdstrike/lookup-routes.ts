import type { EmulatorReply, EmulatorRequest } from '../kit/reply.ts';
import { readText, requireText } from './parameters.ts';
import { type ApiError, ApiProblem } from './problem.ts';
import { iocPlatforms, iocSeverities, iocTypes } from './record.ts';
import { readCount } from './search.ts';
import type { Tenant } from './tenant.ts';
import { iocActions } from './vocabulary.ts';

const DEFAULT_LIMIT = 100;

/** `action_query_v1`, `ioc_type_query_v1`, `platform_query_v1`, `severity_query_v1`: lists of words. */
export function queryWords(words: readonly string[]) {
  return (tenant: Tenant, { query }: EmulatorRequest): EmulatorReply => {
    const { slice, limit, offset } = cut(words, query);
    const pagination = { limit, total: words.length, offset: offset + slice.length };
    return tenant.envelope.reply({ resources: slice, pagination });
  };
}

/** The four word lists by path. */
export const wordLists = {
  '/iocs/queries/actions/v1': iocActions.map(({ id }) => id),
  '/iocs/queries/ioc-types/v1': iocTypes,
  '/iocs/queries/platforms/v1': iocPlatforms,
  '/iocs/queries/severities/v1': iocSeverities,
} as const;

/** `action_get_v1`: all actions, or those asked for. */
export function getActions(tenant: Tenant, { query }: EmulatorRequest): EmulatorReply {
  const ids = query.getAll('ids');
  const resources = ids.length === 0 ? iocActions : iocActions.filter(({ id }) => ids.includes(id));
  const unknown = ids.filter((id) => !iocActions.some((action) => action.id === id));
  const errors: readonly ApiError[] = unknown.map((id) => ({ code: 404, message: 'Action not found', id }));
  const pagination = { limit: 0, total: resources.length };
  return tenant.envelope.reply({ resources, errors, pagination });
}

/** `indicator_get_device_count_v1`. */
export function countDevices(tenant: Tenant, { query }: EmulatorRequest): EmulatorReply {
  const { type, value } = readIndicator(query);
  const { count, isExceeded } = tenant.hosts.countDevices(type, value);
  const known = isKnown(tenant, type, value);
  const entry = { type, value, device_count: known ? count : 0, limit_exceeded: known && isExceeded };
  return tenant.envelope.reply({ resources: [entry] });
}

/** `DevicesCount`: the legacy form, which does not find what the tenant has no indicator for. */
export function countDevicesLegacy(tenant: Tenant, { query }: EmulatorRequest): EmulatorReply {
  const { type, value } = readIndicator(query);
  if (!isKnown(tenant, type, value)) throw new ApiProblem(404, `${type}:${value} - Resource Not Found`);
  const { count, isExceeded } = tenant.hosts.countDevices(type, value);
  const entry = { id: `${type}:${value}`, type, value, device_count: count, limit_exceeded: isExceeded };
  return tenant.envelope.reply({ resources: [entry], poweredBy: null });
}

/** `indicator_get_devices_ran_on_v1`: no total, and an offset that is text. */
export function listDevices(tenant: Tenant, { query }: EmulatorRequest): EmulatorReply {
  return pageByText(tenant, query, devicesOf(tenant, query));
}

/** `indicator_get_processes_ran_on_v1`. */
export function listProcesses(tenant: Tenant, { query }: EmulatorRequest): EmulatorReply {
  return pageByText(tenant, query, processesOf(tenant, query));
}

/** `DevicesRanOn`: the legacy form. */
export function listDevicesLegacy(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  return pageLegacy(tenant, request, { all: devicesOf(tenant, request.query), entity: '/devices/entities/devices/v1' });
}

/** `ProcessesRanOn`: the legacy form. */
export function listProcessesLegacy(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const all = processesOf(tenant, request.query);
  return pageLegacy(tenant, request, { all, entity: '/processes/entities/processes/v1' });
}

/** `entities_processes`. */
export function getProcesses(tenant: Tenant, { query }: EmulatorRequest): EmulatorReply {
  const ids = query.getAll('ids').filter((id) => id !== '');
  if (ids.length === 0) throw new ApiProblem(400, 'ids: required parameter is missing');
  const described = ids.map((id) => ({ id, detail: tenant.hosts.describeProcess(id) }));
  const resources = described.flatMap(({ detail }) => (detail === undefined ? [] : [detail]));
  const errors = described
    .filter(({ detail }) => detail === undefined)
    .map(({ id }) => ({ code: 404, message: `${id} - Resource Not Found`, id }));
  return tenant.envelope.reply({ status: resources.length === 0 ? 404 : 200, resources, errors });
}

function readIndicator(query: URLSearchParams): { readonly type: string; readonly value: string } {
  return { type: requireText(query, 'type'), value: requireText(query, 'value') };
}

function isKnown(tenant: Tenant, type: string, value: string): boolean {
  return tenant.store.findByValue(value).some((position) => tenant.store.record(position).type === type);
}

function devicesOf(tenant: Tenant, query: URLSearchParams): readonly string[] {
  const { type, value } = readIndicator(query);
  return isKnown(tenant, type, value) ? tenant.hosts.listDevices(type, value) : [];
}

function processesOf(tenant: Tenant, query: URLSearchParams): readonly string[] {
  const { type, value } = readIndicator(query);
  const deviceId = requireText(query, 'device_id');
  return isKnown(tenant, type, value) ? tenant.hosts.listProcesses(type, value, deviceId) : [];
}

function pageByText(tenant: Tenant, query: URLSearchParams, all: readonly string[]): EmulatorReply {
  const { slice, limit, offset } = cut(all, query);
  const next = offset + slice.length;
  const pagination = next < all.length ? { limit, offset: String(next) } : { limit };
  return tenant.envelope.reply({ resources: slice, pagination });
}

function pageLegacy(
  tenant: Tenant,
  { path, query }: EmulatorRequest,
  list: { readonly all: readonly string[]; readonly entity: string },
): EmulatorReply {
  const { slice, limit, offset } = cut(list.all, query);
  const next = offset + slice.length;
  const parameters = new URLSearchParams(query);
  parameters.set('offset', String(next));
  const hasMore = next < list.all.length;
  const pagination = {
    limit,
    total: list.all.length,
    offset: hasMore ? String(next) : '',
    next_page: hasMore ? `${path}?${parameters.toString()}` : '',
  };
  return tenant.envelope.reply({ resources: slice, pagination, meta: { entity: list.entity }, poweredBy: null });
}

function cut(all: readonly string[], query: URLSearchParams) {
  const limit = readCount(readText(query, 'limit'), 'limit') ?? DEFAULT_LIMIT;
  const offset = readCount(readText(query, 'offset'), 'offset') ?? 0;
  return { slice: all.slice(offset, offset + limit), limit, offset };
}
